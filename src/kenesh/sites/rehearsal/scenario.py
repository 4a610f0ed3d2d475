"""A scenario: a council, a meeting, what its seats do in order, and what must come out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, ValidationError, ValidationInfo, WithJsonSchema, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from kenesh.core.yamlfile import load_yaml
from kenesh.council.codec import CouncilFile, SeatEntry, Slug, laid_out
from kenesh.council.domain.periods import in_force
from kenesh.sites.rehearsal.expecting import Expect
from kenesh.sites.rehearsal.parts import EVERYBODY, Code, Language, Line, Part, Start, Texts
from kenesh.sites.rehearsal.steps import Act, AnyStep, Presence, Step, Together


def _council(given: object, info: ValidationInfo) -> object:
    if not isinstance(given, str):
        return given
    base = Path(info.context["file"]).parent if info.context else Path()
    return load_yaml(base / given, CouncilFile)


class ItemPart(Part):
    """An item of the provisional agenda."""

    title: Texts
    minutes: Annotated[int, Field(ge=0, le=1440)] = 15


class MeetingPart(Part):
    """The meeting as the Secretariat convenes it."""

    symbol: Annotated[str, Field(pattern=r"^[A-Z0-9]+(/[A-Za-z0-9.-]+)+$", max_length=80)]
    title: Texts
    start: Start
    seats: Annotated[list[Code], Field(min_length=1, description="The seats invited.")]
    chair: Code
    agenda: Annotated[list[ItemPart], Field(min_length=1)]
    body: Annotated[Slug | None, Field(description="The body that meets, by its name in the council's file.")] = None
    referral: Annotated[dict[Language, str], Field(description="What the meeting answers.")] = {}
    languages: Annotated[list[Language], Field(description="None named: the council's.")] = []
    rule_profile: Annotated[Slug | None, Field(description="None named: the body's, else the council's.")] = None
    open_to_public: bool = False
    reads: Annotated[
        dict[Code, Language], Field(description="The language in which a seat reads the pages; else English.")
    ] = {}


class Scenario(Part):
    """A whole meeting to be played against a running site."""

    schema_: Annotated[str | None, Field(alias="$schema", description="For editors: the JSON Schema.")] = None
    title: Line
    council: Annotated[
        CouncilFile,
        BeforeValidator(_council),
        WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object"}]}),
        Field(description="A council's file, seen from this one; or the same fields written here."),
    ]
    rule_profiles: Annotated[dict[Slug, dict[str, Any]], Field(description="Rules of the council's own.")] = {}
    meeting: MeetingPart
    acts: Annotated[list[AnyStep], Field(min_length=1)]
    expect: Annotated[list[Expect], Field(description="What must be served at the end.")] = []

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps in order, as written."""
        return tuple(self.acts)

    @property
    def secretariat(self) -> str:
        """The seat that convenes."""
        return next(seat.code for seat in self.council.seats if seat.organ == "secretariat")

    @property
    def expectations(self) -> tuple[Expect, ...]:
        """Every expectation, in the order in which they are looked at."""
        return (*(one for _where, step in walk(self.steps) for one in step.expect), *self.expect)

    @property
    def probes(self) -> int:
        """How many acts the rules must refuse."""
        return sum(isinstance(step, Act) and step.refused is not None for _where, step in walk(self.steps))

    @property
    def with_council(self) -> CouncilFile:
        """The council with the scenario's own rules of procedure beside its own."""
        rules = {**self.council.rule_profiles, **self.rule_profiles}
        return self.council.model_copy(update={"rule_profiles": rules})

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        wrong = [*_meeting_problems(self), *_step_problems(self)]
        if wrong:
            raise ValidationError.from_exception_data("Scenario", wrong)
        return self


def load_scenario(path: Path) -> Scenario:
    """Read a scenario; ``FileProblem`` says where it is malformed and what was expected there."""
    return load_yaml(path, Scenario)


def walk(steps: tuple[Step, ...]) -> Iterator[tuple[tuple[int | str, ...], Step]]:
    """Yield every step with its place, those sent together one by one before the step that holds them."""
    for number, step in enumerate(steps):
        if isinstance(step, Together):
            for inner, act in enumerate(step.together):
                yield ("acts", number, "together", inner), act
        yield ("acts", number), step


def _wrong(place: tuple[int | str, ...], expected: str, found: object) -> InitErrorDetails:
    kind = PydanticCustomError("scenario", "{expected}", {"expected": expected})
    return InitErrorDetails(type=kind, loc=place, input=found)


def _meeting_problems(scenario: Scenario) -> Iterator[InitErrorDetails]:
    meeting, council = scenario.meeting, scenario.council
    there = {seat.code for seat in council.seats if _status(seat, scenario) is not None}
    for place, code in enumerate(meeting.seats):
        if code not in there:
            on = meeting.start.date()
            yield _wrong(
                ("meeting", "seats", place), f"a seat of the council on {on}: {', '.join(sorted(there))}", code
            )
    if meeting.chair not in meeting.seats:
        yield _wrong(("meeting", "chair"), f"one of the seats invited: {', '.join(meeting.seats)}", meeting.chair)
    if all(seat.organ != "secretariat" for seat in council.seats):
        yield _wrong(("council",), "a council with a Secretariat, which convenes", "none")
    if meeting.body and meeting.body not in {body.slug for body in council.bodies}:
        yield _wrong(("meeting", "body"), "a body of the council's file", meeting.body)
    for code in meeting.reads:
        if code not in meeting.seats:
            yield _wrong(("meeting", "reads", code), f"one of the seats invited: {', '.join(meeting.seats)}", code)
    for place, item in enumerate(meeting.agenda):
        if item.title.keys() != meeting.agenda[0].title.keys():
            languages = ", ".join(meeting.agenda[0].title)
            yield _wrong(
                ("meeting", "agenda", place, "title"),
                f"the languages of the first item: {languages}",
                ", ".join(item.title),
            )


def _status(seat: SeatEntry, scenario: Scenario) -> object:
    turn = in_force(laid_out(seat.statuses), on=scenario.meeting.start.date())
    return turn.value if turn else None


def _step_problems(scenario: Scenario) -> Iterator[InitErrorDetails]:
    seats = scenario.meeting.seats
    who = f"one of the seats invited: {', '.join(seats)}"
    for place, step in walk(scenario.steps):
        for field, codes in _seats_of(step).items():
            yield from (_wrong((*place, *field), who, code) for code in codes if code not in seats)
        yield from _expect_problems((*place, "expect"), step.expect, scenario)
    yield from _expect_problems(("expect",), scenario.expect, scenario)


def _seats_of(step: Step) -> dict[tuple[str, ...], tuple[str, ...]]:
    match step:
        case Act():
            # Only who acts must sit at the table: that a rule refuses a seat which does not, may be the point.
            return {("seat",): (step.seat,)}
        case Presence():
            return {("join",): tuple(step.join), ("leave",): tuple(step.leave), ("disconnect",): tuple(step.disconnect)}
        case _:
            return {}


def _expect_problems(
    place: tuple[int | str, ...], expectations: list[Expect], scenario: Scenario
) -> Iterator[InitErrorDetails]:
    seats = scenario.meeting.seats
    for number, one in enumerate(expectations):
        if unknown := [code for code in one.seats if code not in seats]:
            yield _wrong((*place, number, "seat"), f"{EVERYBODY} or seats invited: {', '.join(seats)}", unknown[0])
