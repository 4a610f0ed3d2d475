"""The steps of a scenario: every act of a meeting, with the fields of its rule; presence; waiting."""

from __future__ import annotations

import difflib
import inspect
import typing
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    create_model,
    field_validator,
    model_validator,
)

from kenesh.meetings.domain.acts import ACTS
from kenesh.meetings.domain.profile import Method
from kenesh.sites.rehearsal.expecting import Expect
from kenesh.sites.rehearsal.parts import (
    Code,
    Deadline,
    Language,
    Line,
    Offset,
    Part,
    Prose,
    RuleKey,
    Subject,
    seconds_of,
)

PRESENCE: Final = ("join", "leave", "disconnect")
LONGEST_WAIT: Final = 3600


class Step(Part):
    """What every step may carry."""

    note: Annotated[str, Field(max_length=2000, description="What who follows the rehearsal reads here.")] = ""
    at: Annotated[
        Offset | None, Field(description="Time of the story since its start; waited for only with --pace real.")
    ] = None
    expect: Annotated[list[Expect], Field(description="What must be served once this step is done.")] = []


class Act(Step):
    """An act of a seat. With ``refused`` it is a probe: the rules must refuse it under that rule."""

    seat: Annotated[Code, Field(description="Who acts.")]
    act: str
    refused: Annotated[
        RuleKey | None, Field(description="The rule under which it must be refused; it must leave no line.")
    ] = None

    @property
    def name(self) -> str:
        """The act as the rules call it."""
        return self.act.replace("-", "_")

    @property
    def fields(self) -> dict[str, Any]:
        """The act's own fields that were given, by the names of the scenario."""
        own = {name: getattr(self, name) for name in type(self).model_fields if name not in Act.model_fields}
        return {name: value for name, value in own.items() if value is not None}


class Unknown(Act):
    """An act that does not exist; stands where the file is told so."""

    @field_validator("act")
    @classmethod
    def _exists(cls, act: str) -> str:
        near = difflib.get_close_matches(act.replace("-", "_"), ACTS, n=1)
        raise ValueError(repr(near[0]) if near else f"the name of an act: {', '.join(ACTS)}")


class BodyText(Part):
    """The name and mandate of a body in the language of the text that establishes it."""

    name: Line
    mandate: Annotated[Prose, Field(max_length=2000)]


class Body(BodyText):
    """A body that the proposal would establish."""

    members: Annotated[list[Code], Field(description="None named: every State at the meeting.")] = []
    convenor: Annotated[Code | None, Field(description="None named: the seat that presides.")] = None
    first_meeting_by: Annotated[date | None, Field(description="A date such as 2020-08-07.")] = None


def _list(value: object) -> object:
    return [value] if isinstance(value, str) else value


_CODE: Final = {"type": "string"}
Codes = Annotated[
    list[Code],
    BeforeValidator(_list),
    WithJsonSchema({"anyOf": [_CODE, {"type": "array", "items": _CODE, "minItems": 1}]}),
]


class Presence(Step):
    """Seats come into the room, leave it, or are cut off."""

    join: Annotated[Codes, Field(description="Seats that open their streams.")] = []
    leave: Annotated[Codes, Field(description="Seats that close them; waited for until all see it.")] = []
    disconnect: Annotated[Codes, Field(description="Seats whose line is cut; nothing is waited for.")] = []

    @model_validator(mode="after")
    def _someone(self) -> Self:
        if not (self.join or self.leave or self.disconnect):
            raise ValueError("at least one seat")
        return self


class Wait(Step):
    """Nothing is done for a while, or only told or looked at."""

    wait: Annotated[
        int, BeforeValidator(seconds_of), Field(ge=0, le=LONGEST_WAIT, description='Seconds, or "1m30s".')
    ] = 0

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.wait or self.note or self.expect):
            raise ValueError("an act ('seat' and 'act'), 'together', 'join', 'leave', 'disconnect', 'wait' or 'note'")
        return self


