"""The Secretariat calls a meeting for another time, or calls it off: until it is opened."""

from datetime import datetime

from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.rules.guards import filled, not_over, refuse, serves
from kenesh.meetings.domain.state import Meeting


def move_meeting(meeting: Meeting, *, by: str, starts_at: datetime, reason: str) -> tuple[e.Event, ...]:
    """Call the meeting for another time, and say why; the same time changes nothing."""
    _not_opened(meeting, by=by)
    if starts_at.tzinfo is None:
        refuse("session", _("Say in which time zone the meeting starts."))
    if starts_at == meeting.starts_at:
        return ()
    filled(reason, rule="session")
    return (e.MeetingMoved(starts_at=starts_at, reason=reason),)


def cancel_meeting(meeting: Meeting, *, by: str, reason: str) -> tuple[e.Event, ...]:
    """Call the meeting off for good, and say why."""
    _not_opened(meeting, by=by)
    filled(reason, rule="session")
    return (e.MeetingCancelled(reason=reason),)


def _not_opened(meeting: Meeting, *, by: str) -> None:
    serves(meeting, by)
    not_over(meeting)
    if meeting.phase != "convened":
        refuse("session", _("The meeting has been opened: it can be neither moved nor cancelled."))
