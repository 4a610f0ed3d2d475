"""Delegations and their credentials as they were recorded."""

from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.folds.anew import anew
from kenesh.meetings.domain.state import Credentials, Delegation, FullPowers, Meeting, Seat


def apply(meeting: Meeting, event: e.CredentialsEvent, *, at: datetime) -> Meeting:
    """Return the meeting after an event of a delegation or its credentials."""
    seats = tuple(_after(seat, event, at=at) if seat.code == event.seat else seat for seat in meeting.seats)
    return anew(meeting, seats=seats)


def _after(seat: Seat, event: e.CredentialsEvent, *, at: datetime) -> Seat:
    held = seat.credentials
    match event:
        case e.DelegationAnnounced():
            announced = Delegation(language=event.language, members=event.members, holder=event.holder)
            return replace(seat, delegation=announced)
        case e.CredentialsReceived():
            powers = FullPowers(digest=event.digest, size=event.size, media_type=event.media_type, at=at)
            return _with(seat, held, received=(*held.received, powers))
        case e.CredentialsExamined():
            # What is found takes the place of what was found before, and of an admission until then.
            found = {"finding": event.finding, "reason": event.reason, "examined_at": at}
            return _with(seat, held, **found, examined=len(held.received), provisional=False)
        case e.SeatAdmittedProvisionally():
            return _with(seat, held, provisional=True)
        case _:
            assert_never(event)


def _with(seat: Seat, held: Credentials, **changes: Any) -> Seat:
    return replace(seat, credentials=replace(held, **changes))
