"""The meeting as a fold over its journal: apply never refuses, for it happened."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final, get_args

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

_FOLDS: Final[Mapping[Callable[..., Meeting], object]] = {
    convening.apply: e.ConveningEvent,
    session.apply: e.SessionEvent,
    credentials.apply: e.CredentialsEvent,
    agenda.apply: e.AgendaEvent,
    floor.apply: e.FloorEvent,
    order.apply: e.OrderEvent,
    papers.apply: e.PaperEvent,
    circulation.apply: e.CirculationEvent,
    questions.apply: e.QuestionEvent,
    outcomes.apply: e.OutcomeEvent,
}
_FOLD_OF: Final[Mapping[object, Callable[..., Meeting]]] = {
    kind: fold for fold, kinds in _FOLDS.items() for kind in get_args(kinds) or (kinds,)
}
SEATS: Final = ("seat", "from_seat", "to_seat", "convenor")
_SEATS_IN: Final[Mapping[object, tuple[str, ...]]] = {
    kind: tuple(name for name in SEATS if name in kind.__dataclass_fields__) for kind in get_args(e.LaterEvent)
}


def apply(meeting: Meeting | None, event: e.Event, *, at: datetime, by: str) -> Meeting:
    """Return the meeting after ``event``; ``Contradiction`` where it refers to nothing in the record."""
    if isinstance(event, e.MeetingConvened):
        return session.convene(meeting, event, at=at)
    if meeting is None:
        raise Contradiction(f"{type(event).__name__} comes before the meeting was convened")
    if meeting.over:
        raise Contradiction(f"{type(event).__name__} comes after the meeting was {meeting.phase}")
    kind = type(event)
    named = [getattr(event, field) for field in _SEATS_IN[kind]]
    for code in named if by == MACHINE else (by, *named):
        if meeting.find_seat(code) is None:
            raise Contradiction(f"{kind.__name__} names {code}, which has no seat at this meeting")
    return _FOLD_OF[kind](meeting, event, at=at)


def replay(lines: Iterable[tuple[e.Event, datetime, str]], *, start: Meeting | None = None) -> Meeting:
    """Fold (event, at, by) lines into a meeting, from the beginning or from a snapshot."""
    meeting = start
    for event, at, by in lines:
        meeting = apply(meeting, event, at=at, by=by)
    if meeting is None:
        raise Contradiction("the record has no line")
    return meeting
