"""Addresses of decisions, of what follows from them, and of bodies, below their council's."""

from __future__ import annotations

from django.urls import path

from kenesh.decisions import api
from kenesh.decisions.views import bodies, follow_up, register

app_name = "decisions"

OF = "<slug:council>/decisions/<slug:slug>/follow-up/"

urlpatterns = [
    path("<slug:council>/decisions/", register.decisions, name="list"),
    path("<slug:council>/decisions.json", api.decisions, name="json"),
    path("<slug:council>/decisions.atom", api.feed, name="feed"),
    path("<slug:council>/decisions/<slug:slug>/", register.decision, name="decision"),
    path("<slug:council>/decisions/<slug:slug>.json", api.decision, name="decision-json"),
    path("<slug:council>/follow-up/", follow_up.follow_up, name="follow-up"),
    path(OF, follow_up.of_decision, name="follow-up-of"),
    path(f"{OF}reports/<int:number>/", follow_up.report, name="report"),
    path(f"{OF}tasks/", follow_up.make_task, name="make-task"),
    path(f"{OF}tasks/<int:number>/", follow_up.change_task, name="change-task"),
    path("<slug:council>/bodies/<slug:slug>/", bodies.body, name="body"),
    path("<slug:council>/bodies/<slug:slug>/nominations/", bodies.nominate, name="nominate"),
    path("<slug:council>/bodies/<slug:slug>/nominations/<int:nomination>/withdraw/", bodies.withdraw, name="withdraw"),
]
