from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from kenesh.core.domain.zones import LAST, Observance, Yearly, observances

pytestmark = pytest.mark.unit

NOON = datetime(2026, 5, 7, 12, 0, tzinfo=UTC)
ONE, TWO = timedelta(hours=1), timedelta(hours=2)


def local(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC).replace(tzinfo=None)


def seen(zone: str, *, around: datetime = NOON) -> tuple[Observance, ...]:
    return observances(zone=ZoneInfo(zone), around=around)


def test_clocks_that_change_on_the_same_sundays_are_given_once_and_yearly() -> None:
    assert seen("Europe/Budapest") == (
        Observance(
            onset=local(1970, 3, 29, 2),
            offset_from=ONE,
            offset_to=TWO,
            name="CEST",
            yearly=Yearly(month=3, week=LAST, weekday=6),
        ),
        Observance(
            onset=local(1970, 10, 25, 3),
            offset_from=TWO,
            offset_to=ONE,
            name="CET",
            yearly=Yearly(month=10, week=LAST, weekday=6),
        ),
    )


def test_a_week_of_the_month_is_counted_from_its_beginning_where_it_is_not_the_last() -> None:
    assert [one.yearly for one in seen("America/New_York")] == [
        Yearly(month=3, week=2, weekday=6),
        Yearly(month=11, week=1, weekday=6),
    ]


@pytest.mark.parametrize(("zone", "hours"), [("Asia/Baku", 4), ("Asia/Bishkek", 6), ("Asia/Tashkent", 5), ("UTC", 0)])
def test_a_zone_whose_clocks_stand_still_has_one_observance(zone: str, hours: int) -> None:
    (one,) = seen(zone)
    assert (one.offset_from, one.offset_to) == (timedelta(hours=hours), timedelta(hours=hours))
    assert (one.onset.year, one.yearly, one.is_daylight) == (1970, None, False)


def test_a_country_that_changes_its_time_for_good_is_told_day_by_day() -> None:
    before, after = seen("Asia/Almaty", around=datetime(2024, 2, 1, tzinfo=UTC))
    assert (before.offset_to, after.offset_to) == (timedelta(hours=6), timedelta(hours=5))
    assert (after.onset, after.yearly) == (local(2024, 3, 1, 0), None)


def test_a_zone_whose_days_differ_from_year_to_year_is_told_day_by_day() -> None:
    changes = seen("Africa/Casablanca")
    assert [one.yearly for one in changes] == [None] * 7
    # The zone's own data call the winter of Ramadan the saving; for a calendar, summer is when clocks are ahead.
    assert [one.is_daylight for one in changes] == [False, False, True, False, True, False, True]


def test_every_zone_there_is_can_be_told() -> None:
    told = {zone: seen(zone) for zone in sorted(available_timezones())}
    assert all(told.values())
