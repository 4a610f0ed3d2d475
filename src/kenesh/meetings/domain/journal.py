"""The meeting as a fold over its journal: apply never refuses, for it happened."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.folds import (
    agenda,
    circulation,
    convening,
    credentials,
    floor,
    order,
    outcomes,
    papers,
    questions,
    session,
)
from kenesh.meetings.domain.state import MACHINE, Contradiction, Meeting

SEATS: Final = ("seat", "from_seat", "to_seat", "convenor")


def apply(meeting: Meeting | None, event: e.Event, *, at: datetime, by: str) -> Meeting:
    """Return the meeting after ``event``; ``Contradiction`` where it refers to nothing in the record."""
    if isinstance(event, e.MeetingConvened):
        return session.convene(meeting, event, at=at)
    if meeting is None:
        raise Contradiction(f"{type(event).__name__} comes before the meeting was convened")
    if meeting.over:
        raise Contradiction(f"{type(event).__name__} comes after the meeting was {meeting.phase}")
    named = {getattr(event, field) for field in SEATS if hasattr(event, field)}
    for code in named if by == MACHINE else {by, *named}:
        if meeting.find_seat(code) is None:
            raise Contradiction(f"{type(event).__name__} names {code}, which has no seat at this meeting")
    return _apply(meeting, event, at=at)


def _apply(meeting: Meeting, event: e.LaterEvent, *, at: datetime) -> Meeting:  # noqa: PLR0911 -- one return per area
    if isinstance(event, e.ConveningEvent):
        return convening.apply(meeting, event, at=at)
    if isinstance(event, e.SessionEvent):
        return session.apply(meeting, event, at=at)
    if isinstance(event, e.AgendaEvent):
        return agenda.apply(meeting, event, at=at)
    if isinstance(event, e.FloorEvent):
        return floor.apply(meeting, event, at=at)
    if isinstance(event, e.OrderEvent):
        return order.apply(meeting, event)
    if isinstance(event, e.PaperEvent):
        return papers.apply(meeting, event, at=at)
    if isinstance(event, e.CirculationEvent):
        return circulation.apply(meeting, event, at=at)
    if isinstance(event, e.QuestionEvent):
        return questions.apply(meeting, event, at=at)
    if isinstance(event, e.CredentialsEvent):
        return credentials.apply(meeting, event, at=at)
    return outcomes.apply(meeting, event, at=at)


def replay(lines: Iterable[tuple[e.Event, datetime, str]], *, start: Meeting | None = None) -> Meeting:
    """Fold (event, at, by) lines into a meeting, from the beginning or from a snapshot."""
    meeting = start
    for event, at, by in lines:
        meeting = apply(meeting, event, at=at, by=by)
    if meeting is None:
        raise Contradiction("the record has no line")
    return meeting
