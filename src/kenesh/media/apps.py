"""The media room, as Django sees it."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """The app."""

    name = "kenesh.media"
    label = "media"
    default_auto_field = "django.db.models.BigAutoField"
