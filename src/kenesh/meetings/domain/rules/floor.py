"""The list of speakers and the floor: who may speak, in which order, for how long."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, assert_never

from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.profile import SpeechKind
from kenesh.meetings.domain.rules.guards import (
    allowed,
    chair_or_secretariat,
    here,
    in_session,
    is_present,
    presides,
    refuse,
    seated,
)
from kenesh.meetings.domain.state import MACHINE, Meeting, Request, Seat, Speech

LONGEST_EXTENSION: Final = 86_400


def speakers_in_order(meeting: Meeting) -> tuple[Request, ...]:
    """Return who waits, in the order the Chair calls: points of order, statements, rights of reply."""
    statements = [request for request in meeting.speakers if request.kind == "statement"]
    replies = [request for request in meeting.speakers if request.kind == "right_of_reply"]
    if meeting.profile.list_order == "precedence":
        place = {seat.code: seat.precedence for seat in meeting.seats}
        statements.sort(key=lambda request: place[request.seat])
    return (*meeting.points, *statements, *replies)


def turns(meeting: Meeting) -> tuple[Speech | Request, ...]:
    """Return what the Chair calls upon next, of the seats present: points of order, the interrupted, then the list."""
    listed = speakers_in_order(meeting)[len(meeting.points) :]
    points: list[Speech | Request] = [speech for speech in meeting.waiting if speech.kind == "point_of_order"]
    others: list[Speech | Request] = [speech for speech in meeting.waiting if speech.kind != "point_of_order"]
    return tuple(turn for turn in (*points, *meeting.points, *others, *listed) if here(meeting, turn))


def request_floor(meeting: Meeting, *, by: str, kind: SpeechKind = "statement") -> tuple[e.Event, ...]:
    """Put the seat on the list; once for a speech and once for a point of order."""
    seat = seated(meeting, by)
    in_session(meeting)
    is_present(seat)
    match kind:
        case "point_of_order":
            _may_raise_a_point(meeting, seat)
        case "right_of_reply":
            _may_reply(meeting, seat)
        case "statement":
            _may_make_a_statement(meeting, seat)
        case _:
            assert_never(kind)
    waiting = meeting.points if kind == "point_of_order" else meeting.speakers
    if any(request.seat == by for request in waiting):
        refuse("list", _("%(seat)s is on the list already."), seat=by)
    return (e.FloorRequested(request=meeting.requests + 1, seat=by, kind=kind),)


def withdraw_request(meeting: Meeting, *, by: str, kind: SpeechKind = "statement") -> tuple[e.Event, ...]:
    """Take the seat's own request of that kind off the list."""
    seated(meeting, by)
    in_session(meeting)
    waiting = (*meeting.points, *meeting.speakers)
    request = next((request for request in waiting if request.seat == by and request.kind == kind), None)
    if request is None:
        refuse("list", _("%(seat)s is not on the list."), seat=by)
    return (e.RequestWithdrawn(request=request.number),)


def give_floor(meeting: Meeting, *, by: str, at: datetime, to: str = "", reason: str = "") -> tuple[e.Event, ...]:
    """Recognize the next seat, or another with a reason; a point of order comes before every speech.

    Whoever was interrupted goes on before others begin; whoever left the room keeps its place and holds nobody up.
    """
    presides(meeting, by)
    in_session(meeting)
    order = turns(meeting)
    turn = next((turn for turn in order if to in {"", turn.seat}), None)
    _nothing_comes_first(meeting, turn, order)
    if turn and turn.kind == "point_of_order":
        return *_interruption(meeting, at=at), _turn_given(meeting, turn)
    if meeting.speech:
        refuse("floor", _("%(seat)s has the floor."), retry=True, seat=meeting.speech.seat)
    if isinstance(turn, Speech) or (turn and turn == order[0]):
        return (_turn_given(meeting, turn),)
    _out_of_turn(meeting, to, reason)
    return (_given(meeting, turn, to=to, reason=reason),)


