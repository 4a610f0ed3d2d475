"""The session and who is present."""

from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.folds import agenda
from kenesh.meetings.domain.folds.anew import anew
from kenesh.meetings.domain.state import AgendaItem, Contradiction, Meeting, Presidency, Seat


def convene(meeting: Meeting | None, event: e.MeetingConvened, *, at: datetime) -> Meeting:
    """Return the meeting as it was called."""
    if meeting is not None:
        raise Contradiction("the meeting was convened twice")
    codes = [seat.code for seat in event.seats]
    if event.chair not in codes or len(set(codes)) < len(codes):
        raise Contradiction("the meeting was convened with a seat twice, or without the seat that presides")
    return Meeting(
        symbol=event.symbol,
        council=event.council,
        council_names=event.council_names,
        body=event.body,
        title=event.title,
        referral=event.referral,
        starts_at=event.starts_at,
        languages=event.languages,
        profile=event.profile,
        seats=tuple(_seat(invited) for invited in sorted(event.seats, key=lambda seat: seat.precedence)),
        presiding=event.chair,
        presidencies=(Presidency(seat=event.chair, since=at),),
        agenda=tuple(AgendaItem(number=i.number, titles=i.titles, minutes=i.minutes) for i in event.agenda),
    )


def apply(meeting: Meeting, event: e.SessionEvent, *, at: datetime) -> Meeting:  # noqa: PLR0911 -- one case per event
    """Return the meeting after an event of the session."""
    match event:
        case e.MeetingOpened():
            return anew(meeting, phase="open", opened_at=at)
        case e.MeetingSuspended():
            return anew(
                meeting,
                phase="suspended",
                suspension=event.reason,
                appealable=None,
                agenda=agenda.suspended(meeting, at=at),
            )
        case e.MeetingResumed():
            return anew(meeting, phase="open", suspension="", agenda=agenda.resumed(meeting, at=at))
        case e.MeetingClosed():
            return anew(meeting, phase="closed", closed_at=at)
        case e.ChairHandedOver():
            presidency = Presidency(seat=event.to_seat, since=at)
            return anew(meeting, presiding=event.to_seat, presidencies=(*meeting.presidencies, presidency))
        case e.SeatConnected():
            return _with_seat(meeting, event.seat, connected=True)
        case e.SeatDisconnected():
            return _with_seat(meeting, event.seat, connected=False)
        case e.SeatMarkedPresent():
            return _with_seat(meeting, event.seat, marked=True)
        case e.SeatMarkedAbsent():
            return _with_seat(meeting, event.seat, marked=False)
        case _:
            assert_never(event)


def _seat(invited: e.InvitedSeat) -> Seat:
    return Seat(
        code=invited.code,
        kind=invited.kind,
        status=invited.status,
        precedence=invited.precedence,
        names=invited.names,
        authority=invited.authority,
        time_zone=invited.time_zone,
    )


def _with_seat(meeting: Meeting, code: str, **changes: Any) -> Meeting:
    seats = tuple(replace(seat, **changes) if seat.code == code else seat for seat in meeting.seats)
    return anew(meeting, seats=seats)
