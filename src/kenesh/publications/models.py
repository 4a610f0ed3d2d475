"""What people made of the drafts: a draft itself is folded from the record whenever it is asked for, and not kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint


class Document(models.Model):
    """A document of a meeting: until when corrections can be asked for, and the signed statement that froze it."""

    class Kind(models.TextChoices):
        SUMMARY_RECORD = "summary-record"
        COMMUNIQUE = "communique"

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=Kind)
    corrections_until = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    statement = models.JSONField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [UniqueConstraint(fields=["meeting", "kind"], name="document_kind_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.kind}"


class Version(models.Model):
    """A document in one language; ``follows`` is the revision of the original it was last brought up to."""

    class State(models.TextChoices):
        DRAFTED = "drafted"
        EDITED = "edited"
        CHECKED = "checked"
        RELEASED = "released"

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFTED)
    revision = models.PositiveIntegerField(default=0)
    follows = models.PositiveIntegerField(default=0)
    text = models.TextField()
    released_text = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["document", "language"], name="version_language_once"),
            CheckConstraint(condition=Q(state__in=["drafted", "edited", "checked", "released"]), name="version_state"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.language}"


class Trace(models.Model):
    """Who did what to a version, and the text as it then was: nothing that was once saved is lost."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="traces")
    act = models.CharField(max_length=10)
    revision = models.PositiveIntegerField()
    text = models.TextField()
    by = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.act} {self.revision}"


class Correction(models.Model):
    """What a seat asks to be corrected, and the Secretariat's answer."""

    class Answer(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    document = models.ForeignKey(Document, models.CASCADE, related_name="corrections")
    language = models.CharField(max_length=12)
    seat = models.CharField(max_length=12)
    text = models.TextField()
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.document_id} {self.seat}"


class Imported(models.Model):
    """The signed list of what came with a meeting that another site held: it holds while nothing of it is changed."""

    meeting = models.OneToOneField("meetings.Meeting", models.CASCADE, related_name="imported")
    manifest = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.meeting_id)
