"""The register of decisions: what finds one; its text and outcome stand in its meeting's journal."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import UniqueConstraint


class Decision(models.Model):
    """A decision adopted at a meeting."""

    council = models.ForeignKey("council.Council", models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    symbol = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100)
    titles = models.JSONField()
    adopted_at = models.DateTimeField()
    body = models.SlugField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["-adopted_at", "-id"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["council", "symbol"], name="decision_symbol_once"),
            UniqueConstraint(fields=["meeting", "number"], name="decision_number_once"),
        ]

    def __str__(self) -> str:
        return self.symbol
