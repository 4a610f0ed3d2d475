"""Whether what was served is what a scenario expects: each field looked up in the fold of the lines served."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from kenesh.core.domain.text import pick
from kenesh.meetings.domain.rules.floor import speakers_in_order
from kenesh.meetings.domain.state import Decision, Meeting, Question, Statement
from kenesh.sites.rehearsal.expecting import ABOUT, Expect

NOBODY: Final = "none"
WORDS: Final = frozenset({"sees", "sees_not"})


def differences(meeting: Meeting | None, expected: Expect) -> list[str]:
    """Return where the meeting, as it was served, is not as expected; nothing where it is."""
    said = {name: value for name, value in expected.said.items() if name not in WORDS}
    if not said:
        return []
    if meeting is None:
        return ["no line of the journal was served"]
    return [wrong for name in said if (check := _CHECKS.get(name)) for wrong in check(meeting, expected)]


def missing_words(screen: str, expected: Expect) -> list[str]:
    """Return which words are not on a screen and should be, or are and should not."""
    wanted, unwanted = _listed(expected.sees), _listed(expected.sees_not)
    missing = [f"{_quoted(words)} is not shown" for words in wanted if _plain(words) not in screen]
    return missing + [f"{_quoted(words)} is shown" for words in unwanted if _plain(words) in screen]


def _listed(words: str | list[str] | None) -> list[str]:
    if words is None:
        return []
    return [words] if isinstance(words, str) else words


def _plain(words: str) -> str:
    return " ".join(words.split())


def _quoted(words: str) -> str:
    return f"“{_plain(words)}”"


def _compare(name: str, served: object, expected: object) -> Iterator[str]:
    if served != expected:
        yield f"{name} is {_said(served)}, expected {_said(expected)}"


def _said(value: object) -> str:
    match value:
        case None:
            return NOBODY
        case Mapping():
            return ", ".join(f"{key}: {one}" for key, one in value.items()) or NOBODY
        case list() | tuple() | set():
            return ", ".join(str(one) for one in value) or NOBODY
        case _:
            return str(value)


def _simple(name: str, served: Callable[[Meeting], object]) -> Callable[[Meeting, Expect], Iterator[str]]:
    def check(meeting: Meeting, expected: Expect) -> Iterator[str]:
        return _compare(name, served(meeting), getattr(expected, name))

    return check


def _present(meeting: Meeting, expected: Expect) -> Iterator[str]:
    return _compare("present", sorted(meeting.present), sorted(expected.present or []))


def _numbered(thing: str, things: Callable[[Meeting], tuple[Any, ...]]) -> Callable[[Meeting, Expect], Iterator[str]]:
    """Check a thing that has a number, and what is said about it."""

    def check(meeting: Meeting, expected: Expect) -> Iterator[str]:
        number, found = getattr(expected, thing), things(meeting)
        if not 1 <= number <= len(found):
            yield f"there is no {thing} {number}"
            return
        yield from _about(f"{thing} {number}", thing, found[number - 1], expected)
        if expected.state is not None:
            yield from _compare(f"{thing} {number}: state", found[number - 1].state, expected.state)

    return check


def _about(title: str, thing: str, found: object, expected: Expect) -> Iterator[str]:
    for name in ABOUT[thing]:
        wanted = getattr(expected, name)
        if wanted is not None:
            yield from _compare(f"{title}: {name}", *_READ[name](found, wanted))


def _decision(meeting: Meeting, expected: Expect) -> Iterator[str]:
    found = next((one for one in meeting.decisions if one.symbol == expected.decision), None)
    if found is None:
        yield f"there is no decision {expected.decision}; there are {_said([one.symbol for one in meeting.decisions])}"
        return
    yield from _about(found.symbol, "decision", found, expected)


def _body(meeting: Meeting, expected: Expect) -> Iterator[str]:
    bodies = [one.body for one in meeting.decisions if one.body]
    found = next((one for one in bodies if expected.body in one.names.values()), None)
    if found is None:
        yield f"there is no body {expected.body}; there are {_said([pick(one.names, 'en') for one in bodies])}"
        return
    yield from _about("body", "body", found, expected)


def _statement(meeting: Meeting, expected: Expect) -> Iterator[str]:
    found = [one for one in meeting.statements if one.seat == expected.statement_by]
    if not any(_fits(one, expected) for one in found):
        languages = _said([one.language for one in found])
        yield f"no such statement by {expected.statement_by}; there are {len(found)} by it, in {languages}"


def _fits(statement: Statement, expected: Expect) -> bool:
    in_language = expected.statement_language in {None, statement.language}
    return in_language and _plain(expected.statement_has or "") in _plain(statement.text)


def _at_least(served: Iterable[str], wanted: list[str]) -> tuple[object, object]:
    """Compare only what was asked for; the order does not matter."""
    return sorted(set(served) & set(wanted)), sorted(set(wanted))


def _tally(name: str) -> Callable[[Question, object], tuple[object, object]]:
    return lambda question, wanted: (getattr(question.tally, name, None), wanted)


def _own(name: str) -> Callable[[Any, object], tuple[object, object]]:
    return lambda found, wanted: (getattr(found, name), wanted)


def _interpreters(decision: Decision, wanted: list[str]) -> tuple[object, object]:
    return [one.seat for one in decision.interpretations], wanted


# How a field about a thing is read from it: what was served, and what it is compared with.
_READ: Final[Mapping[str, Callable[[Any, Any], tuple[object, object]]]] = {
    "outcome": _tally("outcome"),
    "rule": _tally("rule"),
    "yes": _tally("yes"),
    "no": _tally("no"),
    "abstain": _tally("abstain"),
    "needed": _tally("needed"),
    "method": _own("method"),
    "positions": lambda question, wanted: (dict(question.positions), wanted),
    "objections": lambda question, wanted: (sorted(question.objections), sorted(wanted)),
    "called": lambda question, wanted: (list(question.called), wanted),
    "tabled_by": lambda proposal, wanted: (proposal.seat, wanted),
    "sponsors": lambda proposal, wanted: (sorted(proposal.sponsors), sorted(wanted)),
    "final": lambda proposal, wanted: _at_least(proposal.final, wanted),
    "paragraphs": lambda proposal, wanted: ([*map(_plain, proposal.text.paragraphs)], [*map(_plain, wanted)]),
    "amended_by": lambda amendment, wanted: (amendment.seat, wanted),
    "sustained": _own("sustained"),
    "stands": _own("stands"),
    "languages": lambda decision, wanted: _at_least(decision.versions, wanted),
    "interpreted_by": _interpreters,
    "members": lambda body, wanted: (sorted(body.members), sorted(wanted)),
    "convenor": _own("convenor"),
}

_CHECKS: Final[Mapping[str, Callable[[Meeting, Expect], Iterator[str]]]] = {
    "phase": _simple("phase", lambda meeting: meeting.phase),
    "presiding": _simple("presiding", lambda meeting: meeting.presiding),
    "present": _present,
    "agenda_adopted": _simple("agenda_adopted", lambda meeting: meeting.agenda_adopted),
    "item": _simple("item", lambda meeting: meeting.item.number if meeting.item else NOBODY),
    "speaker": _simple("speaker", lambda meeting: meeting.speech.seat if meeting.speech else NOBODY),
    "on_list": _simple("on_list", lambda meeting: [request.seat for request in speakers_in_order(meeting)]),
    "list_closed": _simple("list_closed", lambda meeting: meeting.list_closed),
    "exhibit": _simple("exhibit", lambda meeting: meeting.exhibit.title if meeting.exhibit else NOBODY),
    "question": _numbered("question", lambda meeting: meeting.questions),
    "proposal": _numbered("proposal", lambda meeting: meeting.proposals),
    "amendment": _numbered("amendment", lambda meeting: meeting.amendments),
    "ruling": _numbered("ruling", lambda meeting: meeting.rulings),
    "decision": _decision,
    "body": _body,
    "statement_by": _statement,
}
