"""Facts over time: each holds from its day until the next one about the same subject begins."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")


class Precision(StrEnum):
    YEAR = "year"
    MONTH = "month"
    DAY = "day"


_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as precisely as a source gives it; it counts from the first day it may mean."""

    day: date
    precision: Precision = Precision.DAY

    @classmethod
    def parse(cls, text: str) -> Moment:
        """Read 2019, 2019-09 or 2019-09-14; anything else is a ValueError."""
        shape = _SHAPE.fullmatch(text)
        if shape is None:
            message = f"{text!r} is not a date such as 2019-09-14, 2019-09 or 2019"
            raise ValueError(message)
        year, month, day = shape.groups()
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        return cls(date(int(year), int(month or 1), int(day or 1)), precision)

    @property
    def last(self) -> date:
        """The last day it may mean."""
        if self.precision is Precision.DAY:
            return self.day
        month = 12 if self.precision is Precision.YEAR else self.day.month
        return date(self.day.year, month, calendar.monthrange(self.day.year, month)[1])

    def __str__(self) -> str:
        return self.day.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[self.precision]]


@dataclass(frozen=True, slots=True)
class Period(Generic[T]):
    """A value with the day it begins and, where it has an end of its own, the day it no longer holds."""

    value: T
    since: Moment
    until: Moment | None = None


@dataclass(frozen=True, slots=True)
class Turn(Generic[T]):
    """From this day on it is so; None: nothing holds any more."""

    since: Moment
    value: T | None


class Overlap(ValueError):
    """Two values of one subject would hold on the same day."""

    def __init__(self, *, earlier: Moment, later: Moment) -> None:
        super().__init__(f"what begins {earlier} is still in force when {later} begins")
        self.earlier = earlier
        self.later = later


def turns(periods: Iterable[Period[T]]) -> tuple[Turn[T], ...]:
    """Lay periods end to end, in order of time.

    A period without an end lasts until the next begins. Refused (Overlap): two that begin on one day, one that
    begins before the end the earlier one states, one that ends before it begins.
    """
    result: list[Turn[T]] = []
    end: Moment | None = None
    for period in sorted(periods, key=lambda one: one.since.day):
        _refuse_overlap(previous=result[-1].since if result else None, end=end, since=period.since)
        if end is not None and end.day < period.since.day:
            result.append(Turn(end, None))
        result.append(Turn(period.since, period.value))
        end = period.until
        if end is not None and end.day <= period.since.day:
            raise Overlap(earlier=period.since, later=end)
    return (*result, Turn(end, None)) if end is not None else tuple(result)


def _refuse_overlap(*, previous: Moment | None, end: Moment | None, since: Moment) -> None:
    if previous is None:
        return
    if previous.day == since.day or (end is not None and since.day < end.day):
        raise Overlap(earlier=previous, later=since)


def in_force(turns: Iterable[Turn[T]], *, on: date) -> Turn[T] | None:
    """Return the turn that holds on this day; the order they come in does not matter."""
    begun = [turn for turn in turns if turn.since.day <= on]
    return max(begun, key=lambda turn: turn.since.day, default=None)
