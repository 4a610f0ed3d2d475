"""The ground floor as a Django app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "kenesh.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kenesh.core import collector, nudge, postman  # noqa: F401 -- they register what goes on while a server serves
