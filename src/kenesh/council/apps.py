"""The council room, as Django sees it."""

from django.apps import AppConfig


class CouncilConfig(AppConfig):
    name = "kenesh.council"
    label = "council"
    default_auto_field = "django.db.models.BigAutoField"