def yield_floor(meeting: Meeting, *, by: str) -> tuple[e.Event, ...]:
    """End one's own speech, also one that was interrupted and waits."""
    seated(meeting, by)
    in_session(meeting)
    own = next((speech for speech in (meeting.speech, *meeting.waiting) if speech and speech.seat == by), None)
    if own is None:
        refuse("floor", _("%(seat)s has not been given the floor."), retry=True, seat=by)
    return (e.FloorYielded(speech=own.number),)


def time_out_floor(meeting: Meeting, *, by: str, at: datetime) -> tuple[e.Event, ...]:
    """Take the floor back when the time is up; the Chair, or the clock where the profile lets it."""
    if by != MACHINE or not meeting.profile.cut_off:
        presides(meeting, by)
    in_session(meeting)
    speech = _under_way(meeting)
    if not speech.seconds:
        refuse("time", _("This speech has no time limit."))
    if speech.remaining(at=at):
        left = str(speech.remaining(at=at))
        refuse("time", _("%(seat)s has %(seconds)s seconds left."), retry=True, seat=speech.seat, seconds=left)
    return (e.FloorTimedOut(speech=speech.number),)


def extend_floor(meeting: Meeting, *, by: str, seconds: int) -> tuple[e.Event, ...]:
    """Give the speaker more time."""
    presides(meeting, by)
    in_session(meeting)
    speech = _under_way(meeting)
    if not speech.seconds:
        refuse("time", _("This speech has no time limit."))
    if seconds <= 0:
        refuse("time", _("An extension is at least one second long."))
    if seconds > LONGEST_EXTENSION:
        refuse("time", _("An extension is at most %(seconds)s seconds long."), seconds=str(LONGEST_EXTENSION))
    return (e.FloorExtended(speech=speech.number, seconds=seconds),)


def close_list(meeting: Meeting, *, by: str) -> tuple[e.Event, ...]:
    """Close the list of speakers."""
    presides(meeting, by)
    in_session(meeting)
    if meeting.list_closed:
        refuse("list", _("The list of speakers is closed already."))
    return (e.SpeakersListClosed(),)


def reopen_list(meeting: Meeting, *, by: str) -> tuple[e.Event, ...]:
    """Reopen the list of speakers."""
    presides(meeting, by)
    in_session(meeting)
    if not meeting.list_closed:
        refuse("list", _("The list of speakers is open."))
    return (e.SpeakersListReopened(),)


def remove_request(meeting: Meeting, *, by: str, seat: str) -> tuple[e.Event, ...]:
    """Let the Chair or the Secretariat take a seat that has left off the list, and end its interrupted speech."""
    chair_or_secretariat(meeting, by)
    in_session(meeting)
    if seated(meeting, seat).present:
        refuse("list", _("%(seat)s is present and withdraws its own request."), seat=seat)
    removed = what_waits(meeting, seats=(seat,))
    if not removed:
        refuse("list", _("%(seat)s is not on the list."), seat=seat)
    return removed


def _may_make_a_statement(meeting: Meeting, seat: Seat) -> None:
    allowed(seat, meeting.profile.may_speak, rule="list", reason=_("%(seat)s may not make statements."))
    if meeting.list_closed:
        refuse("list", _("The list of speakers is closed."), retry=True)


def _may_raise_a_point(meeting: Meeting, seat: Seat) -> None:
    reason = _("%(seat)s may not raise a point of order.")
    allowed(seat, meeting.profile.may_raise_points, rule="point-of-order", reason=reason)


def _may_reply(meeting: Meeting, seat: Seat) -> None:
    allowed(seat, meeting.profile.may_speak, rule="right-of-reply", reason=_("%(seat)s may not reply."))
    item = meeting.item.number if meeting.item else None
    under_item = [speech for speech in meeting.speeches if speech.item == item and speech.kind != "point_of_order"]
    if all(speech.seat == seat.code for speech in under_item):
        refuse("right-of-reply", _("Nobody else has spoken on this item, so there is nothing to reply to."), retry=True)
    replies = sum(speech.seat == seat.code and speech.kind == "right_of_reply" for speech in under_item)
    if replies >= meeting.profile.replies:
        most = str(meeting.profile.replies)
        refuse("right-of-reply", _("%(seat)s has replied %(most)s times on this item."), seat=seat.code, most=most)


