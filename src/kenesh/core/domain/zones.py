"""When clocks change in a time zone: what a calendar carries, so that its reader needs to know no zone."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Final

DAY: Final = timedelta(days=1)
SECOND: Final = timedelta(seconds=1)
LAST: Final = -1
EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 -- a local time, as every onset is


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly:
    """A day of every year, such as the last Sunday of March: Monday is 0, ``week`` is from 1 to 4, or the last."""

    month: int
    week: int
    weekday: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Observance:
    """From ``onset`` on, as the clocks before it say, the offset from UTC is another; yearly where it always is so."""

    onset: datetime
    offset_from: timedelta
    offset_to: timedelta
    name: str
    yearly: Yearly | None = None

    @property
    def is_daylight(self) -> bool:
        """Whether clocks go forward. Some zones call their winter the saving; a calendar program wants it plain."""
        return self.offset_to > self.offset_from


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    offset: timedelta
    name: str


def observances(*, zone: tzinfo, around: datetime) -> tuple[Observance, ...]:
    """Return what holds in a zone from a year before the year of a moment to a year after it.

    Where clocks change on the same days each year they are given once and yearly; where they do not, day by day. A
    zone whose clocks stand still has one observance.
    """
    year = around.year
    begin, end = (datetime(one, 1, 1, tzinfo=UTC) for one in (year - 1, year + 2))
    changes = list(_changes(zone, begin, end))
    if not changes:
        return (_standing(_state(zone, begin), EPOCH),)
    return _yearly(changes) or (_standing(_state(zone, begin), _local(begin, _state(zone, begin))), *changes)


def _changes(zone: tzinfo, begin: datetime, end: datetime) -> Iterator[Observance]:
    days = [begin + DAY * count for count in range((end - begin).days + 1)]
    for before, after in pairwise(days):
        was, becomes = _state(zone, before), _state(zone, after)
        if was != becomes:
            instant = _instant(zone, before, after)
            yield Observance(
                onset=_local(instant, was),
                offset_from=was.offset,
                offset_to=becomes.offset,
                name=becomes.name,
            )


def _instant(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """Return the first second at which what held before no longer holds."""
    was = _state(zone, before)
    while after - before > SECOND:
        middle = before + (after - before) // 2
        before, after = (middle, after) if _state(zone, middle) == was else (before, middle)
    return after.replace(microsecond=0)


def _state(zone: tzinfo, at: datetime) -> _State:
    local = at.astimezone(zone)
    return _State(offset=local.utcoffset() or timedelta(0), name=local.tzname() or "")


def _local(instant: datetime, state: _State) -> datetime:
    return (instant + state.offset).replace(tzinfo=None)


def _standing(state: _State, onset: datetime) -> Observance:
    return Observance(
        onset=onset,
        offset_from=state.offset,
        offset_to=state.offset,
        name=state.name,
    )


def _yearly(changes: Sequence[Observance]) -> tuple[Observance, ...]:
    """Return the changes of one year, each as one that comes every year; nothing where a year differs from the next."""
    years = sorted({change.onset.year for change in changes})
    by_year = [[change for change in changes if change.onset.year == year] for year in years]
    if len(years) < 3 or len({len(one) for one in by_year}) > 1:  # noqa: PLR2004 -- the year, and those around it
        return ()
    found: list[Observance] = []
    for same in zip(*by_year, strict=True):
        rule = _rule(same)
        if rule is None:
            return ()
        # As programs write it: a rule that holds for this meeting may as well have held before.
        found.append(replace(same[0], yearly=rule, onset=_in_the_first_year(rule, same[0].onset)))
    return tuple(found)


def _rule(same: Sequence[Observance]) -> Yearly | None:
    """Return the day of the year on which all of these fall."""
    alike = {(c.offset_from, c.offset_to, c.name, c.onset.time(), c.onset.month) for c in same}
    weekdays = {change.onset.weekday() for change in same}
    if len(alike) > 1 or len(weekdays) > 1:
        return None
    if all(_is_last(change.onset) for change in same):
        week = LAST
    else:
        weeks = {(change.onset.day - 1) // 7 + 1 for change in same}
        if len(weeks) > 1:
            return None
        (week,) = weeks
    return Yearly(month=same[0].onset.month, week=week, weekday=same[0].onset.weekday())


def _in_the_first_year(rule: Yearly, onset: datetime) -> datetime:
    every = range(1, _length(EPOCH.year, rule.month) + 1)
    days = (onset.replace(year=EPOCH.year, month=rule.month, day=day) for day in every)
    same = [day for day in days if day.weekday() == rule.weekday]
    return same[rule.week if rule.week == LAST else rule.week - 1]


def _length(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _is_last(day: datetime) -> bool:
    return day.day + 7 > _length(day.year, day.month)
