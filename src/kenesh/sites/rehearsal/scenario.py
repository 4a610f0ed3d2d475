"""A scenario: a council, a meeting, what its seats do in order, and what must come out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, ValidationError, ValidationInfo, WithJsonSchema, model_validator
from ruamel.yaml import YAML

from kenesh.core.yamlfile import load_yaml
from kenesh.council.codec import CouncilFile, Slug
from kenesh.sites.rehearsal.consistency import problems
from kenesh.sites.rehearsal.expecting import Expect
from kenesh.sites.rehearsal.parts import Code, Language, Line, Part, Start, Symbol, Texts
from kenesh.sites.rehearsal.steps import Act, AnyStep, Step, walk


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

    symbol: Symbol
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
    def rules(self) -> str:
        """The name of the rules that govern: the meeting's own, else those of its body, else the council's."""
        body = next((body for body in self.council.bodies if body.slug == self.meeting.body), None)
        return self.meeting.rule_profile or (body.rule_profile if body else "") or self.council.rule_profile

    @property
    def own_rules(self) -> dict[str, dict[str, Any]]:
        """The rules of procedure that come with the council and the scenario."""
        return {**self.council.rule_profiles, **self.rule_profiles}

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        wrong = list(problems(self))
        if wrong:
            raise ValidationError.from_exception_data("Scenario", wrong)
        return self


def load_scenario(path: Path) -> Scenario:
    """Read a scenario; ``FileProblem`` says where it is malformed and what was expected there."""
    return load_yaml(path, Scenario)


def council_file(*, path: Path, scenario: Scenario) -> dict[str, Any]:
    """Return the council as a file of its own, with the scenario's rules and those of the meeting as its own."""
    given = YAML(typ="safe", pure=True).load(path)["council"]
    council: dict[str, Any] = YAML(typ="safe", pure=True).load(path.parent / given) if isinstance(given, str) else given
    return {**council, "rule_profile": scenario.rules, "rule_profiles": scenario.own_rules}
