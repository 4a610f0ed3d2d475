"""The regions of the room: rendered once for all who look on in a language, and a desk once for each seat."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from kenesh.meetings import board
from kenesh.meetings.models import slug_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kenesh.meetings.domain.state import Meeting
    from kenesh.meetings.forms.base import ActForm
    from kenesh.meetings.queries import Head

SHARED: Final = (
    "stage",
    "question",
    "speakers",
    "presence",
    "agenda",
    "proposals",
    "statements",
    "hearing",
    "captions",
)
KEPT: Final = 32  # meetings in session, times the languages read in them, at their latest lines

_rendered: Final[OrderedDict[tuple[str, str], Mapping[str, str]]] = OrderedDict()
_guard: Final = Lock()


def shared(*, head: Head, language: str) -> Mapping[str, str]:
    """Return the inner HTML of every region that is the same for all who read this language.

    Whoever asks first has it rendered; the page of everyone who comes in at the same line is given what is there.
    """
    key = (head.hash, language)
    rendered = _rendered.get(key)
    if rendered is None:
        with translation.override(language):
            context = board.view_of(head.meeting) | {"here": _address(head.meeting)}
            rendered = {name: render_to_string(f"meetings/regions/{name}.html", context) for name in SHARED}
        with _guard:
            _rendered[key] = rendered
            while len(_rendered) > KEPT:
                _rendered.popitem(last=False)
    return rendered


def desk(*, head: Head, seat: str, language: str, bound: ActForm | None = None, csrf_token: str = "") -> str:
    """Return the inner HTML of a seat's desk.

    With a token its forms also work as plain forms, each under a key of its own; without one it is for a stream,
    where the page's script brings both. ``bound`` is an act that came back, shown with what was typed.
    """
    with translation.override(language):
        context: dict[str, Any] = board.desk_of(head.meeting, seat, bound=bound)
        context["here"] = _address(head.meeting)
        if csrf_token:
            context |= {"csrf_token": csrf_token, "new_key": lambda: str(uuid.uuid4())}
        return render_to_string("meetings/desk.html", context)


def _address(meeting: Meeting) -> str:
    """Return where the meeting is found: its forms also stand on the page of an act that was refused."""
    return reverse("meetings:meeting", args=[meeting.council, slug_of(meeting.symbol)])
