"""Whether the parts of a scenario fit each other: its seats and the council's, its texts and their languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic_core import InitErrorDetails, PydanticCustomError

from kenesh.core.domain.codes import LANGUAGES
from kenesh.council.codec import SeatEntry, laid_out
from kenesh.council.domain.periods import in_force
from kenesh.sites.rehearsal.expecting import Expect
from kenesh.sites.rehearsal.parts import EVERYBODY
from kenesh.sites.rehearsal.rules import faults, shipped
from kenesh.sites.rehearsal.steps import Act, Presence, Step, walk

if TYPE_CHECKING:
    from kenesh.sites.rehearsal.scenario import Scenario

Place = tuple[int | str, ...]


def problems(scenario: Scenario) -> Iterator[InitErrorDetails]:
    """Yield what does not fit, each with its place in the file and what would."""
    yield from _seats(scenario)
    yield from _council(scenario)
    yield from _rules(scenario)
    yield from _languages(scenario)
    for place, step in walk(scenario.steps):
        yield from _step(place, step, scenario)
    yield from _expectations(("expect",), scenario.expect, scenario)
    yield from _errands(scenario)


def _errands(scenario: Scenario) -> Iterator[InitErrorDetails]:
    known = {*scenario.meeting.seats, *(seat.code for seat in scenario.council.seats if seat.organ == "secretariat")}
    for part in ("before", "after"):
        for place, errand in enumerate(getattr(scenario, part)):
            for code in errand.seats:
                if code not in known:
                    yield _wrong((part, place), _invited(scenario), code)
            for number, one in enumerate(errand.expect):
                if one.seat and one.seat not in known:
                    yield _wrong((part, place, "expect", number, "seat"), _invited(scenario), one.seat)


def _wrong(place: Place, expected: str, found: object) -> InitErrorDetails:
    kind = PydanticCustomError("scenario", "{expected}", {"expected": expected})
    return InitErrorDetails(type=kind, loc=place, input=found)


def _seats(scenario: Scenario) -> Iterator[InitErrorDetails]:
    meeting, on = scenario.meeting, scenario.meeting.start.date()
    there = sorted(seat.code for seat in scenario.council.seats if _has_status(seat, scenario))
    for place, code in enumerate(meeting.seats):
        if code not in there:
            yield _wrong(("meeting", "seats", place), f"a seat of the council on {on}: {', '.join(there)}", code)
    if meeting.chair not in meeting.seats:
        yield _wrong(("meeting", "chair"), _invited(scenario), meeting.chair)
    for code, language in meeting.reads.items():
        if code not in meeting.seats:
            yield _wrong(("meeting", "reads", code), _invited(scenario), code)
        if language not in LANGUAGES:
            expected = f"a language of the pages: {', '.join(LANGUAGES)}"
            yield _wrong(("meeting", "reads", code), expected, language)


def _council(scenario: Scenario) -> Iterator[InitErrorDetails]:
    council = scenario.council
    if all(seat.organ != "secretariat" for seat in council.seats):
        yield _wrong(("council",), "a council with a Secretariat, which convenes", "none")
    if scenario.meeting.body and scenario.meeting.body not in {body.slug for body in council.bodies}:
        yield _wrong(("meeting", "body"), "a body of the council's file", scenario.meeting.body)


def _rules(scenario: Scenario) -> Iterator[InitErrorDetails]:
    known = sorted({*shipped(), *scenario.own_rules})
    if not scenario.rules:
        yield _wrong(("meeting",), "'rule_profile', since neither the body nor the council names its rules", "none")
    elif scenario.rules not in known:
        expected = f"rules that ship or come with the council: {', '.join(known)}"
        yield _wrong(("meeting", "rule_profile"), expected, scenario.rules)
    for place, profiles in (
        (("rule_profiles",), scenario.rule_profiles),
        (("council", "rule_profiles"), scenario.council.rule_profiles),
    ):
        for name, profile in profiles.items():
            for where, expected, found in faults(profile):
                yield _wrong((*place, name, *where), expected, found)


def _languages(scenario: Scenario) -> Iterator[InitErrorDetails]:
    meeting, spoken = scenario.meeting, scenario.council.languages
    for texts, name in ((meeting.title, "title"), (meeting.referral, "referral")):
        for language in texts:
            if language not in spoken:
                yield _wrong(("meeting", name, language), f"a language of the council: {', '.join(spoken)}", language)
    if spoken[0] not in meeting.title:
        expected = f"the title in the council's first language, {spoken[0]}"
        yield _wrong(("meeting", "title"), expected, ", ".join(meeting.title))
    for place, item in enumerate(meeting.agenda):
        if item.title.keys() != meeting.title.keys():
            expected = f"the languages of the meeting's title: {', '.join(meeting.title)}"
            yield _wrong(("meeting", "agenda", place, "title"), expected, ", ".join(item.title))


def _step(place: Place, step: Step, scenario: Scenario) -> Iterator[InitErrorDetails]:
    # Who acts must sit at the table; about whom, need not: that a rule refuses an unknown seat may be the point.
    match step:
        case Act():
            named = [("seat", step.seat)]
        case Presence():
            named = [(how, code) for how in ("join", "leave", "disconnect") for code in getattr(step, how)]
        case _:
            named = []
    for field, code in named:
        if code not in scenario.meeting.seats:
            yield _wrong((*place, field), _invited(scenario), code)
    yield from _expectations((*place, "expect"), step.expect, scenario)


def _expectations(place: Place, expectations: list[Expect], scenario: Scenario) -> Iterator[InitErrorDetails]:
    for number, one in enumerate(expectations):
        if unknown := [code for code in one.seats if code not in scenario.meeting.seats]:
            yield _wrong((*place, number, "seat"), f"{EVERYBODY}, or {_invited(scenario)}", unknown[0])


def _invited(scenario: Scenario) -> str:
    return f"one of the seats invited: {', '.join(scenario.meeting.seats)}"


def _has_status(seat: SeatEntry, scenario: Scenario) -> bool:
    turn = in_force(laid_out(seat.statuses), on=scenario.meeting.start.date())
    return turn is not None and turn.value is not None
