"""The register of decisions, what follows from each, and who speaks for a State in a body."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from kenesh.decisions.domain.implementation import Stage


class Decision(models.Model):
    """A decision adopted at a meeting: what finds it; its text and outcome stand in its meeting's journal."""

    council = models.ForeignKey("council.Council", models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    symbol = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100)
    titles = models.JSONField()
    adopted_at = models.DateTimeField()
    body = models.SlugField(max_length=80, blank=True)  # that it established
    method = models.CharField(max_length=40, blank=True)
    rule = models.CharField(max_length=80, blank=True)
    words = models.TextField(blank=True)  # of every language, folded: what a search looks into
    # Who was a member when it was adopted: they report on it.
    addressees = models.ManyToManyField("council.Seat", related_name="decisions_addressed")

    class Meta:
        ordering: ClassVar = ["-adopted_at", "-id"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["council", "symbol"], name="decision_symbol_once"),
            UniqueConstraint(fields=["meeting", "number"], name="decision_number_once"),
        ]

    def __str__(self) -> str:
        return self.symbol


class Task(models.Model):
    """What a decision asks of some seats, by a day."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="tasks")
    number = models.PositiveIntegerField()
    paragraph = models.PositiveSmallIntegerField(null=True, blank=True)  # the operative paragraph it comes from
    texts = models.JSONField()
    due_on = models.DateField(null=True, blank=True)
    proof = models.TextField(blank=True)
    owners = models.ManyToManyField("council.Seat", related_name="tasks")

    class Meta:
        ordering: ClassVar = ["decision", "number"]
        constraints: ClassVar = [UniqueConstraint(fields=["decision", "number"], name="task_number_once")]

    def __str__(self) -> str:
        return f"{self.decision_id}/{self.number}"


class Report(models.Model):
    """What a seat said of its implementation of a decision, or of one of its tasks; only ever added."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="reports")
    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="reports")
    seat = models.ForeignKey("council.Seat", models.PROTECT, related_name="reports")
    stage = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Stage])
    note = models.TextField(blank=True)
    proof = models.TextField(blank=True)
    language = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CheckConstraint(condition=Q(stage__in=[one.value for one in Stage]), name="report_stage_known")
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.stage}"


class Reminder(models.Model):
    """A reminder that was written; a task whose day is moved is reminded of anew."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="reminders")
    seat = models.ForeignKey("council.Seat", models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    step = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [UniqueConstraint(fields=["task", "seat", "due_on", "step"], name="reminded_once")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.seat_id} {self.step}"


class Nomination(models.Model):
    """Who represents a seat in a body: the office held, and the address for the Secretariat and their own seat."""

    body = models.ForeignKey("council.Body", models.CASCADE, related_name="nominations")
    seat = models.ForeignKey("council.Seat", models.PROTECT, related_name="nominations")
    office = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    email = models.EmailField()
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["seat__place", "id"]
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["body", "seat", "email"], condition=Q(withdrawn_at=None), name="nominated_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.office
