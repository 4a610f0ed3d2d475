import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client

from kenesh.core import nudge
from kenesh.meetings import regions
from kenesh.meetings.live.house import House, NotServing, house
from kenesh.meetings.live.hub import Hub, Pace
from kenesh.meetings.models import Meeting
from kenesh.meetings.queries import Head
from kenesh.sites.asgi import application
from tests.meetings.conftest import PROPOSAL, Table
from tests.meetings.readers import Reader, aside, reading

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

OPENED = 9  # the line at which every meeting here is in session


class Counting:
    """The real regions, counted; one audience can be made to fail once."""

    def __init__(self) -> None:
        self.shown: Counter[tuple[int, str, str]] = Counter()
        self.fails_at: tuple[int, str, str] | None = None

    def shared(self, *, head: Head, language: str) -> Mapping[str, str]:
        self._count(head.seq, language, "")
        return regions.shared(head=head, language=language)

    def desk(self, *, head: Head, seat: str, language: str) -> str:
        self._count(head.seq, language, seat)
        return f"<p>{seat} in {language}</p>{regions.desk(head=head, seat=seat, language=language)}"

    def _count(self, *audience: Any) -> None:
        self.shown[audience] += 1
        if audience == self.fails_at:
            self.fails_at = None
            raise ZeroDivisionError


@asynccontextmanager
async def serving(table: Table, renderer: Any = regions, **pace: float) -> AsyncIterator[House]:
    async with aside():
        await sync_to_async(table.open)(open_to_public="on")
        async with House(hub=Hub(renderer=renderer, pace=Pace(**pace))).running() as served:
            yield served


def room(table: Table, client: Client | None = None, after: int | None = None, **headers: str) -> Any:
    return reading(application, f"{table.base}room/stream/", client=client, after=after, **headers)


async def do(table: Table, by: str, act: str, **fields: Any) -> int:
    done: dict[str, Any] = await sync_to_async(table.do)(by, act, **fields)
    return int(done["seq"])


async def present(reader: Reader, seq: int) -> None:
    """Wait until the screen stands at a line."""
    await reader.until(seq)


async def test_each_language_is_rendered_once_for_each_line_however_many_look_on(table: Table) -> None:
    counting = Counting()
    async with serving(table, counting), AsyncExitStack() as stack:
        readers = [
            await stack.enter_async_context(room(table, after=OPENED, accept_language=language))
            for language in ("en", "tr")
            for _ in range(20)
        ]
        for reader in readers:
            await present(reader, OPENED)
        seq = await do(table, "KZ", "request_floor", kind="statement")
        for reader in readers:
            await present(reader, seq)
    assert counting.shown == {(line, language, ""): 1 for line in (OPENED, seq) for language in ("en", "tr")}
    assert len({id(reader.parts[-1]) for reader in readers}) == 2


async def test_a_desk_is_rendered_once_for_a_seat_and_goes_to_no_other(table: Table) -> None:
    counting = Counting()
    async with (
        serving(table, counting),
        room(table, table.clients["KZ"]) as one,
        room(table, table.clients["KZ"]) as two,
        room(table, table.clients["TR"]) as other,
        room(table) as public,
    ):
        seq = await do(table, "UZ", "request_floor", kind="statement")
        for reader in (one, two, other, public):
            await present(reader, seq)
        await asyncio.sleep(0.1)
    assert max(counting.shown.values()) == 1
    assert next(seat for line, _, seat in counting.shown if line == seq) == ""  # what all see comes first
    assert {seat for _, _, seat in counting.shown} == {"", "KZ", "TR"}
    texts = [b"".join(reader.parts).decode() for reader in (one, two, other, public)]
    assert ["KZ in en" in text for text in texts] == [True, True, False, False]
    assert ["TR in en" in text for text in texts] == [False, False, True, False]
    assert "region-desk" not in texts[-1]


