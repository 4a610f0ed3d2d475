"""What became of the call to a meeting: another time, or none."""

from datetime import datetime
from typing import assert_never

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.folds.anew import anew
from kenesh.meetings.domain.state import Meeting, Move


def apply(meeting: Meeting, event: e.ConveningEvent, *, at: datetime) -> Meeting:
    """Return the meeting after an event of its convening."""
    match event:
        case e.MeetingMoved():
            moved = Move(from_start=meeting.starts_at, reason=event.reason, at=at)
            return anew(meeting, starts_at=event.starts_at, moves=(*meeting.moves, moved))
        case e.MeetingCancelled():
            return anew(meeting, phase="cancelled", cancelled_at=at, cancellation=event.reason)
        case _:
            assert_never(event)
