"""The file a council is described in: its fields, and what each of them may hold."""

from __future__ import annotations

import zoneinfo
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from kenesh.core.domain.codes import is_language_tag, is_seat_code, is_slug
from kenesh.core.domain.text import unwanted_character
from kenesh.council.domain.periods import Moment, Overlap, Period, Turn, turns

# Addresses of the site itself, which no council may take.
RESERVED = frozenset({"accounts", "demo", "i18n", "invitations", "keys", "static"})


def _moment(value: object) -> Moment:
    if isinstance(value, Moment):
        return value
    try:
        return Moment.parse(str(value))
    except ValueError:
        raise ValueError("a date such as 2019-09-14, 2019-09 or 2019") from None


def _clean(text: str) -> str:
    if character := unwanted_character(text):
        raise ValueError(f"text without the hidden character {character}")
    return text


def _zone(name: str) -> str:
    if name not in zoneinfo.available_timezones():
        raise ValueError("an IANA time zone such as Asia/Baku")
    return name


def _code(text: str) -> str:
    if not is_seat_code(text):
        raise ValueError("a code of 2 to 12 capital letters such as AZ or SEC")
    return text


def _slug(text: str) -> str:
    if not is_slug(text) or text in RESERVED:
        raise ValueError("a name of small letters, digits and hyphens that is not an address of the site itself")
    return text


def _language(tag: str) -> str:
    if not is_language_tag(tag):
        raise ValueError("a language tag such as en, kk or uz")
    return tag


def _once(values: list[Any]) -> list[Any]:
    if len(set(values)) < len(values):
        raise ValueError("each of them once")
    return values


When = Annotated[
    Moment, BeforeValidator(_moment), WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}(-\d\d){0,2}$"})
]
Line = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_clean)]
Source = Annotated[str, Field(max_length=1000), AfterValidator(_clean)]
Zone = Annotated[str, AfterValidator(_zone)]
Code = Annotated[str, AfterValidator(_code)]
Slug = Annotated[str, Field(max_length=80), AfterValidator(_slug)]
Language = Annotated[str, AfterValidator(_language)]
Texts = Annotated[dict[Language, Line], Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class _Dated(_Part):
    since: When
    until: When | None = None
    source: Source = ""


class NameEntry(_Dated):
    names: Texts
    short: dict[Language, Line] = {}


class StatusEntry(_Dated):
    status: Literal["member", "observer", "organ"]


class ChairEntry(_Dated):
    seat: Code


class Authority(_Part):
    names: Texts
    source: Source = ""


class SeatEntry(_Part):
    code: Code
    state: Code | None = None
    organ: Literal["secretariat", "organization"] | None = None
    names: Texts
    renamed: list[NameEntry] = []
    authority: Authority | None = None
    time_zone: Zone = "UTC"
    statuses: Annotated[list[StatusEntry], Field(min_length=1)]

    @field_validator("statuses")
    @classmethod
    def _no_overlap(cls, statuses: list[StatusEntry]) -> list[StatusEntry]:
        _in_turn(statuses)
        return statuses

    @field_validator("renamed")
    @classmethod
    def _one_name_at_a_time(cls, renamed: list[NameEntry]) -> list[NameEntry]:
        _in_turn(renamed)
        return renamed

    @model_validator(mode="after")
    def _of_a_state_or_an_organ(self) -> Self:
        if (self.state is None) == (self.organ is None):
            raise ValueError("either 'state' (a code such as AZ) or 'organ' (secretariat or organization)")
        return self


class BodyEntry(_Part):
    slug: Slug
    kind: Literal["heads", "council", "working-group"]
    names: Texts
    mandate: dict[Language, Annotated[str, Field(max_length=4000)]] = {}
    rule_profile: str = ""
    seats: Literal["all"] | Annotated[list[Code], AfterValidator(_once)] = "all"
    established_on: date | None = None
    established_by: Source = ""
    source: Source = ""


class CouncilFile(_Part):
    """A council, complete: what the file says replaces what was loaded before."""

    council: Slug
    languages: Annotated[list[Language], Field(min_length=1), AfterValidator(_once)]
    rule_profile: str = ""
    names: Annotated[list[NameEntry], Field(min_length=1)]
    seats: Annotated[list[SeatEntry], Field(min_length=1, max_length=400)]
    chair: list[ChairEntry] = []
    bodies: list[BodyEntry] = []
    rule_profiles: dict[Slug, dict[str, Any]] = {}

    @field_validator("names")
    @classmethod
    def _one_name_at_a_time(cls, names: list[NameEntry]) -> list[NameEntry]:
        _in_turn(names)
        return names

    @field_validator("seats")
    @classmethod
    def _each_seat_once(cls, seats: list[SeatEntry]) -> list[SeatEntry]:
        _once([seat.code for seat in seats])
        _once([seat.state for seat in seats if seat.state])
        return seats

    @field_validator("chair")
    @classmethod
    def _chair_of_known_seats(cls, chair: list[ChairEntry], info: ValidationInfo) -> list[ChairEntry]:
        _in_turn(chair)
        _known([term.seat for term in chair], info)
        return chair

    @field_validator("bodies")
    @classmethod
    def _bodies_of_known_seats(cls, bodies: list[BodyEntry], info: ValidationInfo) -> list[BodyEntry]:
        _once([body.slug for body in bodies])
        _known([code for body in bodies if body.seats != "all" for code in body.seats], info)
        return bodies


def laid_out(entries: list[Any]) -> tuple[Turn[Any], ...]:
    """Turns of entries that have a beginning and, perhaps, an end."""
    return turns(Period(entry, entry.since, entry.until) for entry in entries)


def _in_turn(entries: list[Any]) -> None:
    try:
        laid_out(entries)
    except Overlap as overlap:
        raise ValueError(f"one at a time, but {overlap}") from None


def _known(codes: list[str], info: ValidationInfo) -> None:
    if "seats" not in info.data:  # they have a problem of their own, told first
        return
    known = {seat.code for seat in info.data["seats"]}
    if unknown := sorted(set(codes) - known):
        raise ValueError(f"seats of this file, but {', '.join(unknown)} is none of them")
