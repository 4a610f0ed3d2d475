"""The decisions room, as Django sees it."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "kenesh.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"
