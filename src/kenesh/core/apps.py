"""The ground floor as a Django app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "kenesh.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
