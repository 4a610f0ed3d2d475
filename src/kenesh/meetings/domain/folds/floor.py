"""The list of speakers and the floor."""

from datetime import datetime
from typing import assert_never

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.folds.anew import anew
from kenesh.meetings.domain.folds.numbered import added, changed, one
from kenesh.meetings.domain.state import Contradiction, Ending, Meeting, Request, Speech


def apply(meeting: Meeting, event: e.FloorEvent, *, at: datetime) -> Meeting:  # noqa: C901, PLR0911 -- one case per event
    """Return the meeting after an event of the floor."""
    match event:
        case e.FloorRequested():
            return _request(meeting, event, at=at)
        case e.RequestWithdrawn():
            return _dequeue(meeting, event.request)
        case e.FloorGiven():
            return _give(meeting, event, at=at)
        case e.FloorYielded():
            return _end(meeting, event.speech, "yielded", at=at)
        case e.FloorTimedOut():
            return _end(meeting, event.speech, "timed_out", at=at)
        case e.FloorWithdrawn():
            return _end(meeting, event.speech, "withdrawn", at=at)
        case e.FloorInterrupted():
            return _interrupt(meeting, event.speech, at=at)
        case e.FloorResumed():
            return _resume(meeting, event.speech, at=at)
        case e.FloorExtended():
            seconds = one(meeting.speeches, event.speech).seconds + event.seconds
            return anew(meeting, speeches=changed(meeting.speeches, event.speech, seconds=seconds))
        case e.SpeakersListClosed():
            return anew(meeting, list_closed=True)
        case e.SpeakersListReopened():
            return anew(meeting, list_closed=False)
        case _:
            assert_never(event)


def _request(meeting: Meeting, event: e.FloorRequested, *, at: datetime) -> Meeting:
    if event.request != meeting.requests + 1:
        raise Contradiction(f"request {event.request} comes after {meeting.requests}")
    request = Request(number=event.request, seat=event.seat, kind=event.kind, at=at)
    if event.kind == "point_of_order":
        return anew(meeting, requests=event.request, points=(*meeting.points, request))
    return anew(meeting, requests=event.request, speakers=(*meeting.speakers, request))


def _dequeue(meeting: Meeting, number: int) -> Meeting:
    if all(request.number != number for request in (*meeting.points, *meeting.speakers)):
        raise Contradiction(f"request {number} is not on the list")
    return anew(
        meeting,
        points=tuple(request for request in meeting.points if request.number != number),
        speakers=tuple(request for request in meeting.speakers if request.number != number),
    )


def _give(meeting: Meeting, event: e.FloorGiven, *, at: datetime) -> Meeting:
    if meeting.floor is not None:
        raise Contradiction(f"the floor was given to {event.seat} while speech {meeting.floor} had it")
    if event.request is not None:
        meeting = _dequeue(meeting, event.request)
    speech = Speech(
        number=event.speech,
        seat=event.seat,
        kind=event.kind,
        item=meeting.item.number if meeting.item else None,
        seconds=event.seconds,
        reason=event.reason,
        started_at=at,
        running_since=at,
    )
    speeches = added(meeting.speeches, event.speech, speech)
    return anew(meeting, speeches=speeches, floor=event.speech, appealable=None)


def _interrupt(meeting: Meeting, number: int, *, at: datetime) -> Meeting:
    if number != meeting.floor:
        raise Contradiction(f"speech {number} was interrupted and is not under way")
    spoken = one(meeting.speeches, number).elapsed(at=at)
    speeches = changed(meeting.speeches, number, spoken=spoken, running_since=None)
    return anew(meeting, speeches=speeches, floor=None, interrupted=(*meeting.interrupted, number))


def _resume(meeting: Meeting, number: int, *, at: datetime) -> Meeting:
    if number not in meeting.interrupted or meeting.floor is not None:
        raise Contradiction(f"speech {number} cannot go on: it does not wait, or another is under way")
    waiting = tuple(other for other in meeting.interrupted if other != number)
    speeches = changed(meeting.speeches, number, running_since=at)
    return anew(meeting, speeches=speeches, floor=number, interrupted=waiting, appealable=None)


def _end(meeting: Meeting, number: int, ending: Ending, *, at: datetime) -> Meeting:
    speech = one(meeting.speeches, number)
    if number not in (meeting.floor, *meeting.interrupted):
        raise Contradiction(f"speech {number} is not under way")
    heard = speech.kind == "point_of_order" and meeting.floor == number
    speeches = changed(
        meeting.speeches, number, spoken=speech.elapsed(at=at), running_since=None, ended_at=at, ending=ending
    )
    return anew(
        meeting,
        speeches=speeches,
        floor=None if meeting.floor == number else meeting.floor,
        interrupted=tuple(waiting for waiting in meeting.interrupted if waiting != number),
        point_heard=speech.seat if heard else meeting.point_heard,
    )
