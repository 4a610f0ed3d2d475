import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenesh.council.domain.periods import Moment, Overlap, Period, Precision, Turn, in_force, turns

pytestmark = pytest.mark.unit

DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))


@st.composite
def chains(draw: st.DrawFn) -> list[Period[int]]:
    """Periods that follow one another, some with a gap, some open, in any order of writing."""
    edges = sorted(draw(st.sets(DAYS, min_size=2, max_size=12)))
    pairs = list(itertools.pairwise(edges))
    kept = [pair for pair in pairs if draw(st.booleans())]
    periods = [
        Period(number, Moment(start), Moment(end) if draw(st.booleans()) else None)
        for number, (start, end) in enumerate(kept)
    ]
    return draw(st.permutations(periods))


def holds(period: Period[int], others: list[Period[int]], day: date) -> bool:
    end = period.until.day if period.until else date.max
    later = [other.since.day for other in others if other.since.day > period.since.day]
    return period.since.day <= day < min([end, *later])


@given(chains(), DAYS)
def test_what_is_in_force_is_what_the_periods_say(periods: list[Period[int]], day: date) -> None:
    holding = [period.value for period in periods if holds(period, periods, day)]
    found = in_force(turns(periods), on=day)
    assert holding == ([] if found is None or found.value is None else [found.value])


@given(chains())
def test_no_two_turns_begin_on_one_day(periods: list[Period[int]]) -> None:
    days = [turn.since.day for turn in turns(periods)]
    assert days == sorted(set(days))


@given(chains(), DAYS, st.randoms())
def test_the_order_of_the_rows_does_not_matter(periods: list[Period[int]], day: date, chance: object) -> None:
    laid = list(turns(periods))
    shuffled = sorted(laid, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert in_force(shuffled, on=day) == in_force(laid, on=day)


@given(DAYS, st.integers(1, 900), st.integers(1, 900))
def test_a_period_that_begins_within_another_is_refused(start: date, length: int, offset: int) -> None:
    first = Period("a", Moment(start), Moment(start + timedelta(days=length + offset)))
    second = Period("b", Moment(start + timedelta(days=offset)))
    with pytest.raises(Overlap):
        turns([second, first])


@given(DAYS)
def test_two_periods_that_begin_on_one_day_are_refused(start: date) -> None:
    with pytest.raises(Overlap):
        turns([Period("a", Moment(start)), Period("b", Moment(start))])


@given(DAYS, st.integers(0, 900))
def test_a_period_that_ends_before_it_holds_is_refused(start: date, back: int) -> None:
    with pytest.raises(Overlap):
        turns([Period("a", Moment(start), Moment(start - timedelta(days=back)))])


def test_the_end_of_a_period_leaves_nothing_in_force() -> None:
    laid = turns([Period("member", Moment(date(2010, 1, 1)), Moment(date(2012, 1, 1)))])
    assert in_force(laid, on=date(2012, 1, 1)) == Turn(Moment(date(2012, 1, 1)), None)


def test_a_gap_leaves_nothing_in_force_until_the_next_begins() -> None:
    periods = [Period("a", Moment(date(2010, 1, 1)), Moment(date(2011, 1, 1))), Period("b", Moment(date(2012, 1, 1)))]
    found = [in_force(turns(periods), on=date(year, 6, 1)) for year in (2009, 2010, 2011, 2012)]
    assert [turn.value if turn else "none yet" for turn in found] == ["none yet", "a", None, "b"]


@pytest.mark.parametrize(
    ("text", "day", "last", "precision"),
    [
        ("2019-10-14", date(2019, 10, 14), date(2019, 10, 14), Precision.DAY),
        ("2019-09", date(2019, 9, 1), date(2019, 9, 30), Precision.MONTH),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), Precision.MONTH),
        ("2023", date(2023, 1, 1), date(2023, 12, 31), Precision.YEAR),
    ],
)
def test_a_date_is_kept_as_precise_as_it_was_written(text: str, day: date, last: date, precision: Precision) -> None:
    moment = Moment.parse(text)
    assert (moment.day, moment.last, moment.precision, str(moment)) == (day, last, precision, text)


@given(st.dates(), st.sampled_from(Precision))
def test_a_date_read_back_is_the_same(day: date, precision: Precision) -> None:
    written = str(Moment(day, precision))
    assert str(Moment.parse(written)) == written


@pytest.mark.parametrize(
    "text", ["", "soon", "2019-13", "2019-02-30", "14.10.2019", "2019-9", "20191014", "2019-10-14T00"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|day"):
        Moment.parse(text)
