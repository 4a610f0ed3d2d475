"""The publications room, as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """The app."""

    name = "kenesh.publications"
    label = "publications"
    default_auto_field = "django.db.models.BigAutoField"
