"""The regions of the room: rendered once for all who look on in a language, and a desk once for each seat."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from kenesh.core import clock
from kenesh.meetings import board, timetable
from kenesh.meetings.domain.reading import Audience, readable
from kenesh.meetings.domain.rules.guards import entitled_seats
from kenesh.meetings.models import slug_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kenesh.meetings.domain.state import Meeting, Question
    from kenesh.meetings.forms.base import ActForm
    from kenesh.meetings.queries import Head

SHARED: Final = (
    "hearing",  # the floor is the microphone: before all that only has to be seen
    "stage",
    "question",
    "speakers",
    "presence",
    "agenda",
    "proposals",
    "statements",
    "captions",
)
KEPT: Final = 32  # meetings in session, times the languages read in them, at their latest lines
DESKS: Final = 1024

FOLLOWING: Final = Audience(status=None, follows=True)  # who is in the room, whoever it is

_rendered: Final[OrderedDict[tuple[str, str, int], Mapping[str, str]]] = OrderedDict()
_desks: Final[OrderedDict[tuple[str, str, str, str], tuple[tuple[Any, ...], str]]] = OrderedDict()
_guard: Final = Lock()


def shared(*, head: Head, language: str) -> Mapping[str, str]:
    """Return the inner HTML of every region that is the same for all who read this language.

    Whoever asks first has it rendered; the page of everyone who comes in at the same line is given what is there.
    """
    papers = readable(head.meeting, audience=FOLLOWING, at=clock.now())
    # An embargo ends without a line in the journal.
    key = (head.hash, language, len(papers))
    rendered = _rendered.get(key)
    if rendered is None:
        with translation.override(language):
            context = board.view_of(head.meeting) | {"here": _address(head.meeting)}
            context["in_room"] = True
            context["papers"] = board.papers_of(papers, head.meeting)
            context["timing"] = timetable.timing(head.meeting, runs=True)
            rendered = {name: render_to_string(f"meetings/regions/{name}.html", context) for name in SHARED}
        _keep(_rendered, key, rendered, most=KEPT)
    return rendered


def desk(*, head: Head, seat: str, language: str, bound: ActForm | None = None, csrf_token: str = "") -> str:
    """Return the inner HTML of a seat's desk.

    With a token its forms also work as plain forms, each under a key of its own; without one it is for a stream,
    where the page's script brings both. ``bound`` is an act that came back, shown with what was typed.
    """
    if bound is not None or csrf_token:
        return _desk(head, seat, language, bound=bound, csrf_token=csrf_token)
    shown = desk_shows(meeting=head.meeting, seat=seat)
    key = (head.meeting.council, head.meeting.symbol, seat, language)
    known = _desks.get(key)
    if shown is not None and known is not None and known[0] == shown:
        return known[1]
    html = _desk(head, seat, language)
    if shown is not None:
        _keep(_desks, key, (shown, html), most=DESKS)
    return html


def desk_shows(*, meeting: Meeting, seat: str) -> tuple[Any, ...] | None:
    """Return all that a desk follows from, None where that is most of the meeting: the Chair's, the Secretariat's.

    Of fifty desks that are looked at, an act changes two or three; the others are not rendered again.
    """
    own = meeting.find_seat(seat)
    if own is None or seat == meeting.presiding or own.status == "secretariat":
        return None
    speech, question = meeting.speech, meeting.question
    return (
        own,
        meeting.phase,
        speech if speech and speech.seat == seat else None,
        frozenset(request.kind for request in (*meeting.points, *meeting.speakers) if request.seat == seat),
        own in entitled_seats(meeting),
        _question_shows(meeting, question, seat) if question else None,
        tuple(one.number for one in meeting.open_questions if one.method == "silence"),
        tuple(one.number for one in meeting.questions[-board.LATEST :] if one.state == "closed"),
        meeting.exhibit,
        meeting.proposals,
        meeting.amendments,
        meeting.decisions,
    )


def _question_shows(meeting: Meeting, question: Question, seat: str) -> tuple[Any, ...]:
    ruling = meeting.rulings[question.subject.number - 1] if question.subject.kind == "ruling" else None
    return (
        question.number,
        question.method,
        question.positions.get(seat),
        seat in question.objections,
        seat in question.called,
        ruling.appealed_by if ruling else None,
    )


def _desk(head: Head, seat: str, language: str, *, bound: ActForm | None = None, csrf_token: str = "") -> str:
    with translation.override(language):
        context: dict[str, Any] = board.desk_of(head.meeting, seat, bound=bound)
        context["here"] = _address(head.meeting)
        if csrf_token:
            context |= {"csrf_token": csrf_token, "new_key": lambda: str(uuid.uuid4())}
        return render_to_string("meetings/desk.html", context)


def _keep(kept: OrderedDict[Any, Any], key: object, value: object, *, most: int) -> None:
    with _guard:
        kept[key] = value
        kept.move_to_end(key)
        while len(kept) > most:
            kept.popitem(last=False)


def _address(meeting: Meeting) -> str:
    """Return where the meeting is found: its forms also stand on the page of an act that was refused."""
    return reverse("meetings:meeting", args=[meeting.council, slug_of(meeting.symbol)])
