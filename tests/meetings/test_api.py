import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from kenesh.core import journal, nudge
from kenesh.meetings.live import streaming, tail
from kenesh.meetings.live.house import House
from kenesh.meetings.live.hub import Hub, Pace
from kenesh.meetings.models import Meeting
from kenesh.sites.asgi import application
from tests.meetings.conftest import Table
from tests.meetings.readers import Event, Reader, aside, reading

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

OPENED = 9


@asynccontextmanager
async def serving(table: Table, **pace: float) -> AsyncIterator[House]:
    async with aside():
        await sync_to_async(table.open)(open_to_public="on")
        async with House(hub=Hub(pace=Pace(**pace))).running() as served:
            yield served


def lines(table: Table, after: int | None = None, **headers: Any) -> Any:
    """Follow the journal as the public does, whose coming and going no line tells of."""
    return reading(application, f"{table.base}journal/", after=after, **headers)


async def do(table: Table, by: str, act: str, **fields: Any) -> None:
    await sync_to_async(table.do)(by, act, **fields)


async def read(reader: Reader, number: int) -> list[Event]:
    return [await reader.event() for _ in range(number)]


def exported(table: Table) -> list[str]:
    return [line.decode().rstrip("\n") for line in journal.export(journal_id=table.meeting.journal_id)]


async def test_every_line_comes_exactly_as_the_record_has_it(table: Table) -> None:
    async with serving(table), lines(table) as reader:
        events = await read(reader, OPENED)
        await do(table, "KZ", "request_floor", kind="statement")
        events += await read(reader, 1)
        await do(table, "AZ", "suspend_meeting")
        events += await read(reader, 2)
        assert [event.data for event in events] == (await sync_to_async(exported)(table))[:12]
    assert [(event.name, event.id) for event in events] == [("line", seq) for seq in range(1, 13)]
    assert '"kind":"Signed"' in events[-1].data


async def test_a_program_that_comes_back_goes_on_after_its_last_line(table: Table) -> None:
    async with serving(table):
        async with lines(table, after=2, last_event_id="7") as reader:
            assert [event.id for event in await read(reader, 2)] == [8, 9]
            assert await reader.quiet()
        async with lines(table, after=8) as reader:
            assert [event.id for event in await read(reader, 1)] == [9]


async def test_a_long_past_comes_in_pages_and_runs_into_the_present(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "PAGE", 2)
    monkeypatch.setattr(tail, "KEPT", 3)
    async with serving(table), lines(table) as early, lines(table, after=OPENED) as slow:
        await read(early, OPENED)
        slow.writable.clear()
        for act in ("request_floor", "withdraw_request") * 4:
            await do(table, "KZ", act, kind="statement")
        slow.writable.set()
        assert [event.id for event in await read(slow, 8)] == list(range(10, 18))
        assert [event.id for event in await read(early, 8)] == list(range(10, 18))
        async with lines(table) as late:
            assert [event.id for event in await read(late, 17)] == list(range(1, 18))


async def test_a_line_not_reached_yet_is_refused(table: Table) -> None:
    async with serving(table), lines(table, after=OPENED + 1) as refused:
        assert refused.status == 400


async def test_a_lost_nudge_costs_no_line(table: Table) -> None:
    async with serving(table, look=0.1) as served, lines(table, after=OPENED) as reader:
        nudge._listeners.remove(served.hub._hear)
        for act in ("request_floor", "withdraw_request"):
            await do(table, "KZ", act, kind="statement")
        assert [event.id for event in await read(reader, 2)] == [10, 11]
        nudge._listeners.append(served.hub._hear)


async def test_a_quiet_journal_is_kept_open_by_comments(table: Table) -> None:
    async with serving(table, beat=0.15), lines(table, after=OPENED) as reader:
        await asyncio.sleep(0.5)
        assert reader.parts.count(b":\n\n") >= 2
        assert await reader.quiet(0.1)


async def test_a_program_that_may_no_longer_read_is_sent_away(table: Table) -> None:
    async with serving(table, ask_again=0.1), lines(table) as reader:
        await read(reader, OPENED)
        await sync_to_async(Meeting.objects.update)(open_to_public=False)
        await reader.ended()


async def test_the_tail_ends_with_its_last_reader(table: Table) -> None:
    async with serving(table) as served:
        journal_id = (await sync_to_async(lambda: table.meeting)()).journal_id
        async with lines(table, after=OPENED) as stays:
            async with lines(table, after=OPENED) as leaves:
                await do(table, "KZ", "request_floor", kind="statement")
                await read(leaves, 1)
            assert served.hub.rooms[journal_id].tail.seq == OPENED + 1
            await do(table, "KZ", "withdraw_request", kind="statement")
            assert [event.id for event in await read(stays, 2)] == [10, 11]
        assert served.hub.rooms == {}