def _nothing_comes_first(meeting: Meeting, turn: Speech | Request | None, order: tuple[Speech | Request, ...]) -> None:
    """Refuse while something else must be heard or decided before this speech."""
    if meeting.point_heard:
        reason = _("The Chair rules on the point of order of %(seat)s first.")
        refuse("ruling", reason, retry=True, seat=meeting.point_heard)
    if turn and turn.kind == "point_of_order":
        return
    if order and order[0].kind == "point_of_order":
        seat = order[0].seat
        refuse("point-of-order", _("The point of order of %(seat)s is heard first."), retry=True, seat=seat)
    if meeting.question:
        reason = _("Question %(number)s is before the meeting; only points of order are heard.")
        refuse("question", reason, retry=True, number=str(meeting.question.number))


def _out_of_turn(meeting: Meeting, to: str, reason: str) -> None:
    if not to:
        refuse("list", _("Nobody who is present has asked for the floor."), retry=True)
    seat = seated(meeting, to, rule="out-of-turn")
    allowed(seat, meeting.profile.may_speak, rule="list", reason=_("%(seat)s may not make statements."))
    is_present(seat)
    if not reason.strip():
        refuse("out-of-turn", _("%(seat)s is not next on the list; the Chair gives a reason."), seat=to)


def _interruption(meeting: Meeting, *, at: datetime) -> tuple[e.Event, ...]:
    """Let a point of order interrupt the speech under way, where the profile lets it."""
    speech = meeting.speech
    if speech is None:
        return ()
    if speech.kind == "point_of_order" or meeting.profile.interrupts == "between_speeches":
        refuse("point-of-order", _("A point of order is heard when %(seat)s has ended."), retry=True, seat=speech.seat)
    return (e.FloorInterrupted(speech=speech.number, seconds=speech.remaining(at=at)),)


def _turn_given(meeting: Meeting, turn: Speech | Request) -> e.Event:
    return e.FloorResumed(speech=turn.number) if isinstance(turn, Speech) else _given(meeting, turn, to=turn.seat)


def _given(meeting: Meeting, turn: Request | None, *, to: str, reason: str = "") -> e.FloorGiven:
    kind: SpeechKind = turn.kind if turn else "statement"
    return e.FloorGiven(
        speech=len(meeting.speeches) + 1,
        request=turn.number if turn else None,
        seat=to,
        kind=kind,
        seconds=meeting.profile.seconds.get(kind, 0),
        reason=reason,
    )


def _under_way(meeting: Meeting) -> Speech:
    if meeting.speech is None:
        refuse("floor", _("Nobody has the floor."), retry=True)
    return meeting.speech


def exhausted(meeting: Meeting) -> None:
    """Refuse while somebody in the room is on the list of speakers."""
    waiting = next((request for request in meeting.speakers if here(meeting, request)), None)
    if waiting:
        refuse("list", _("%(seat)s is still on the list of speakers."), retry=True, seat=waiting.seat)


def what_waits(meeting: Meeting, *, seats: Collection[str]) -> tuple[e.Event, ...]:
    """Return what takes these seats off the list and ends their interrupted speeches."""
    speeches = (e.FloorWithdrawn(speech=speech.number) for speech in meeting.waiting if speech.seat in seats)
    requests = (request for request in (*meeting.points, *meeting.speakers) if request.seat in seats)
    return *speeches, *(e.RequestWithdrawn(request=request.number) for request in requests)


def take_floor_back(meeting: Meeting, *, seat: str) -> tuple[e.Event, ...]:
    """Return what ends the speeches of a seat, the one under way and those that wait; nothing where there is none."""
    speeches = (meeting.speech, *meeting.waiting)
    return tuple(e.FloorWithdrawn(speech=speech.number) for speech in speeches if speech and speech.seat == seat)


def floor_lost(meeting: Meeting, *, seat: Seat, at: datetime) -> tuple[e.Event, ...]:
    """Return what lets the speech of a seat that left the room wait until it is back; nothing where it has no floor."""
    speech = meeting.speech
    if speech is None or speech.seat != seat.code:
        return ()
    return (e.FloorInterrupted(speech=speech.number, seconds=speech.remaining(at=at)),)
