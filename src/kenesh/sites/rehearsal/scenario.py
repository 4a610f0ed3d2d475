"""A scenario: a council, a meeting, what its seats do in order, and what must come out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, ValidationError, ValidationInfo, WithJsonSchema, model_validator
from ruamel.yaml import YAML

from kenesh.core.yamlfile import load_yaml
from kenesh.council.codec import CouncilFile, Slug
from kenesh.sites.rehearsal.consistency import problems
from kenesh.sites.rehearsal.convened import MeetingPart
from kenesh.sites.rehearsal.errands import AnyErrand, Convene
from kenesh.sites.rehearsal.expecting import Expect
from kenesh.sites.rehearsal.parts import Line, Part
from kenesh.sites.rehearsal.steps import Act, AnyStep, Step, walk


def _council(given: object, info: ValidationInfo) -> object:
    if not isinstance(given, str):
        return given
    base = Path(info.context["file"]).parent if info.context else Path()
    return load_yaml(base / given, CouncilFile)


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
    before: Annotated[list[AnyErrand], Field(description="What is done once the meeting is convened.")] = []
    acts: Annotated[list[AnyStep], Field(min_length=1)]
    expect: Annotated[list[Expect], Field(description="What must be served at the end.")] = []
    after: Annotated[list[AnyErrand], Field(description="What is done once the meeting is over.")] = []

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
    def looked_at(self) -> int:
        """How many times it is looked at what is served before and after the meeting."""
        return sum(len(errand.expect) for errand in (*self.before, *self.after))

    def without_next(self) -> Self:
        """Return the same scenario, which leaves the next meeting to be convened by somebody else."""
        return self.model_copy(update={"after": [one for one in self.after if not isinstance(one, Convene)]})

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
