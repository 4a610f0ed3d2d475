import asyncio
import threading

import pytest
from asgiref.sync import SyncToAsync, sync_to_async
from django.db import OperationalError, connection, connections

from kenesh.core.threads import MOST_IDLE, RequestThread, Thread, recurring, with_kept_threads

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


class Site:
    """An application that notes in which thread each request works, and holds them until so many came."""

    def __init__(self) -> None:
        self.worked_in: list[int] = []
        self.gate = asyncio.Barrier(1)
        self.application = with_kept_threads(self._answer)

    async def ask(self) -> None:
        await self.application({}, None, None)  # type: ignore[arg-type]  # nothing is sent

    async def together(self, number: int) -> set[int]:
        """Ask at the same time, and return the threads that took."""
        before = len(self.worked_in)
        self.gate = asyncio.Barrier(number)
        await asyncio.gather(*(self.ask() for _ in range(number)))
        return set(self.worked_in[before:])

    async def _answer(self, *_: object) -> None:
        self.worked_in.append(await sync_to_async(threading.get_ident)())
        await self.gate.wait()


async def test_requests_share_a_thread_unless_they_come_at_once() -> None:
    site = Site()
    for _ in range(3):
        await site.ask()
    assert len(set(site.worked_in)) == 1
    assert len(await site.together(3)) == 3


async def test_only_so_many_idle_threads_are_kept() -> None:
    site = Site()
    lent = await site.together(MOST_IDLE + 5)
    await asyncio.sleep(0.1)
    assert len(lent & {thread.ident for thread in threading.enumerate()}) == MOST_IDLE


async def test_a_thread_that_a_request_gave_up_is_not_lent_again() -> None:
    async def answer(*_: object) -> None:
        await sync_to_async(threading.get_ident)()
        thread = SyncToAsync.context_to_thread_executor[SyncToAsync.thread_sensitive_context.get()]
        thread.shutdown()
        threads.append(thread)

    threads: list[object] = []
    application = with_kept_threads(answer)
    for _ in range(2):
        await application({}, None, None)  # type: ignore[arg-type]  # nothing is sent
    assert isinstance(threads[0], RequestThread)
    assert threads[0] is not threads[1]
