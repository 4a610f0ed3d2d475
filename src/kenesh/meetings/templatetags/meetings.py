"""Tags and filters of the room."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kenesh.meetings.domain.state import Question
    from kenesh.meetings.forms.base import ActForm

register = template.Library()

KEPT: Final = 512

_kept: Final[OrderedDict[tuple[int, str], tuple[Question, str, SafeString]]] = OrderedDict()
_guard: Final = Lock()


@register.filter
def about(form: ActForm, number: int | str) -> ActForm:
    """Return the form for the thing of that number, its fields under ids of their own."""
    return form.about(number)


@register.simple_tag
def settled(shown: Mapping[str, Any]) -> SafeString:
    """Show a question that is closed: with everyone's position it is long, and from line to line it is the same."""
    question: Question = shown["question"]
    key = (id(question), get_language() or "")
    known = _kept.get(key)
    # The object itself, not its number: states share what has not changed between them.
    if known and known[0] is question and known[1] == shown["text"]:
        return known[2]
    html = render_to_string("meetings/question.html", {"shown": shown})
    with _guard:
        _kept[key] = (question, shown["text"], html)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return html
