"""The meetings room, as Django sees it."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "kenesh.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kenesh.meetings import tasks  # noqa: F401 -- it registers what goes on while a server serves
