"""The words of the register and of what follows from decisions, in the language of whoever reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import override as in_language

from kenesh.decisions.domain.implementation import Stage
from kenesh.meetings.wording import METHOD as METHOD  # noqa: PLC0414 -- the words of meetings stand where they are
from kenesh.meetings.wording import RULE_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

STAGE: Final = {
    Stage.NOT_STARTED: pgettext_lazy("implementation", "Not started"),
    Stage.UNDER_WAY: pgettext_lazy("implementation", "Under way"),
    Stage.DONE: pgettext_lazy("implementation", "Done"),
    Stage.NOT_APPLICABLE: pgettext_lazy("implementation", "Not applicable"),
}
# A shape for each, so that no color has to be told from another; the word stands beside it.
STAGE_ICON: Final = {
    Stage.NOT_STARTED: "circle",
    Stage.UNDER_WAY: "hourglass",
    Stage.DONE: "circle-check",
    Stage.NOT_APPLICABLE: "circle-minus",
}
STAGE_BADGE: Final = {
    Stage.NOT_STARTED: "",
    Stage.UNDER_WAY: "badge--accent",
    Stage.DONE: "badge--good",
    Stage.NOT_APPLICABLE: "",
}
BODY_KIND: Final = {
    "heads": gettext_lazy("Heads of authorities"),
    "council": gettext_lazy("Council"),
    "working-group": gettext_lazy("Working group"),
}
NAMED: Final = 4  # decisions that an agenda item names; the page of the follow-up has them all


def rule_name(*, key: str) -> str:
    """Return what a rule is called; a profile's own rules go by their key."""
    words = RULE_WORDS.get(key)
    return _(words[0]) if words else key


def follow_up_item(*, symbols: Sequence[str], languages: Sequence[str]) -> Mapping[str, str]:
    """Return the title of the agenda item under which open decisions are taken up, in each language."""
    titles = {}
    for language in languages:
        with in_language(language):
            titles[language] = _("Follow-up of decisions: %(symbols)s") % {"symbols": _listed(symbols)}
    return titles


def reminder(*, symbol: str, text: str, due_on: date, is_late: bool, link: str) -> tuple[str, str]:
    """Return subject and text of a letter that reminds of a task."""
    day = date_format(due_on, "DATE_FORMAT")
    values = {"symbol": symbol, "day": day, "task": text, "link": link}
    if is_late:
        subject = _("%(symbol)s: a task was due on %(day)s")
        body = _(
            "A task of decision %(symbol)s was due on %(day)s, and your seat has not reported that it is done:\n\n"
            "%(task)s\n\nReport how far it is: %(link)s"
        )
    else:
        subject = _("%(symbol)s: a task is due on %(day)s")
        body = _("A task of decision %(symbol)s is due on %(day)s:\n\n%(task)s\n\nReport how far it is: %(link)s")
    return subject % values, body % values


def _listed(symbols: Sequence[str]) -> str:
    named, more = ", ".join(symbols[:NAMED]), len(symbols) - NAMED
    if more <= 0:
        return named
    words = ngettext("%(symbols)s and %(count)s more", "%(symbols)s and %(count)s more", more)
    return words % {"symbols": named, "count": more}
