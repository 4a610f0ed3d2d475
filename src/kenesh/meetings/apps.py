"""The meetings room, as Django sees it."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "kenesh.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"
