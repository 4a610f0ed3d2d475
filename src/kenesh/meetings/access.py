"""Fetch a meeting for someone, or refuse: views have no other way to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from kenesh.council import access as council_access
from kenesh.council.access import NotHere, NotYours
from kenesh.meetings.models import Meeting as Meeting  # noqa: PLC0414 -- by this door other rooms name it

if TYPE_CHECKING:
    from kenesh.council.access import Anyone


@dataclass(frozen=True, slots=True, kw_only=True)
class InTheRoom:
    """A meeting as one reader enters it: with a seat, or as the public of a public meeting."""

    meeting: Meeting
    seat: str | None
    is_secretariat: bool = False


def meetings_for_reader(*, slug: str) -> QuerySet[Meeting]:
    """Return the meetings of a council; that they are held is public. Refused: NotHere."""
    return Meeting.objects.filter(council=council_access.council_for_reader(slug=slug)).select_related("council")


def meeting_for_reader(*, council: str, slug: str) -> Meeting:
    """Return a meeting for its public page. Refused: NotHere."""
    meeting = Meeting.objects.select_related("council").filter(council__slug=council, slug=slug).first()
    if meeting is None:
        raise NotHere
    return meeting


def room_for_reader(*, person: Anyone, council: str, slug: str) -> InTheRoom:
    """Return the room to an invited seat, and read-only to everyone where the meeting is public. Refused: NotYours."""
    meeting = meeting_for_reader(council=council, slug=slug)
    try:
        return _seated(meeting, person)
    except NotYours:
        if meeting.open_to_public:
            return InTheRoom(meeting=meeting, seat=None)
        raise


def room_for_delegate(*, person: Anyone, council: str, slug: str) -> InTheRoom:
    """Return the room to a delegate of an invited seat. Refused: NotHere, or NotYours to everyone else."""
    return _seated(meeting_for_reader(council=council, slug=slug), person)


def record_for_reader(*, person: Anyone, council: str, slug: str) -> Meeting:
    """Return a meeting whose record the reader may have: the seats', and everyone's once a public one is closed."""
    room = room_for_reader(person=person, council=council, slug=slug)
    if room.seat is None and room.meeting.phase != Meeting.Phase.CLOSED:
        raise NotYours
    return room.meeting


def next_meetings_for(*, person: Anyone) -> QuerySet[Meeting]:
    """Return the meetings not yet closed to which the person's seat is invited, the next one first."""
    invited = Q(invited__seat_id=person.seat_id) if person.is_authenticated and person.seat_id else Q(pk=None)
    held = Meeting.objects.exclude(phase=Meeting.Phase.CLOSED).select_related("council")
    return held.filter(invited).order_by("starts_at")


def _seated(meeting: Meeting, person: Anyone) -> InTheRoom:
    seat = council_access.seat_for_delegate(person=person, council=meeting.council)
    if not meeting.invited.filter(seat=seat).exists():
        raise NotYours
    secretariat = council_access.is_secretariat(seat=seat)
    return InTheRoom(meeting=meeting, seat=seat.code, is_secretariat=secretariat)


def may_enter(*, person: Anyone, meeting: Meeting) -> bool:
    """Tell whether the reader could enter the room, for the page that links to it."""
    try:
        _seated(meeting, person)
    except NotYours:
        return meeting.open_to_public
    return True
