"""Tables of picture and sound: who has a place now, and signals on their way from one process to another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Place(models.Model):
    """A person's connection of picture and sound; it lives while its stream does, and a grace longer."""

    id = models.UUIDField(primary_key=True)
    table = models.UUIDField()
    seat = models.CharField(max_length=12)
    person = models.CharField(max_length=40)
    microphone = models.BooleanField(default=False)
    camera = models.BooleanField(default=False)
    came_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["came_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "person"], name="one_place_for_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} {self.id}"


class Signal(models.Model):
    """What one browser says to another before they hear each other; gone once it is handed over."""

    to = models.UUIDField(db_index=True)
    sender = models.UUIDField()
    content = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sender} to {self.to}"
