"""Tables around a meeting's journal: what finds it, who is invited, who is in the room."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.text import slugify


def slug_of(symbol: str) -> str:
    """Return a symbol as it stands in addresses: TC/MIG/2020/1 is tc-mig-2020-1."""
    return slugify(symbol.replace("/", "-"))


def slug_of_paper(last: str) -> str:
    """Return the last part of a paper's symbol as it stands in addresses: WP.1 is wp-1."""
    return slug_of(last.replace(".", "-"))


class Meeting(models.Model):
    """What lists and addresses need of a meeting; all else is folded from its journal."""

    class Phase(models.TextChoices):
        CONVENED = "convened"
        OPEN = "open"
        SUSPENDED = "suspended"
        CLOSED = "closed"
        CANCELLED = "cancelled"

    OVER: ClassVar = (Phase.CLOSED, Phase.CANCELLED)

    council = models.ForeignKey("council.Council", models.PROTECT, related_name="meetings")
    journal = models.OneToOneField("core.Journal", models.PROTECT, related_name="meeting")
    symbol = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80)
    title = models.JSONField()
    body = models.SlugField(max_length=80, blank=True, default="")  # the council's name for it in addresses
    starts_at = models.DateTimeField()
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.CONVENED)
    open_to_public = models.BooleanField(default=False)
    seats: models.ManyToManyField[models.Model, InvitedSeat] = models.ManyToManyField(
        "council.Seat", through="InvitedSeat", related_name="meetings"
    )

    class Meta:
        ordering: ClassVar = ["-starts_at", "-id"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["council", "symbol"], name="meeting_symbol_once"),
            UniqueConstraint(fields=["council", "slug"], name="meeting_slug_once"),
        ]

    def __str__(self) -> str:
        return self.symbol


class InvitedSeat(models.Model):
    """A seat invited to a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invited")
    seat = models.ForeignKey("council.Seat", models.PROTECT, related_name="invited")

    class Meta:
        constraints: ClassVar = [UniqueConstraint(fields=["meeting", "seat"], name="seat_invited_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.seat_id}"


class Connection(models.Model):
    """A delegate's stream into the room, seen lately; presence follows from these rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="connections")
    seat = models.CharField(max_length=12)
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.seat}"


class Paper(models.Model):
    """A paper of a meeting; ``edition`` counts the changes to what is said of it here.

    To whom it went, and when, stands in the journal, and with each issue.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="papers")
    number = models.PositiveIntegerField()
    symbol = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120)
    titles = models.JSONField()
    original = models.CharField(max_length=12)
    item = models.PositiveIntegerField(null=True, blank=True)
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["meeting", "number"], name="paper_number_once"),
            UniqueConstraint(fields=["meeting", "symbol"], name="paper_symbol_once"),
            UniqueConstraint(fields=["meeting", "slug"], name="paper_slug_once"),
        ]

    def __str__(self) -> str:
        return self.symbol


class PaperIssue(models.Model):
    """A paper's file in a language: a revision, which follows one of the original; its terms once it has gone out."""

    class State(models.TextChoices):
        DRAFT = "draft"
        FINAL = "final"

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="issues")
    language = models.CharField(max_length=12)
    revision = models.PositiveIntegerField()
    follows = models.PositiveIntegerField()
    state = models.CharField(max_length=5, choices=State, default=State.DRAFT)
    digest = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    paragraphs = models.JSONField(default=list)
    by = models.CharField(max_length=12)
    at = models.DateTimeField()
    circulation = models.CharField(max_length=12, blank=True, default="")  # empty: it has not gone out
    embargo_until = models.DateTimeField(null=True, blank=True)
    circulated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["language", "revision"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["paper", "language", "revision"], name="paper_revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.language} {self.revision}"
