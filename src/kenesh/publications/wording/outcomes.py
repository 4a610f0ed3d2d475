"""Questions, their outcome, and the decisions and bodies that came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kenesh.core.domain.text import nearest
from kenesh.meetings.wording import METHOD, OUTCOME, POSITION
from kenesh.publications.domain.blocks import Block, Clause, Fact, Heading, Paragraph, Point, quotes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kenesh.meetings.domain.state import Decision, EstablishedBody, Explanation
    from kenesh.publications.domain.account import Asked
    from kenesh.publications.wording.voice import Voice

PUT: Final = {
    "agenda": gettext_lazy("Question %(number)s: adoption of the agenda"),
    "proposal": gettext_lazy("Question %(number)s: the proposal %(symbol)s, %(title)s"),
    "amendment": gettext_lazy("Question %(number)s: an amendment to the proposal %(symbol)s, %(title)s"),
    "ruling": gettext_lazy("Question %(number)s: appeal against a ruling of the Chair"),
}
WITHOUT_POSITIONS: Final = frozenset({"consensus", "silence"})


def question(voice: Voice, asked: Asked) -> Iterator[Block]:
    """Tell a question, its outcome and rule, the positions, what seats said to it, and the decision it made."""
    params = {"number": str(asked.number), "symbol": asked.symbol, "title": voice.pick(asked.titles)}
    yield Heading(level=3, text=PUT[asked.subject] % params)
    yield from question_facts(voice, asked)
    for seat, reason in asked.objections.items():
        yield Point(text=_objection(voice, seat, reason))
    for note in asked.explanations:
        yield from _explained(voice, note)
    if asked.decision:
        yield from decision(voice, asked.decision, level=3)


def question_facts(voice: Voice, asked: Asked) -> Iterator[Block]:
    """Give who put a question, how, under which rule, and what came of it."""
    yield Fact(term=_("Put by the Chair"), text=f"{voice.seat(asked.chair)}, {voice.hour(asked.at)}")
    yield Fact(term=_("Method"), text=str(METHOD[asked.method]))
    yield from _outcome(voice, asked)


def _outcome(voice: Voice, asked: Asked) -> Iterator[Block]:
    if asked.outcome is None:
        yield Fact(term=_("Outcome"), text=_("The question was not decided."))
        return
    yield Fact(term=_("Outcome"), text=str(OUTCOME[asked.outcome]))
    if asked.rule:
        params = {"number": asked.rule.number, "text": voice.pick(asked.rule.text)}
        yield Fact(term=_("Rule"), text=_("Rule %(number)s: %(text)s") % params)
    if asked.method not in WITHOUT_POSITIONS:
        yield from _positions(voice, asked)


def _positions(voice: Voice, asked: Asked) -> Iterator[Block]:
    counts = {"yes": asked.yes, "no": asked.no, "abstain": asked.abstain}
    for position, word in POSITION.items():
        seats = [seat for seat in asked.entitled if asked.positions.get(seat) == position]
        text = f"{counts[position]} – {voice.seats(seats)}" if seats else str(counts[position])
        yield Fact(term=str(word), text=text)
    silent = [seat for seat in asked.entitled if seat not in asked.positions]
    if silent:
        yield Fact(term=_("No position"), text=voice.seats(silent))
    yield Fact(term=_("Needed"), text=str(asked.needed))


def _objection(voice: Voice, seat: str, reason: str) -> str:
    if reason:
        return _("%(seat)s objected: %(reason)s") % {"seat": voice.seat(seat), "reason": reason}
    return _("%(seat)s objected.") % {"seat": voice.seat(seat)}


def _explained(voice: Voice, note: Explanation) -> Iterator[Block]:
    params = {"seat": voice.seat(note.seat), "language": voice.tongue(note.language)}
    yield Paragraph(text=_("%(seat)s explained its position (%(language)s):") % params)
    yield from quotes(language=note.language, text=note.text)


def decision(voice: Voice, found: Decision, *, level: int) -> Iterator[Block]:
    """Give a decision: its text, the body it establishes, how seats understand it."""
    language = nearest(found.versions, voice.language)
    version = found.versions[language]
    yield Heading(
        level=level,
        text=_("Decision %(symbol)s: %(title)s") % {"symbol": found.symbol, "title": version.title},
    )
    for number, paragraph in enumerate(version.paragraphs, start=1):
        if language == voice.language:
            yield Clause(number=number, text=paragraph)
        else:
            yield from quotes(language=language, text=f"{number}. {paragraph}")
    if found.body:
        yield from _body(voice, found.body)
    for note in found.interpretations:
        params = {"seat": voice.seat(note.seat), "language": voice.tongue(note.language)}
        yield Paragraph(text=_("%(seat)s attached an interpretative statement (%(language)s):") % params)
        yield from quotes(language=note.language, text=note.text)


def _body(voice: Voice, body: EstablishedBody) -> Iterator[Block]:
    yield Fact(term=_("Body established"), text=voice.pick(body.names))
    yield Fact(term=_("Mandate"), text=voice.pick(body.mandates))
    yield Fact(term=_("Members"), text=voice.seats(body.members))
    yield Fact(term=_("Convenor"), text=voice.seat(body.convenor))
    if body.first_meeting_by:
        yield Fact(term=_("First meeting by"), text=voice.date(body.first_meeting_by))