def kind_of(step: object) -> str:
    """Return the tag of a step: its act's name, or what else it is."""
    if isinstance(step, Step):
        return getattr(step, "name", type(step).__name__.lower())
    given = step if isinstance(step, Mapping) else {}
    if "together" in given:
        return "together"
    if any(word in given for word in PRESENCE):
        return "presence"
    if "act" in given or "seat" in given:
        name = str(given.get("act", "")).replace("-", "_")
        return name if name in ACTS else "unknown"
    return "wait"


_TEXT: Final = {"language": Language, "title": Line, "paragraphs": Annotated[list[Prose], Field(min_length=1)]}
# Where a scenario reads better than the parameters of the rule: the fields as the act's form asks for them.
_OWN: Final[Mapping[str, Mapping[str, Any]]] = {
    "move_meeting": {"starts_at": (Deadline, ...), "reason": (Line, ...)},
    "add_agenda_item": {"title": (Line, ...), "language": (Language, "en"), "minutes": (int, 15)},
    "table_proposal": {**{name: (kind, ...) for name, kind in _TEXT.items()}, "body": (Body | None, None)},
    "translate_proposal": {
        "proposal": (int, ...),
        **{name: (kind, ...) for name, kind in _TEXT.items()},
        "body": (BodyText | None, None),
        "final": (bool, True),
    },
    "announce_delegation": {
        "whom": (Code | None, None),
        "language": (Language, "en"),
        "head": (Line, ...),
        "alternates": (list[Line], []),
        "advisers": (list[Line], []),
        "deputy": (bool, False),
    },
    "put_question": {"subject": (Subject, ...), "method": (Method, ...), "deadline": (Deadline | None, None)},
}
_GIVEN: Final = frozenset({"meeting", "by", "at"})
_RENAMED: Final = {"seat": "whom"}  # `seat` is who acts


def _fields(name: str) -> dict[str, Any]:
    if own := _OWN.get(name):
        return dict(own)
    rule = ACTS[name]
    hints = typing.get_type_hints(rule)
    asked = [one for one in inspect.signature(rule).parameters.values() if one.name not in _GIVEN]
    return {_RENAMED.get(one.name, one.name): (hints[one.name], _default(one)) for one in asked}


def _default(parameter: inspect.Parameter) -> Any:
    return ... if parameter.default is inspect.Parameter.empty else parameter.default


def _model(name: str) -> type[Act]:
    spellings: Any = Literal[tuple(dict.fromkeys((name, name.replace("_", "-"))))]
    described: Any = Field(description=(ACTS[name].__doc__ or "").strip())
    fields: dict[str, Any] = {"act": (spellings, described), **_fields(name)}
    act: type[Act] = create_model(name, __base__=Act, __module__=__name__, **fields)
    return act


ACT_STEPS: Final[Mapping[str, type[Act]]] = {name: _model(name) for name in ACTS}


def _union(kinds: Mapping[str, type[Step]]) -> Any:
    tagged = tuple(Annotated[kind, Tag(tag)] for tag, kind in kinds.items())
    return Annotated[typing.Union[tagged], Discriminator(kind_of)]  # noqa: UP007 -- made of a tuple


AnyAct = _union({**ACT_STEPS, "unknown": Unknown})


class Together(Step):
    """Acts of several seats sent at the same moment; which comes first is for the server to say."""

    together: Annotated[list[AnyAct], Field(min_length=2, max_length=200)]  # type: ignore[valid-type]


AnyStep = _union({**ACT_STEPS, "unknown": Unknown, "together": Together, "presence": Presence, "wait": Wait})


def walk(steps: tuple[Step, ...]) -> Iterator[tuple[tuple[int | str, ...], Step]]:
    """Yield every step with its place, those sent together one by one before the step that holds them."""
    for number, step in enumerate(steps):
        if isinstance(step, Together):
            for inner, act in enumerate(step.together):
                yield ("acts", number, "together", inner), act
        yield ("acts", number), step
