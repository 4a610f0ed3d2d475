"""Opening, suspending and closing; the hand-over of the chair; presence."""

from datetime import datetime

from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.rules.guards import (
    in_session,
    is_present,
    not_over,
    presides,
    quorum,
    refuse,
    seated,
    serves,
)
from kenesh.meetings.domain.state import MACHINE, Meeting


def open_meeting(meeting: Meeting, *, by: str) -> tuple[e.Event, ...]:
    """Open the meeting once the quorum to open is present."""
    presides(meeting, by)
    not_over(meeting)
    if meeting.phase != "convened":
        refuse("session", _("The meeting is open already."))
    quorum(meeting, rule="quorum-open")
    return (e.MeetingOpened(present=meeting.present),)


def suspend_meeting(meeting: Meeting, *, by: str, at: datetime, reason: str = "") -> tuple[e.Event, ...]:
    """Suspend the meeting; a speech under way waits."""
    presides(meeting, by)
    in_session(meeting)
    suspended = e.MeetingSuspended(reason=reason)
    if meeting.speech is None:
        return (suspended,)
    return e.FloorInterrupted(speech=meeting.speech.number, seconds=meeting.speech.remaining(at=at)), suspended


def resume_meeting(meeting: Meeting, *, by: str) -> tuple[e.Event, ...]:
    """Resume the meeting once the quorum to open is present."""
    presides(meeting, by)
    if meeting.phase != "suspended":
        refuse("session", _("The meeting is not suspended."))
    quorum(meeting, rule="quorum-open")
    return (e.MeetingResumed(present=meeting.present),)


def close_meeting(meeting: Meeting, *, by: str) -> tuple[e.Event, ...]:
    """Close the meeting for good; nothing may be under way, a silence neither."""
    presides(meeting, by)
    in_session(meeting)
    if meeting.speech:
        refuse("session", _("%(seat)s still has the floor."), retry=True, seat=meeting.speech.seat)
    if meeting.open_questions:
        number = str(meeting.open_questions[-1].number)
        refuse("session", _("Question %(number)s is still before the meeting."), retry=True, number=number)
    return (e.MeetingClosed(),)


def hand_over_chair(meeting: Meeting, *, by: str, to: str) -> tuple[e.Event, ...]:
    """Hand the chair to a member present; the Secretariat may when the Chair is not there to do it."""
    not_over(meeting)
    chair = seated(meeting, meeting.presiding)
    if by != chair.code and (chair.present or seated(meeting, by).status != "secretariat"):
        presides(meeting, by)
    successor = seated(meeting, to, rule="hand-over")
    if successor.status != "member":
        refuse("hand-over", _("%(seat)s is not a member; only a member presides."), seat=to)
    if successor.code == chair.code:
        refuse("hand-over", _("%(seat)s presides already."), seat=to)
    is_present(successor)
    return (e.ChairHandedOver(from_seat=chair.code, to_seat=to),)


def mark_present(meeting: Meeting, *, by: str, seat: str) -> tuple[e.Event, ...]:
    """Let the Secretariat say that a seat is present."""
    serves(meeting, by)
    not_over(meeting)
    return () if seated(meeting, seat).marked else (e.SeatMarkedPresent(seat=seat),)


def mark_absent(meeting: Meeting, *, by: str, seat: str) -> tuple[e.Event, ...]:
    """Let the Secretariat take its mark back; whoever is connected stays present."""
    serves(meeting, by)
    not_over(meeting)
    return (e.SeatMarkedAbsent(seat=seat),) if seated(meeting, seat).marked else ()


def connect_seat(meeting: Meeting, *, by: str, seat: str) -> tuple[e.Event, ...]:
    """Note that a delegate of the seat joined; twice changes nothing."""
    _by_the_room(by)
    not_over(meeting)
    return () if seated(meeting, seat).connected else (e.SeatConnected(seat=seat),)


def disconnect_seat(meeting: Meeting, *, by: str, seat: str) -> tuple[e.Event, ...]:
    """Note that the seat's last delegate left and the grace has passed."""
    _by_the_room(by)
    not_over(meeting)
    return (e.SeatDisconnected(seat=seat),) if seated(meeting, seat).connected else ()


def _by_the_room(by: str) -> None:
    if by != MACHINE:
        refuse("presence", _("Presence in the room is noted by the room itself."))
