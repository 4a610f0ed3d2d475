import asyncio
import threading

import pytest
from django.db import OperationalError, connection, connections

from kenesh.core.threads import Thread, recurring

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


def query() -> tuple[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return threading.current_thread().name, id(connection.connection)


def fail() -> None:
    raise OperationalError("the database is away")


async def test_a_thread_does_one_thing_after_another_on_one_connection() -> None:
    thread = Thread(name="trial")
    found = [await thread.run(query) for _ in range(3)]
    await thread.stop()
    assert {name for name, _ in found} == {"trial_0"}
    assert len({held for _, held in found}) == 1


async def test_a_connection_with_which_something_went_wrong_is_given_up() -> None:
    thread = Thread(name="trial")
    await thread.run(query)
    with pytest.raises(OperationalError):
        await thread.run(fail)
    assert await thread.run(lambda: connections["default"].connection) is None
    await thread.stop()


async def test_what_nobody_waits_for_is_done_all_the_same_and_its_failure_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    thread, done = Thread(name="trial"), threading.Event()
    thread.start(fail)
    thread.start(done.set)
    await thread.stop()
    assert done.is_set()
    assert "fail failed" in caplog.text
    thread.start(fail)  # too late, and nobody's trouble


async def test_what_recurs_goes_on_after_it_failed_once(caplog: pytest.LogCaptureFixture) -> None:
    times = 0

    async def work() -> None:
        nonlocal times
        times += 1
        if times == 1:
            raise ZeroDivisionError

    async with recurring(work, seconds=0.01):
        await asyncio.sleep(0.1)
    assert times > 1
    assert "work failed" in caplog.text
    ended_with = times
    await asyncio.sleep(0.05)
    assert times == ended_with
