"""The register: what is looked for in it, and a decision as programs read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from kenesh.core.domain.text import pick
from kenesh.council import queries as council_queries
from kenesh.decisions.domain.search import words
from kenesh.meetings import queries as meeting_queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from kenesh.council.access import Council
    from kenesh.decisions.models import Decision
    from kenesh.meetings.domain.state import Decision as DecisionState
    from kenesh.meetings.domain.state import Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reader looks for; nothing said, nothing left out."""

    words: str = ""
    year: int | None = None
    meeting: str = ""
    body: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """By what the decisions a reader may see differ."""

    years: tuple[int, ...]
    meetings: tuple[tuple[str, str], ...]
    bodies: tuple[tuple[str, Mapping[str, str]], ...]
    rules: tuple[str, ...]


def found(*, decisions: QuerySet[Decision], wanted: Wanted) -> QuerySet[Decision]:
    """Return those of the decisions that hold every word, in whatever language, and pass every filter."""
    asked = Q()
    for word in words(wanted.words):
        asked &= Q(words__contains=word)
    if wanted.year:
        asked &= Q(adopted_at__year=wanted.year)
    if wanted.meeting:
        asked &= Q(meeting__slug=wanted.meeting)
    if wanted.body:
        asked &= Q(meeting__body=wanted.body)
    if wanted.rule:
        asked &= Q(rule=wanted.rule)
    return decisions.filter(asked)


def choices(*, decisions: QuerySet[Decision], council: Council) -> Choices:
    """Return by what these decisions can be filtered; a filter never names one that is not among them."""
    rows = decisions.order_by().values_list(
        "adopted_at__year", "meeting__slug", "meeting__symbol", "meeting__body", "rule"
    )
    seen = list(rows.annotate(number=Count("pk")).distinct())
    names = {body.slug: body.names for body in council_queries.bodies(council=council)}
    bodies = sorted({body for _year, _slug, _symbol, body, _rule, _n in seen if body in names})
    return Choices(
        years=tuple(sorted({row[0] for row in seen}, reverse=True)),
        meetings=tuple(sorted({(row[1], row[2]) for row in seen}, key=lambda one: one[1])),
        bodies=tuple((body, names[body]) for body in bodies),
        rules=tuple(sorted({row[4] for row in seen if row[4]})),
    )


def meeting_state(*, decision: Decision) -> Meeting:
    """Return the meeting that adopted a decision, as its record tells it."""
    return meeting_queries.head(journal_id=decision.meeting.journal_id).meeting


def entry(*, decision: Decision) -> dict[str, Any]:
    """Return a decision as the list for programs has it."""
    return {
        "symbol": decision.symbol,
        "slug": decision.slug,
        "titles": decision.titles,
        "adopted_at": decision.adopted_at,
        "meeting": {"symbol": decision.meeting.symbol, "slug": decision.meeting.slug, "title": decision.meeting.title},
        "method": decision.method,
        "rule": decision.rule,
        "body_established": decision.body or None,
    }


def whole(*, decision: Decision) -> dict[str, Any]:
    """Return all of a decision, in every language it has."""
    state = meeting_state(decision=decision)
    told = state.decisions[decision.number - 1]
    question = state.questions[told.question - 1]
    tally = question.tally
    rule = state.profile.rules[tally.rule] if tally else None
    return entry(decision=decision) | {
        "rule": {"key": decision.rule, "number": rule.number, "text": dict(rule.text)} if rule else None,
        "versions": {
            language: {"title": version.title, "paragraphs": list(version.paragraphs)}
            for language, version in told.versions.items()
        },
        "tally": _tally(tally) if tally else None,
        "positions": dict(question.positions),
        "objections": dict(question.objections),
        "explanations": _notes(question.explanations),
        "interpretations": _notes(told.interpretations),
        "body_established": _body(decision, told),
    }


def search_words(*, symbol: str, told: DecisionState) -> str:
    """Return all the words by which a decision is to be found."""
    texts = [symbol]
    for version in told.versions.values():
        texts += [version.title, *version.paragraphs]
    if told.body:
        texts += [*told.body.names.values(), *told.body.mandates.values()]
    return "\n".join(texts)


def summary(*, decision: Decision, language: str) -> str:
    """Return the first paragraph, for a line in a feed or under a link."""
    versions = meeting_state(decision=decision).decisions[decision.number - 1].versions
    return pick({code: next(iter(version.paragraphs), "") for code, version in versions.items()}, language)


def _tally(tally: Any) -> dict[str, Any]:
    names = ("outcome", "yes", "no", "abstain", "needed")
    return {name: getattr(tally, name) for name in names} | {
        "entitled": list(tally.entitled),
        "present": list(tally.present),
    }


def _notes(notes: Iterable[Any]) -> list[dict[str, str]]:
    return [{"seat": note.seat, "language": note.language, "text": note.text} for note in notes]


def _body(decision: Decision, told: DecisionState) -> dict[str, Any] | None:
    if told.body is None:
        return None
    return {
        "slug": decision.body,
        "names": dict(told.body.names),
        "mandates": dict(told.body.mandates),
        "members": list(told.body.members),
        "convenor": told.body.convenor,
    }
