"""Who comes in to look on, from which line, and whether they may still be here later."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core.exceptions import BadRequest

from kenesh.core import clock, journal
from kenesh.council.access import NotHere, NotYours
from kenesh.media import queries as media
from kenesh.meetings import access

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.http import HttpRequest

    from kenesh.council.access import Anyone

_LINE: Final = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """Under which session someone came in, and as what: enough to ask again."""

    council: str
    slug: str
    seat: str | None
    session: str | None
    person: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A reader let in: the meeting, the line its journal stands at, and the line the reader has seen."""

    shown: Pass
    meeting_id: int
    journal_id: uuid.UUID
    head: int
    after: int
    place: uuid.UUID | None


def enter(*, request: HttpRequest, council: str, slug: str) -> Entry:
    """Let a reader in. Refused: NotHere (also for another's place), NotYours, and BadRequest for what is no number."""
    after = _after(request)
    person = request.user
    room = access.room_for_reader(person=person, council=council, slug=slug)
    head, _ = journal.head(journal_id=room.meeting.journal_id)
    known = person.is_authenticated
    shown = Pass(
        council=council,
        slug=slug,
        seat=room.seat,
        session=request.session.session_key if known else None,
        person=person.pk if known else None,
    )
    return Entry(
        shown=shown,
        meeting_id=room.meeting.pk,
        journal_id=room.meeting.journal_id,
        head=head,
        after=after,
        place=_place(request, room),
    )


def no_longer_valid(*, passes: Collection[Pass]) -> set[Pass]:
    """Tell which passes would not be given today: two queries for all of them, and the access of each seat once."""
    held = set(passes)
    people = _people(held)
    answers: dict[tuple[object, str, str], str | bool | None] = {}
    gone = set()
    for one in held:
        person = people.get((one.session, one.person), AnonymousUser())
        asked = (getattr(person, "seat_id", None), one.council, one.slug)
        if asked not in answers:
            answers[asked] = _seat_today(person, one)
        if answers[asked] != one.seat:
            gone.add(one)
    return gone


def _after(request: HttpRequest) -> int:
    """Return the last line the reader has: a browser that comes back says so in a header, above the old address."""
    given = request.headers.get("Last-Event-ID") or request.GET.get("after") or "0"
    if not _LINE.fullmatch(given):
        raise BadRequest("the last line seen is a number")
    return int(given)


def _place(request: HttpRequest, room: access.InTheRoom) -> uuid.UUID | None:
    """Return the place of picture and sound this stream belongs to, so that what is said to it arrives here alone."""
    given = request.GET.get("place")
    if not given or room.seat is None:
        return None
    try:
        place = uuid.UUID(given)
    except ValueError:
        raise BadRequest("a place is a UUID") from None
    if not media.is_free_or_own(place=place, table=room.meeting.journal_id, person=str(request.user.pk)):
        raise NotHere
    return place


def _people(passes: Collection[Pass]) -> Mapping[tuple[str | None, int | None], Anyone]:
    """Return who still is signed in, by session and person."""
    keys = {one.session for one in passes if one.session}
    open_now = set(
        Session.objects.filter(pk__in=keys, expire_date__gt=clock.now()).values_list("session_key", flat=True)
    )
    ids = {one.person for one in passes if one.person}
    people = get_user_model().objects.select_related("seat__organ").filter(pk__in=ids, is_active=True)
    active = {person.pk: person for person in people}
    return {
        (one.session, one.person): active[one.person]
        for one in passes
        if one.session in open_now and one.person in active
    }


def _seat_today(person: Anyone, shown: Pass) -> str | bool | None:
    try:
        return access.room_for_reader(person=person, council=shown.council, slug=shown.slug).seat
    except (NotHere, NotYours):
        return False
