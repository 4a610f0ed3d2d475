"""Addresses of meetings, below their council's."""

from __future__ import annotations

from django.urls import path

from kenesh.meetings import api, stream
from kenesh.meetings.views import calling, convening, credentials, filing, media, meetings, papers, room

app_name = "meetings"

urlpatterns = [
    path("keys/record.pub", meetings.public_key, name="public_key"),
    path("<slug:council>/meetings/", meetings.meetings, name="list"),
    path("<slug:council>/meetings/convene/", convening.convene, name="convene"),
    path("<slug:council>/meetings/<slug:slug>/", meetings.meeting, name="meeting"),
    path("<slug:council>/meetings/<slug:slug>/meeting.ics", calling.calendar, name="calendar"),
    path("<slug:council>/meetings/<slug:slug>/move/", calling.call, {"how": "move"}, name="move"),
    path("<slug:council>/meetings/<slug:slug>/cancel/", calling.call, {"how": "cancel"}, name="cancel"),
    path("<slug:council>/meetings/<slug:slug>/invite/", calling.invite, name="invite"),
    path("<slug:council>/meetings/<slug:slug>/room/", room.room, name="room"),
    path("<slug:council>/meetings/<slug:slug>/room/stream/", stream.room, name="room_stream"),
    path("<slug:council>/meetings/<slug:slug>/journal/", api.journal, name="meeting_journal"),
    path("<slug:council>/meetings/<slug:slug>/statements/", room.statements, name="statements"),
    path("<slug:council>/meetings/<slug:slug>/acts/<slug:act>/", room.act, name="act"),
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
    path("<slug:council>/meetings/<slug:slug>/papers/", papers.papers, name="papers"),
    path("<slug:council>/meetings/<slug:slug>/papers.json", papers.papers_as_json, name="papers_json"),
    path("<slug:council>/meetings/<slug:slug>/papers/add/", filing.add, name="add_paper"),
    path("<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/", papers.paper, name="paper"),
    path("<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/shown/", papers.shown, name="paper_shown"),
    path("<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/name/", filing.name, name="name_paper"),
    path("<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/circulate/", filing.circulate, name="circulate"),
    path("<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/<slug:language>/", filing.issue, name="issue_paper"),
    path(
        "<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/<slug:language>/final/",
        filing.finish,
        name="finish_paper",
    ),
    path(
        "<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/<slug:language>/changes/",
        papers.changes,
        name="paper_changes",
    ),
    path(
        "<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/<slug:language>/<int:revision>/",
        papers.issue,
        name="paper_issue",
    ),
    path(
        "<slug:council>/meetings/<slug:slug>/papers/<slug:paper>/<slug:language>/<int:revision>/file/",
        papers.file,
        name="paper_file",
    ),
    path("<slug:council>/meetings/<slug:slug>/proposals/<int:number>/", papers.proposal, name="proposal"),
    path("<slug:council>/meetings/<slug:slug>/media/ticket/", media.ticket, name="media_ticket"),
    path("<slug:council>/meetings/<slug:slug>/media/join/", media.join, name="media_join"),
    path("<slug:council>/meetings/<slug:slug>/media/leave/", media.leave, name="media_leave"),
    path("<slug:council>/meetings/<slug:slug>/media/signal/", media.signal, name="media_signal"),
    path("<slug:council>/meetings/<slug:slug>/record.jsonl", meetings.record, name="record"),
]
