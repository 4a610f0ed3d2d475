"""What the parts of a scenario are made of: strict, and each field with a word on what it holds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from kenesh.core.domain.codes import is_language_tag, is_seat_code
from kenesh.core.domain.text import unwanted_character
from kenesh.meetings.domain.profile import RULES

_SPAN: Final = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s)?")
_CLOCK: Final = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")
_SUBJECT: Final = re.compile(r"agenda|(proposal|amendment) [1-9]\d{0,3}")
_SYMBOL: Final = re.compile(r"[A-Z0-9]+(/[A-Za-z0-9.-]+)+")
EVERYBODY: Final = "ALL"


class Part(BaseModel):
    """A piece of the file: no field that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def _clean(text: str) -> str:
    if character := unwanted_character(text, lines=True):
        raise ValueError(f"text without the hidden character {character}")
    return text


def _code(text: str) -> str:
    if not is_seat_code(text):
        raise ValueError("a seat's code such as AZ or SEC")
    return text


def _language(tag: str) -> str:
    if not is_language_tag(tag):
        raise ValueError("a language tag such as en, kk or uz")
    return tag


def _known_rule(key: str) -> str:
    if key not in RULES:
        raise ValueError(f"the key of a rule: {', '.join(RULES)}")
    return key


def _offset(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError('hours and minutes from the start in quotes, such as "0:05" or "1:30:00"')
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _moment(value: object) -> object:
    if isinstance(value, datetime | timedelta):
        return value
    found = _SPAN.fullmatch(value.removeprefix("+")) if isinstance(value, str) and value.startswith("+") else None
    if found is None or not any(found.groups()):
        return value
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _zoned(value: datetime | timedelta) -> datetime | timedelta:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("a moment with its zone such as 2020-05-07T10:00:00Z, or a span from now such as +72h")
    return value


def _start(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment with its zone such as 2020-05-07T10:00:00Z")
    return value


def _subject(text: str) -> str:
    if not _SUBJECT.fullmatch(text):
        raise ValueError("agenda, or what it is about with its number: proposal 1, amendment 2")
    return text


def _symbol(text: str) -> str:
    if not _SYMBOL.fullmatch(text):
        raise ValueError("a symbol such as TC/MIG/2020/1")
    return text


def seconds_of(value: object) -> object:
    """Take 5, "5s" or "1m30s" for a number of seconds."""
    if isinstance(value, str) and (found := _SPAN.fullmatch(value)) and any(found.groups()):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds
    return value


Line = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_clean)]
Prose = Annotated[str, Field(min_length=1, max_length=50_000), AfterValidator(_clean)]
Code = Annotated[str, AfterValidator(_code), WithJsonSchema({"type": "string", "pattern": "^[A-Z][A-Z0-9]{1,11}$"})]
Language = Annotated[str, AfterValidator(_language)]
Texts = Annotated[dict[Language, Prose], Field(min_length=1)]
RuleKey = Annotated[str, AfterValidator(_known_rule), WithJsonSchema({"enum": list(RULES)})]
Offset = Annotated[
    timedelta,
    BeforeValidator(_offset),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}:[0-5]\d(:[0-5]\d)?$"}),
]
Deadline = Annotated[
    datetime | timedelta,
    BeforeValidator(_moment),
    AfterValidator(_zoned),
    WithJsonSchema({"type": "string", "description": "a moment with its zone, or a span from now such as +72h"}),
]
Start = Annotated[datetime, AfterValidator(_start), WithJsonSchema({"type": "string", "format": "date-time"})]
Subject = Annotated[
    str, AfterValidator(_subject), WithJsonSchema({"type": "string", "pattern": f"^({_SUBJECT.pattern})$"})
]
Symbol = Annotated[
    str,
    Field(max_length=80),
    AfterValidator(_symbol),
    WithJsonSchema({"type": "string", "pattern": f"^{_SYMBOL.pattern}$", "maxLength": 80}),
]
Position = Literal["yes", "no", "abstain"]


def instant(deadline: datetime | timedelta, *, now: datetime) -> datetime:
    """Return the moment a deadline names; one given as a span counts from now and ends on a full minute."""
    if isinstance(deadline, datetime):
        return deadline.astimezone(UTC)
    later = now.astimezone(UTC) + deadline
    rounded = later.replace(second=0, microsecond=0)
    return rounded if rounded == later else rounded + timedelta(minutes=1)
