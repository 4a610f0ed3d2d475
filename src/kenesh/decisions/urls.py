"""Addresses of decisions, below their council's."""

from __future__ import annotations

from django.urls import path

from kenesh.decisions import views

app_name = "decisions"

urlpatterns = [
    path("<slug:council>/decisions/", views.decisions, name="list"),
    path("<slug:council>/decisions/<slug:slug>/", views.decision, name="decision"),
]
