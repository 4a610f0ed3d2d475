import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest

from kenesh.core import clock

pytestmark = pytest.mark.unit

MOMENT = datetime(2020, 5, 7, 9, 0, tzinfo=UTC)


def test_now_is_now_in_utc() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().tzinfo == UTC


def test_a_held_clock_stands_until_it_is_moved() -> None:
    with clock.pinned(at=MOMENT) as held:
        assert clock.now() == MOMENT
        held.advance(timedelta(minutes=3))
        assert clock.now() == MOMENT + timedelta(minutes=3)
    assert clock.now() > MOMENT + timedelta(days=1)


def test_other_threads_read_the_held_clock_too() -> None:
    seen: list[datetime] = []
    with clock.pinned(at=MOMENT):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen == [MOMENT]


def test_a_held_moment_is_said_in_utc() -> None:
    with clock.pinned(at=datetime(2020, 5, 7, 15, 0, tzinfo=timezone(timedelta(hours=6)))):
        assert (clock.now(), clock.now().tzinfo) == (MOMENT, UTC)


def test_a_moment_without_a_zone_cannot_be_held() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.pinned(at=datetime(2020, 5, 7)):  # noqa: DTZ001 -- the case
        pass
