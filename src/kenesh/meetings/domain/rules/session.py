"""Opening, suspending and closing; the hand-over of the chair; presence."""

from datetime import datetime

from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.rules.floor import exhausted, floor_lost, what_waits
from kenesh.meetings.domain.rules.guards import (
    admitted,
    heard_out,
    in_session,
    is_present,
    not_over,
    presides,
    quorum,
    refuse,
    seated,
    serves,
    undecided,
)
from kenesh.meetings.domain.state import MACHINE, Meeting


def open_meeting(meeting: Meeting, *, by: str) -> tuple[e.Event, ...]:
    """Open the meeting once the Chair and the quorum to open are present."""
    chair = presides(meeting, by)
    not_over(meeting)
    if meeting.phase != "convened":
        refuse("session", _("The meeting is open already."))
    is_present(chair)
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
    """Resume the meeting once the Chair and the quorum to open are present."""
    chair = presides(meeting, by)
    if meeting.phase != "suspended":
        refuse("session", _("The meeting is not suspended."))
    is_present(chair)
    quorum(meeting, rule="quorum-open")
    return (e.MeetingResumed(present=meeting.present),)


def close_meeting(meeting: Meeting, *, by: str) -> tuple[e.Event, ...]:
    """Close the meeting for good, concluding its item; nothing may be under way, a silence neither.

    A meeting suspended can be closed too, for its quorum may never return; whoever waited is then not heard.
    """
    presides(meeting, by)
    if meeting.phase != "suspended":
        in_session(meeting)
        heard_out(meeting, rule="session")
        exhausted(meeting)
    if meeting.open_questions:
        number = str(meeting.open_questions[-1].number)
        refuse("session", _("Question %(number)s is still before the meeting."), retry=True, number=number)
    waited = what_waits(meeting, seats=[seat.code for seat in meeting.seats])
    concluded = (e.AgendaItemClosed(item=meeting.item.number),) if meeting.item else ()
    return *waited, *concluded, e.MeetingClosed()


def hand_over_chair(meeting: Meeting, *, by: str, to: str) -> tuple[e.Event, ...]:
    """Hand the chair to a member present, between questions; the Secretariat may when the Chair is not there to."""
    not_over(meeting)
    chair = seated(meeting, meeting.presiding)
    if chair.present or seated(meeting, by).status != "secretariat":
        presides(meeting, by)
        undecided(meeting)
    successor = seated(meeting, to, rule="hand-over")
    if successor.status != "member":
        refuse("hand-over", _("%(seat)s is not a member; only a member presides."), seat=to)
    admitted(successor)
    if successor.code == chair.code:
        refuse("hand-over", _("%(seat)s presides already."), seat=to)
    is_present(successor)
    return (e.ChairHandedOver(from_seat=chair.code, to_seat=to),)


def mark_present(meeting: Meeting, *, by: str, seat: str) -> tuple[e.Event, ...]:
    """Let the Secretariat say that a seat is present."""
    serves(meeting, by)
    not_over(meeting)
    return () if seated(meeting, seat).marked else (e.SeatMarkedPresent(seat=seat),)


def mark_absent(meeting: Meeting, *, by: str, at: datetime, seat: str) -> tuple[e.Event, ...]:
    """Let the Secretariat take its mark back; whoever is connected stays present, the floor of who is not waits."""
    serves(meeting, by)
    not_over(meeting)
    gone = seated(meeting, seat)
    if not gone.marked:
        return ()
    lost = () if gone.connected else floor_lost(meeting, seat=gone, at=at)
    return e.SeatMarkedAbsent(seat=seat), *lost


def connect_seat(meeting: Meeting, *, by: str, seat: str) -> tuple[e.Event, ...]:
    """Note that a delegate of the seat joined; twice changes nothing."""
    _by_the_room(by)
    not_over(meeting)
    return () if seated(meeting, seat).connected else (e.SeatConnected(seat=seat),)


def disconnect_seat(meeting: Meeting, *, by: str, at: datetime, seat: str) -> tuple[e.Event, ...]:
    """Note that the seat's last delegate left and the grace has passed; its speech waits until it is back."""
    _by_the_room(by)
    not_over(meeting)
    gone = seated(meeting, seat)
    if not gone.connected:
        return ()
    lost = () if gone.marked else floor_lost(meeting, seat=gone, at=at)
    return e.SeatDisconnected(seat=seat), *lost


def _by_the_room(by: str) -> None:
    if by != MACHINE:
        refuse("presence", _("Presence in the room is noted by the room itself."))