async def test_a_reader_who_has_seen_the_last_line_is_sent_only_what_changes(table: Table) -> None:
    async with serving(table), room(table, after=OPENED) as reader:
        assert await reader.frame() == {"seq": str(OPENED)}
        seq = await do(table, "KZ", "request_floor", kind="statement")
        frame = await reader.frame()
        assert frame["seq"] == str(seq)
        assert "Kazakhstan" in frame["speakers"]
        assert "agenda" not in frame


async def test_a_reader_who_has_seen_nothing_is_sent_every_region(table: Table) -> None:
    async with serving(table), room(table) as reader:
        assert set(await reader.frame()) == {*regions.SHARED, "seq"}
        assert reader.answered["content-type"].startswith("text/event-stream")
        assert reader.answered["cache-control"] == "no-store"
        assert reader.answered["x-accel-buffering"] == "no"
        assert reader.parts[0].startswith(b"retry: ")


async def test_the_line_comes_with_the_last_event_of_a_frame(table: Table) -> None:
    async with serving(table), room(table) as reader:
        events = [await reader.event() for _ in range(len(regions.SHARED) + 1)]
        assert [event.id for event in events] == [None] * len(regions.SHARED) + [OPENED]


async def test_a_browser_that_comes_back_is_sent_what_it_missed(table: Table) -> None:
    async with serving(table), room(table, after=OPENED) as stays:
        await present(stays, OPENED)
        first = await do(table, "KZ", "request_floor", kind="statement")
        last = await do(table, "SEC", "table_proposal", **PROPOSAL)
        await present(stays, last)
        async with room(table, after=1, last_event_id=str(first)) as back:
            missed = await back.frame()
        async with room(table, after=OPENED) as back:
            more = await back.frame()
    assert "proposals" in missed
    assert "speakers" not in missed
    assert {"proposals", "speakers"} <= set(more)
    assert "agenda" not in more


async def test_a_line_that_is_not_reached_yet_is_answered_with_the_whole_room(table: Table) -> None:
    async with serving(table), room(table, after=999) as reader:
        assert set(await reader.frame()) == {*regions.SHARED, "seq"}


async def test_a_page_newer_than_this_process_is_not_set_back(table: Table) -> None:
    async with serving(table, look=60) as served, room(table, after=OPENED) as first:
        await present(first, OPENED)
        nudge._listeners.remove(served.hub._hear)  # news from elsewhere that has not come yet
        seq = await do(table, "KZ", "request_floor", kind="statement")
        async with room(table, after=seq) as reader:
            assert await reader.frame() == {"seq": str(seq)}
        nudge._listeners.append(served.hub._hear)


async def test_a_lost_nudge_is_made_good(table: Table) -> None:
    async with serving(table, look=0.1) as served, room(table, after=OPENED) as reader:
        await present(reader, OPENED)
        nudge._listeners.remove(served.hub._hear)
        seq = await do(table, "KZ", "request_floor", kind="statement")
        await present(reader, seq)
        nudge._listeners.append(served.hub._hear)


async def test_a_slow_reader_skips_to_what_is_newest_and_holds_up_nobody(table: Table) -> None:
    async with serving(table), room(table, after=OPENED) as slow, room(table, after=OPENED) as quick:
        await present(slow, OPENED)
        slow.writable.clear()
        for act in ("request_floor", "withdraw_request") * 5:
            seq = await do(table, "KZ", act, kind="statement")
            await present(quick, seq)
        before = len(slow.parts)
        slow.writable.set()
        await present(slow, seq)
        assert len(slow.parts) - before <= 2  # what was on its way, and the newest
        await do(table, "KZ", "request_floor", kind="statement")
        assert "Kazakhstan" in (await slow.until(seq + 1))["speakers"]


