"""What is done before and after a meeting, each an errand of a seat, and what is then served at an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from kenesh.core.yamlfile import load_yaml
from kenesh.publications.domain.versions import Kind
from kenesh.sites.rehearsal.convened import MeetingPart
from kenesh.sites.rehearsal.parts import Code, Language, Line, Part, Prose, Texts

_PLACE: Final = "[A-Za-z0-9_][A-Za-z0-9._-]*"
_ADDRESS: Final = re.compile(rf"({_PLACE}/)*({_PLACE})?(\?[A-Za-z0-9=&._-]*)?")


def _below(address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        raise ValueError("an address below the council's, such as decisions/ or meetings/tc-mig-2020-1/")
    return address


Address = Annotated[str, Field(max_length=300), AfterValidator(_below)]


class Served(Part):
    """What must be served at an address below the council's."""

    seat: Annotated[Code | None, Field(description="To whom it is served.")] = None
    public: Annotated[bool, Field(description="Served to who has not signed in.")] = False
    at: Annotated[Address, Field(description="Where, below the council: decisions/, meetings/tc-mig-2020-1/.")]
    status: Annotated[int, Field(ge=200, le=599, description="What is answered: 200, 403, 404.")] = 200
    sees: Annotated[Prose | list[Prose] | None, Field(description="Words, all of them there.")] = None
    sees_not: Annotated[Prose | list[Prose] | None, Field(description="Words, none of them there.")] = None

    @model_validator(mode="after")
    def _for_someone(self) -> Self:
        if (self.seat is None) == (not self.public):
            raise ValueError("either 'seat' (a code) or 'public: true'")
        return self


class Errand(Part):
    """What every errand may carry."""

    note: Annotated[str, Field(max_length=2000, description="What who follows the rehearsal reads here.")] = ""
    expect: Annotated[list[Served], Field(description="What must be served once it is done.")] = []

    @property
    def seats(self) -> tuple[str, ...]:
        """The seats it names, beside those of what it expects."""
        return ()


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


_KIND: Final = {"enum": ["summary-record", "communique"]}
Kinds = Annotated[
    list[Kind],
    BeforeValidator(_listed),
    Field(min_length=1),
    WithJsonSchema({"anyOf": [_KIND, {"type": "array", "items": _KIND, "minItems": 1}]}),
]


class GivePaper(Errand):
    """The Secretariat hands in a paper, in the languages of its texts, as final, and circulates it."""

    paper: Annotated[Line, Field(description="The last part of its symbol, as WP.1.")]
    titles: Texts
    texts: Annotated[dict[Language, Prose], Field(min_length=1, description="Its text; the first is the original.")]
    item: Annotated[int | None, Field(ge=1, description="The item of the agenda it is for.")] = None
    circulate: Annotated[
        Literal["all", "members", "secretariat"] | None, Field(description="To whom; none: it stays a draft.")
    ] = None


class Release(Errand):
    """The Secretariat checks documents and releases them."""

    release: Kinds
    languages: Annotated[list[Language], Field(description="None named: every language of the meeting.")] = []


class Freeze(Errand):
    """The Secretariat freezes documents, all of whose languages are released: they are signed."""

    freeze: Kinds


class MakeTask(Errand):
    """The Secretariat makes a task of a decision."""

    task: Annotated[Line, Field(description="The decision's symbol.")]
    paragraph: Annotated[int | None, Field(ge=1, description="Its words, where none are given below.")] = None
    owners: Annotated[list[Code], Field(min_length=1)]
    due_on: Annotated[date | None, Field(description="A date such as 2020-08-07.")] = None
    texts: Annotated[dict[Language, Prose], Field(description="The task in words of its own.")] = {}
    proof: Annotated[str, Field(max_length=300, description="What will show that it is done.")] = ""

    @property
    def seats(self) -> tuple[str, ...]:
        """Whose task it is."""
        return tuple(self.owners)

    @model_validator(mode="after")
    def _in_words(self) -> Self:
        if self.paragraph is None and not self.texts:
            raise ValueError("'paragraph' or 'texts'")
        return self


