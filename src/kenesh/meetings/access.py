"""Fetch a meeting for someone, or refuse: views have no other way to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q, QuerySet

from kenesh.council import access as council_access
from kenesh.council.access import NotHere, NotYours
from kenesh.meetings.models import Meeting as Meeting  # noqa: PLC0414 -- by this door other rooms name it

if TYPE_CHECKING:
    from kenesh.council.access import Anyone


HEAD: Final = "head"  # of a delegation


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
    """Return the room to an invited seat, and read-only to everyone where the meeting is public. Refused: NotYours.

    Whoever may follow the room may have its record as well, which says nothing else.
    """
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


def room_for_secretariat(*, person: Anyone, council: str, slug: str) -> InTheRoom:
    """Return the room to the Secretariat at its table. Refused: NotHere, or NotYours to everyone else."""
    room = room_for_delegate(person=person, council=council, slug=slug)
    if not room.is_secretariat:
        raise NotYours
    return room


def credentials_of_seat(*, person: Anyone, council: str, slug: str, code: str) -> InTheRoom:
    """Return the room to who may see a seat's full powers: the seat itself, and the Secretariat.

    Refused: NotHere for a seat that was not invited, NotYours to everyone else.
    """
    room = room_for_delegate(person=person, council=council, slug=slug)
    if not room.is_secretariat and room.seat != code:
        raise NotYours
    if not room.meeting.invited.filter(seat__code=code).exists():
        raise NotHere
    return room


def credentials_for_head(*, person: Anyone, council: str, slug: str, code: str) -> InTheRoom:
    """Return the room to who may act on a seat's credentials: its head of delegation, and the Secretariat.

    Refused: NotHere, or NotYours.
    """
    room = credentials_of_seat(person=person, council=council, slug=slug, code=code)
    must_lead(person=person, room=room)
    return room


def must_lead(*, person: Anyone, room: InTheRoom) -> None:
    """Refuse (NotYours) who does not lead a delegation; in the Secretariat every officer speaks for it."""
    if not leads(person=person, room=room):
        raise NotYours


def leads(*, person: Anyone, room: InTheRoom) -> bool:
    return room.is_secretariat or getattr(person, "rank", "") == HEAD


def next_meetings_for(*, person: Anyone) -> QuerySet[Meeting]:
    """Return the meetings not yet over to which the person's seat is invited, the next one first."""
    invited = Q(invited__seat_id=person.seat_id) if person.is_authenticated and person.seat_id else Q(pk=None)
    held = Meeting.objects.exclude(phase__in=Meeting.OVER).select_related("council")
    return held.filter(invited).order_by("starts_at")


def _seated(meeting: Meeting, person: Anyone) -> InTheRoom:
    seat = council_access.seat_for_delegate(person=person, council=meeting.council)
    if not meeting.invited.filter(seat=seat).exists():
        raise NotYours
    secretariat = council_access.is_secretariat(seat=seat)
    return InTheRoom(meeting=meeting, seat=seat.code, is_secretariat=secretariat)


def seat_of(*, person: Anyone, meeting: Meeting) -> str | None:
    """Return the code of the seat invited that the reader speaks for."""
    try:
        return _seated(meeting, person).seat
    except NotYours:
        return None


def may_enter(*, person: Anyone, meeting: Meeting) -> bool:
    """Tell whether the reader could enter the room, for the page that links to it."""
    return meeting.open_to_public or seat_of(person=person, meeting=meeting) is not None
