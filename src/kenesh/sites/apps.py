"""The sites, as Django sees them."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "kenesh.sites"
    label = "sites_"
