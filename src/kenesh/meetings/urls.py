"""Addresses of meetings, below their council's."""

from __future__ import annotations

from django.urls import path

from kenesh.meetings import api, convening, credentials, media, stream, views
from kenesh.meetings.papers import reading, writing

app_name = "meetings"

urlpatterns = [
    path("keys/record.pub", views.public_key, name="public_key"),
    path("<slug:council>/meetings/", views.meetings, name="list"),
    path("<slug:council>/meetings/convene/", views.convene, name="convene"),
    path("<slug:council>/meetings/<slug:slug>/", views.meeting, name="meeting"),
    path("<slug:council>/meetings/<slug:slug>/meeting.ics", convening.calendar, name="calendar"),
    path("<slug:council>/meetings/<slug:slug>/move/", convening.call, {"how": "move"}, name="move"),
    path("<slug:council>/meetings/<slug:slug>/cancel/", convening.call, {"how": "cancel"}, name="cancel"),
    path("<slug:council>/meetings/<slug:slug>/invite/", convening.invite, name="invite"),
    path("<slug:council>/meetings/<slug:slug>/room/", views.room, name="room"),
    path("<slug:council>/meetings/<slug:slug>/room/stream/", stream.room, name="room_stream"),
    path("<slug:council>/meetings/<slug:slug>/journal/", api.journal, name="meeting_journal"),
    path("<slug:council>/meetings/<slug:slug>/statements/", views.statements, name="statements"),
    path("<slug:council>/meetings/<slug:slug>/acts/<slug:act>/", views.act, name="act"),
    path("<slug:council>/meetings/<slug:slug>/credentials/", credentials.report, name="credentials"),
    path("<slug:council>/meetings/<slug:slug>/credentials/<slug:code>/", credentials.seat, name="credentials_of"),
    path(
        "<slug:council>/meetings/<slug:slug>/credentials/<slug:code>/<int:number>/",
        credentials.full_powers,
        name="full_powers",
    ),
    path(
        "<slug:council>/meetings/<slug:slug>/credentials/<slug:code>/<slug:act>/",
        credentials.act,
        name="credentials_act",
    ),
    path("<slug:council>/meetings/<slug:slug>/papers/", reading.papers, name="papers"),
    path("<slug:council>/meetings/<slug:slug>/papers.json", reading.papers_as_json, name="papers_json"),
    path("<slug:council>/meetings/<slug:slug>/papers/add/", writing.add, name="add_paper"),
    path("<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/", reading.paper, name="paper"),
    path("<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/shown/", reading.shown, name="paper_shown"),
    path("<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/name/", writing.name, name="name_paper"),
    path("<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/circulate/", writing.circulate, name="circulate"),
    path("<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/<slug:language>/", writing.issue, name="issue_paper"),
    path(
        "<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/<slug:language>/final/",
        writing.finish,
        name="finish_paper",
    ),
    path(
        "<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/<slug:language>/changes/",
        reading.changes,
        name="paper_changes",
    ),
    path(
        "<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/<slug:language>/<int:revision>/",
        reading.issue,
        name="paper_issue",
    ),
    path(
        "<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/<slug:language>/<int:revision>/file/",
        reading.file,
        name="paper_file",
    ),
    path("<slug:council>/meetings/<slug:slug>/proposals/<int:number>/", reading.proposal, name="proposal"),
    path("<slug:council>/meetings/<slug:slug>/media/join/", media.join, name="media_join"),
    path("<slug:council>/meetings/<slug:slug>/media/leave/", media.leave, name="media_leave"),
    path("<slug:council>/meetings/<slug:slug>/media/signal/", media.signal, name="media_signal"),
    path("<slug:council>/meetings/<slug:slug>/record.jsonl", views.record, name="record"),
]
