"""The doors of picture and sound: get ready, take a place, leave it, pass a signal to one other place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, Final, Self
from uuid import UUID

from django import forms
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from pydantic import BaseModel, Field, JsonValue, TypeAdapter, model_validator

from kenesh.council.access import NotHere
from kenesh.media import actions, queries
from kenesh.media.domain.places import MESH_PLACES, Place, TableFull, admitted
from kenesh.media.planes import plane
from kenesh.meetings import access
from kenesh.meetings.live.house import NotServing, house

if TYPE_CHECKING:
    from django.http import HttpRequest


class PlaceForm(forms.Form):
    place = forms.UUIDField()
    microphone = forms.BooleanField(required=False)
    camera = forms.BooleanField(required=False)


class Letter(BaseModel):
    """A signal and the place it is for."""

    to: UUID
    signal: JsonValue

    @property
    def content(self) -> str:
        """The signal as one line of JSON."""
        return json.dumps(self.signal)

    @model_validator(mode="after")
    def _is_bounded(self) -> Self:
        if len(self.content) > actions.SIGNAL_LENGTH:
            raise ValueError
        return self


LETTERS: Final = TypeAdapter(Annotated[list[Letter], Field(max_length=MESH_PLACES)])


class JoinForm(PlaceForm):
    signals = forms.CharField(max_length=MESH_PLACES * actions.SIGNAL_LENGTH, strip=False, required=False)

    def clean_signals(self) -> list[Letter]:
        """Return the signals that go out with the wish for a place."""
        try:
            return LETTERS.validate_json(self.cleaned_data["signals"] or "[]")
        except ValueError:
            reason = _(
                "Signals are a list in JSON, each with the place it is for: at most %(most)s, none of more than "
                "%(length)s characters."
            )
            bounds = {"most": MESH_PLACES, "length": actions.SIGNAL_LENGTH}
            raise forms.ValidationError(reason % bounds) from None


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


Answer = Callable[[access.InTheRoom, str, Mapping[str, Any]], HttpResponse]


def _door(form: type[forms.Form]) -> Callable[[Answer], Callable[..., HttpResponse]]:
    """Let a delegate in who says what the form asks; the answer is given the room, who it is, and what was said."""

    def made(answer: Answer) -> Callable[..., HttpResponse]:
        @never_cache
        @require_POST
        @wraps(answer)
        def door(request: HttpRequest, council: str, slug: str) -> HttpResponse:
            room = access.room_for_delegate(person=request.user, council=council, slug=slug)
            asked = form(request.POST)
            if not asked.is_valid():
                errors = {name: list(texts) for name, texts in asked.errors.items()}
                return JsonResponse({"errors": errors}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
            return answer(room, str(request.user.pk), asked.cleaned_data)

        return door

    return made


@_door(PlaceForm)
def ticket(room: access.InTheRoom, person: str, asked: Mapping[str, Any]) -> HttpResponse:
    """Say what it takes to connect, and to whom, before a place is taken; a full table says so already."""
    place = _place(room, person, asked)
    at_table = queries.places_at(table=room.meeting.journal_id)
    try:
        admitted(at_table, place, limit=plane().limit)
    except TableFull as full:
        return _full(full)
    return _ticket(place, at_table)


@_door(JoinForm)
def join(room: access.InTheRoom, person: str, asked: Mapping[str, Any]) -> HttpResponse:
    """Take a place, or tell its new switches; a person has one, and a full table says what is still possible.

    Signals that come along go to those who sit there; for whoever has left meanwhile they mean nothing.
    """
    table = room.meeting.journal_id
    place = _place(room, person, asked)
    try:
        seated = actions.take_place(table=table, place=place, limit=plane().limit)
    except TableFull as full:
        return _full(full)
    at_table = {one.id for one in seated}
    for letter in asked["signals"]:
        if str(letter.to) in at_table:
            _pass_on(to=letter.to, sender=asked["place"], content=letter.content)
    return _ticket(place, seated)


@_door(PlaceForm)
def leave(room: access.InTheRoom, person: str, asked: Mapping[str, Any]) -> HttpResponse:
    """Give one's own place up."""
    if queries.belongs(place=asked["place"], table=room.meeting.journal_id, person=person):
        actions.leave_place(table=room.meeting.journal_id, place=asked["place"])
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@_door(SignalForm)
def signal(room: access.InTheRoom, person: str, asked: Mapping[str, Any]) -> HttpResponse:
    """Pass a signal from one's own place to one other at the same table."""
    at_table = {UUID(one.id): one.person for one in queries.places_at(table=room.meeting.journal_id)}
    if at_table.get(asked["place"]) != person or asked["to"] not in at_table:
        raise NotHere
    _pass_on(to=asked["to"], sender=asked["place"], content=asked["signal"])
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _place(room: access.InTheRoom, person: str, asked: Mapping[str, Any]) -> Place:
    if not queries.is_free_or_own(place=asked["place"], table=room.meeting.journal_id, person=person):
        raise NotHere
    return Place(
        id=str(asked["place"]),
        seat=room.seat or "",
        person=person,
        microphone=asked["microphone"],
        camera=asked["camera"],
    )


def _ticket(place: Place, at_table: Sequence[Place]) -> HttpResponse:
    return JsonResponse(plane().ticket(place=place) | {"places": [asdict(one) for one in at_table]})


def _pass_on(*, to: UUID, sender: UUID, content: str) -> None:
    """Say it at once where this process holds the place; else leave it where the one that does will find it."""
    try:
        if house().tables.deliver(to=to, sender=sender, content=content):
            return
    except NotServing:
        pass
    actions.send_signal(to=to, sender=sender, content=content)


def _full(full: TableFull) -> JsonResponse:
    reason = _(
        "Picture and sound have %(limit)s places here and all are taken. You can follow and take part in everything "
        "else; when someone leaves, join again."
    )
    told = {"title": _("The table is full"), "reason": reason % {"limit": full.limit}, "retry": True}
    return JsonResponse(told, status=HTTPStatus.CONFLICT)