class MakeReport(Errand):
    """A seat reports how far it is with a decision, or with one of its tasks."""

    report: Annotated[Line, Field(description="The decision's symbol.")]
    seat: Code
    task: Annotated[int | None, Field(ge=1, description="The task's number; none: the decision as a whole.")] = None
    stage: Literal["not-started", "under-way", "done", "not-applicable"]
    says: Annotated[str, Field(max_length=5000, description="The note to it.")] = ""
    proof: Annotated[str, Field(max_length=5000, description="A link, or the measure that shows it.")] = ""
    language: Annotated[Language | None, Field(description="Of the note; none: that in which the seat reads.")] = None

    @property
    def seats(self) -> tuple[str, ...]:
        """Who reports."""
        return (self.seat,)


class _MeetingFile(BaseModel):
    """A scenario of which only the meeting is looked at."""

    model_config = ConfigDict(extra="ignore")
    meeting: MeetingPart


def _meeting(given: object, info: ValidationInfo) -> object:
    if not isinstance(given, str):
        return given
    base = Path(info.context["file"]).parent if info.context else Path()
    return load_yaml(base / given, _MeetingFile).meeting


class Convene(Errand):
    """The Secretariat convenes the next meeting; what is open of earlier decisions comes onto its agenda by itself."""

    convene: Annotated[
        MeetingPart,
        BeforeValidator(_meeting),
        Field(description="The path of a scenario with that meeting, seen from this one; or the meeting itself."),
    ]
    body: Annotated[Line | None, Field(description="The body that meets, by its name as the decision gives it.")] = None
    today: Annotated[bool, Field(description="Held today: a body established in the play exists only since.")] = False
    carries: Annotated[list[Line], Field(description="Decisions that its agenda names as open.")] = []


def _file(given: object, info: ValidationInfo) -> object:
    if not isinstance(given, str):
        return given
    path = (Path(info.context["file"]).parent if info.context else Path()) / given
    if not path.is_file():
        raise ValueError("the path of a file, seen from this one")
    return path


File = Annotated[Path, BeforeValidator(_file), WithJsonSchema({"type": "string"})]


class Send(Errand):
    """A seat sends a form, as its browser would."""

    send: Annotated[Address, Field(description="The form's address, below the council.")]
    seat: Code
    fields: Annotated[dict[str, str | list[str]], Field(description="What is filled in.")] = {}
    files: Annotated[dict[str, File], Field(description="What is uploaded: a path, seen from the scenario.")] = {}
    status: Annotated[int, Field(ge=200, le=599, description="What is answered in the end.")] = 200
    leaves: Annotated[list[Line], Field(description="Kinds of the lines it leaves in the record.")] = []

    @property
    def seats(self) -> tuple[str, ...]:
        """Who sends."""
        return (self.seat,)


class Look(Errand):
    """Nothing is done, only told or looked at."""


KINDS: Final[Mapping[str, type[Errand]]] = {
    "paper": GivePaper,
    "release": Release,
    "freeze": Freeze,
    "report": MakeReport,  # before a task: it may name one
    "task": MakeTask,
    "convene": Convene,
    "send": Send,
    "look": Look,
}


def kind_of(errand: object) -> str:
    """Return the tag of an errand: the field that names it."""
    if isinstance(errand, Errand):
        return next(name for name, kind in KINDS.items() if type(errand) is kind)
    given: Mapping[Any, Any] = errand if isinstance(errand, Mapping) else {}
    return next((name for name in KINDS if name in given), "look")


AnyErrand = Annotated[
    Annotated[GivePaper, Tag("paper")]
    | Annotated[Release, Tag("release")]
    | Annotated[Freeze, Tag("freeze")]
    | Annotated[MakeReport, Tag("report")]
    | Annotated[MakeTask, Tag("task")]
    | Annotated[Convene, Tag("convene")]
    | Annotated[Send, Tag("send")]
    | Annotated[Look, Tag("look")],
    Discriminator(kind_of),
]
