"""The doors of picture and sound: take a place, leave it, pass a signal to one other place."""

from __future__ import annotations

import json
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kenesh.council.access import NotHere
from kenesh.media import actions, queries
from kenesh.media.domain.places import Place, TableFull
from kenesh.media.planes import plane
from kenesh.meetings import access
from kenesh.meetings.live.house import NotServing, house

if TYPE_CHECKING:
    from django.http import HttpRequest


class PlaceForm(forms.Form):
    place = forms.UUIDField()
    microphone = forms.BooleanField(required=False)
    camera = forms.BooleanField(required=False)


class SignalForm(forms.Form):
    place = forms.UUIDField()
    to = forms.UUIDField()
    signal = forms.CharField(max_length=actions.SIGNAL_LENGTH, strip=False)

    def clean_signal(self) -> str:
        """Return the signal as one line of JSON."""
        try:
            return json.dumps(json.loads(self.cleaned_data["signal"]))
        except ValueError:
            raise forms.ValidationError(_("A signal is JSON.")) from None


@never_cache
@require_POST
def join(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Take a place, or tell its new switches; a person has one, and a full table says what is still possible."""
    room = access.room_for_delegate(person=request.user, council=council, slug=slug)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _not_understood(form)
    table, person, chosen = room.meeting.journal_id, str(request.user.pk), form.cleaned_data
    if not queries.is_free_or_own(place=chosen["place"], table=table, person=person):
        raise NotHere
    place = Place(
        id=str(chosen["place"]),
        seat=room.seat or "",
        person=person,
        microphone=chosen["microphone"],
        camera=chosen["camera"],
    )
    try:
        seated = actions.take_place(table=table, place=place, limit=plane().limit)
    except TableFull as full:
        return _full(full)
    return JsonResponse(plane().ticket(place=place) | {"places": [asdict(one) for one in seated]})


@never_cache
@require_POST
def leave(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Give one's own place up."""
    room = access.room_for_delegate(person=request.user, council=council, slug=slug)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _not_understood(form)
    table, place = room.meeting.journal_id, form.cleaned_data["place"]
    if queries.belongs(place=place, table=table, person=str(request.user.pk)):
        actions.leave_place(table=table, place=place)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@never_cache
@require_POST
def signal(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Pass a signal from one's own place to one other at the same table."""
    room = access.room_for_delegate(person=request.user, council=council, slug=slug)
    form = SignalForm(request.POST)
    if not form.is_valid():
        return _not_understood(form)
    given, person = form.cleaned_data, str(request.user.pk)
    at_table = {UUID(one.id): one.person for one in queries.places_at(table=room.meeting.journal_id)}
    if at_table.get(given["place"]) != person or given["to"] not in at_table:
        raise NotHere
    _pass_on(to=given["to"], sender=given["place"], content=given["signal"])
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _pass_on(*, to: UUID, sender: UUID, content: str) -> None:
    """Say it at once where this process holds the place; else leave it where the one that does will find it."""
    try:
        if house().tables.deliver(to=to, sender=sender, content=content):
            return
    except NotServing:
        pass
    actions.send_signal(to=to, sender=sender, content=content)


def _not_understood(form: forms.Form) -> JsonResponse:
    errors = {name: list(texts) for name, texts in form.errors.items()}
    return JsonResponse({"errors": errors}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _full(full: TableFull) -> JsonResponse:
    reason = _(
        "Picture and sound have %(limit)s places here and all are taken. You can follow and take part in everything "
        "else; when someone leaves, join again."
    )
    told = {"title": _("The table is full"), "reason": reason % {"limit": full.limit}, "retry": True}
    return JsonResponse(told, status=HTTPStatus.CONFLICT)