async def test_a_region_that_cannot_be_shown_is_tried_again_and_the_others_go_on(
    table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    counting = Counting()
    counting.fails_at = (OPENED + 1, "tr", "")
    async with (
        serving(table, counting, look=0.1),
        room(table, after=OPENED) as english,
        room(table, after=OPENED, accept_language="tr") as turkish,
    ):
        await present(turkish, OPENED)
        seq = await do(table, "KZ", "request_floor", kind="statement")
        await present(english, seq)
        await present(turkish, seq)
    assert "cannot be shown at line 10" in caplog.text
    assert counting.shown[OPENED + 1, "en", ""] == 1


async def test_a_quiet_stream_says_now_and_then_that_it_is_alive(table: Table) -> None:
    async with serving(table, beat=0.15), room(table, after=OPENED) as reader:
        assert [await reader.frame() for _ in range(3)] == [{"seq": str(OPENED)}] * 3
        reader.writable.clear()
        await asyncio.sleep(0.5)
        before = len(reader.parts)
        reader.writable.set()
        await reader.frame()
        assert len(reader.parts) == before + 1


async def test_who_is_dismissed_or_signs_out_looks_on_no_longer(table: Table) -> None:
    def dismiss() -> None:
        get_user_model().objects.filter(email="kz@example.org").update(is_active=False)
        Session.objects.filter(pk=table.clients["TR"].cookies["sessionid"].value).delete()

    async with (
        serving(table, ask_again=0.1),
        room(table, table.clients["KZ"]) as dismissed,
        room(table, table.clients["TR"]) as signed_out,
        room(table, table.clients["UZ"]) as stays,
        room(table) as public,
    ):
        await sync_to_async(dismiss)()
        await dismissed.ended()
        await signed_out.ended()
        await asyncio.sleep(0.3)
        assert not stays.task.done()
        assert not public.task.done()
        await sync_to_async(Meeting.objects.update)(open_to_public=False)
        await public.ended()
        assert not stays.task.done()


@pytest.fixture
def closed_table(table: Table) -> Table:
    table.open()
    return table


@pytest.mark.parametrize("door", ["room/stream/", "journal/"])
async def test_nobody_follows_a_closed_meeting_without_a_seat_at_it(
    closed_table: Table, stranger: Client, door: str
) -> None:
    table = closed_table
    async with House().running():
        for client in (None, stranger):
            async with reading(application, table.base + door, client=client) as refused:
                assert refused.status == 403
                await refused.ended()
        async with reading(application, f"/{table.council.slug}/meetings/none/{door}") as refused:
            assert refused.status == 404
        async with reading(application, table.base + door, client=table.clients["HU"]) as reader:
            assert reader.status == 200


@pytest.mark.parametrize("line", ["-1", "one", "1e3", "9" * 30, "²"])
async def test_a_line_that_is_no_number_is_refused(table: Table, line: str) -> None:
    async with serving(table):
        for page in ("room/stream/", "journal/"):
            async with reading(application, table.base + page, last_event_id=line) as refused:
                assert refused.status == 400


def test_a_stream_is_only_asked_for(table: Table) -> None:
    table.open()
    assert table.clients["KZ"].post(f"{table.base}room/stream/").status_code == 405
    assert table.clients["KZ"].post(f"{table.base}journal/").status_code == 405


async def test_when_the_last_reader_leaves_nothing_is_rendered_any_more(table: Table) -> None:
    counting = Counting()
    async with serving(table, counting) as served:
        async with room(table, table.clients["KZ"]) as reader, room(table, accept_language="tr") as turkish:
            seq = max(await asyncio.gather(line(reader), line(turkish)))
        assert served.hub.rooms == {}
        assert served.hub.viewers == []
        await do(table, "UZ", "request_floor", kind="statement")
        await asyncio.sleep(0.2)
    assert max(shown for shown, _, _ in counting.shown) <= seq


async def line(reader: Reader) -> int:
    return int((await reader.until(OPENED + 1))["seq"])


def test_streams_need_a_server() -> None:
    with pytest.raises(NotServing):
        house()
