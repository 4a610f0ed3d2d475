"""Addresses of a council site; those of a council itself come last, since they begin with any name."""

from __future__ import annotations

from django.urls import include, path

from kenesh.sites import views

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
