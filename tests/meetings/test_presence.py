import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from kenesh.core import chain, clock, journal
from kenesh.meetings import actions
from kenesh.meetings.live.clockwork import Clockwork
from kenesh.meetings.live.house import House
from kenesh.meetings.models import Connection, Meeting
from kenesh.sites.asgi import application
from tests.meetings.conftest import PROPOSAL, Table
from tests.meetings.readers import aside, reading

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

NOON = datetime(2020, 5, 7, 12, tzinfo=UTC)
PRESENCE = ("SeatConnected", "SeatDisconnected")


@pytest.fixture
def held() -> Iterator[clock.Held]:
    with clock.pinned(at=NOON) as found:
        yield found


@pytest.fixture
def works(held: clock.Held) -> Clockwork:
    """Return a clockwork that has been at it long enough to know who left."""
    found = Clockwork()
    held.advance(timedelta(minutes=5))
    return found


def noted(table: Table) -> list[tuple[str, str]]:
    """Return who came and left, as the record has it."""
    lines = journal.lines(journal_id=table.meeting.journal_id)
    return [(line.kind, line.payload["seat"]) for line in lines if line.kind in PRESENCE]


def last(table: Table) -> chain.Line:
    return list(journal.lines(journal_id=table.meeting.journal_id))[-1]


def opened(table: Table, *seats: str) -> list[Any]:
    """Say that streams of seats are open."""
    streams = [uuid4() for _ in seats]
    meeting = table.meeting.pk
    actions.vouch(streams={stream: (meeting, seat) for stream, seat in zip(streams, seats, strict=True)})
    return streams


def in_session(table: Table, **changes: Any) -> None:
    table.open(**changes)


def test_a_seat_is_present_from_its_first_stream_on(table: Table, works: Clockwork) -> None:
    table.convene()
    opened(table, "KZ", "KZ", "TR")
    works.tick()
    works.tick()
    assert noted(table) == [("SeatConnected", "KZ"), ("SeatConnected", "TR")]
    assert last(table).by == "kenesh"


def test_a_seat_is_absent_fifteen_seconds_after_its_last_stream_ended(
    table: Table, works: Clockwork, held: clock.Held
) -> None:
    table.convene()
    one, two = opened(table, "KZ", "KZ")
    works.tick()
    actions.end_stream(stream=one)
    held.advance(timedelta(seconds=5))
    actions.end_stream(stream=two)
    held.advance(timedelta(seconds=14.9))
    works.tick()
    assert noted(table) == [("SeatConnected", "KZ")]
    held.advance(timedelta(seconds=0.1))
    works.tick()
    assert noted(table) == [("SeatConnected", "KZ"), ("SeatDisconnected", "KZ")]
    held.advance(timedelta(minutes=5))
    works.tick()
    assert not Connection.objects.exists()
    assert len(noted(table)) == 2


def test_who_is_back_within_the_grace_was_never_away(table: Table, works: Clockwork, held: clock.Held) -> None:
    table.convene()
    (stream,) = opened(table, "KZ")
    works.tick()
    actions.end_stream(stream=stream)
    held.advance(timedelta(seconds=14))
    opened(table, "KZ")
    held.advance(timedelta(seconds=14))
    works.tick()
    assert noted(table) == [("SeatConnected", "KZ")]


def test_the_streams_of_a_killed_process_are_missed_by_any_other(
    table: Table, works: Clockwork, held: clock.Held
) -> None:
    table.convene()
    opened(table, "KZ")
    works.tick()
    held.advance(timedelta(seconds=19))  # at most five since it last vouched for them, and the grace
    works.tick()
    assert noted(table) == [("SeatConnected", "KZ")]
    held.advance(timedelta(seconds=1))
    works.tick()
    assert noted(table) == [("SeatConnected", "KZ"), ("SeatDisconnected", "KZ")]


def test_after_a_restart_everyone_has_the_grace_to_come_back(table: Table, works: Clockwork, held: clock.Held) -> None:
    in_session(table)
    opened(table, "KZ", "TR")
    works.tick()
    held.advance(timedelta(hours=1))
    restarted = Clockwork()
    restarted.tick()
    held.advance(timedelta(seconds=10))
    opened(table, "KZ")
    held.advance(timedelta(seconds=10))
    restarted.tick()
    assert noted(table)[2:] == [("SeatDisconnected", "TR")]


def test_a_seat_taken_for_absent_by_mistake_is_present_again(table: Table, works: Clockwork, held: clock.Held) -> None:
    table.convene()
    (stream,) = opened(table, "KZ")
    works.tick()
    held.advance(timedelta(seconds=60))  # the process that holds the stream stood still
    works.tick()
    actions.vouch(streams={stream: (table.meeting.pk, "KZ")})
    works.tick()
    assert [kind for kind, _ in noted(table)] == ["SeatConnected", "SeatDisconnected", "SeatConnected"]


def test_losing_quorum_stops_deciding_and_not_talking(table: Table, works: Clockwork, held: clock.Held) -> None:
    table.convene()
    streams = opened(table, "AZ", "KZ", "KG")
    works.tick()
    table.do("AZ", "open_meeting")
    table.do("SEC", "table_proposal", **PROPOSAL)
    for stream in streams[1:]:
        actions.end_stream(stream=stream)
    held.advance(timedelta(seconds=15))
    actions.vouch(streams={streams[0]: (table.meeting.pk, "AZ")})
    works.tick()
    refused = table.act("AZ", "put_question", subject_kind="proposal", subject_number=1, method="unanimity")
    assert (refused.status_code, refused.json()["key"]) == (409, "quorum-decide")
    table.do("AZ", "request_floor", kind="statement")


def test_a_closed_meeting_records_nobody(table: Table, works: Clockwork, held: clock.Held) -> None:
    in_session(table)
    opened(table, "KZ")
    works.tick()
    table.do("AZ", "close_meeting")
    before = last(table).seq
    opened(table, "TR")
    works.arrive(meeting_id=table.meeting.pk, seat="TR")
    held.advance(timedelta(hours=1))
    works.tick()
    assert last(table).seq == before


def test_a_silence_ends_by_itself_at_its_deadline(table: Table, works: Clockwork, held: clock.Held) -> None:
    in_session(table)
    table.do("SEC", "table_proposal", **PROPOSAL)
    put = {"subject_kind": "proposal", "subject_number": 1, "method": "silence"}
    table.do("AZ", "put_question", **put, deadline="2020-05-10T18:00", time_zone="Asia/Baku")
    held.advance(datetime(2020, 5, 10, 13, 59, 59, tzinfo=UTC) - held.moment)
    works.tick()
    before = last(table)
    held.advance(timedelta(seconds=1))
    Clockwork().tick()  # also one that has only just begun
    works.tick()
    lines = list(journal.lines(journal_id=table.meeting.journal_id, after=before.seq))
    assert [line.kind for line in lines] == ["QuestionClosed", "DecisionAdopted", "BodyEstablished"]
    assert {line.at for line in lines} == {"2020-05-10T14:00:00.000000Z"}
    assert {line.by for line in lines} == {"kenesh"}


def test_a_speech_is_cut_off_where_the_rules_say_so(table: Table, works: Clockwork, held: clock.Held) -> None:
    in_session(table, rule_profile="osce-like")
    table.do("KZ", "request_floor", kind="statement")
    given = table.do("AZ", "give_floor", to="KZ")
    (speech,) = [event["payload"] for event in given["events"] if event["kind"] == "FloorGiven"]
    held.advance(timedelta(seconds=speech["seconds"]) - timedelta(microseconds=1))
    works.tick()
    assert last(table).kind == "FloorGiven"
    held.advance(timedelta(microseconds=1))
    works.tick()
    works.tick()
    assert (last(table).kind, last(table).by) == ("FloorTimedOut", "kenesh")


def test_a_meeting_in_which_nothing_happens_is_not_folded_again(
    table: Table, works: Clockwork, django_assert_num_queries: Any
) -> None:
    in_session(table)
    works.tick()
    with django_assert_num_queries(2):
        works.tick()


def test_a_meeting_that_cannot_be_read_holds_up_no_other(
    table: Table, works: Clockwork, caplog: pytest.LogCaptureFixture
) -> None:
    table.convene()
    opened(table, "KZ")
    table.convene(symbol="TC/BROKEN/1")
    broken = Meeting.objects.get(slug="tc-broken-1")
    actions.vouch(streams={uuid4(): (broken.pk, "KZ")})
    with journal.locked(journal_id=broken.journal_id) as head:
        journal.append(journal=head, entries=[("NoSuchEvent", 1, {})], at=NOON + timedelta(hours=1), by="SEC")
    works.tick()
    assert noted(table) == [("SeatConnected", "KZ")]
    assert "TC/BROKEN/1 cannot be looked after" in caplog.text


@asynccontextmanager
async def serving(table: Table) -> AsyncIterator[House]:
    async with aside():
        await sync_to_async(table.convene)()
        async with House(tick=0.05).running() as served:
            yield served


async def until(holds: Any) -> None:
    for _ in range(100):
        if await sync_to_async(holds)():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never came to hold")


@pytest.mark.parametrize("door", ["room/stream/", "journal/"])
async def test_who_opens_a_stream_is_recorded_at_once_and_seen_to_leave(table: Table, door: str) -> None:
    async with serving(table):
        async with reading(application, table.base + door, client=table.clients["KZ"]):
            await until(lambda: noted(table) == [("SeatConnected", "KZ")])
            assert await Connection.objects.acount() == 1
        await until(lambda: Connection.objects.get().seen_at < clock.now() - actions.SEEN_EVERY)
        assert await sync_to_async(noted)(table) == [("SeatConnected", "KZ")]


async def test_the_public_is_nobodys_presence(table: Table) -> None:
    async with serving(table):
        await sync_to_async(Meeting.objects.update)(open_to_public=True)
        async with reading(application, f"{table.base}room/stream/"):
            await asyncio.sleep(0.3)
        assert await Connection.objects.acount() == 0
        assert await sync_to_async(noted)(table) == []


async def test_what_is_held_here_is_vouched_for_again(table: Table) -> None:
    async with serving(table) as served:
        with served.presence.held(meeting_id=(await sync_to_async(lambda: table.meeting)()).pk, seat="KZ"):
            await until(Connection.objects.exists)
            await Connection.objects.all().adelete()  # another process took it for dead
            await served.presence.vouch()
            assert await Connection.objects.acount() == 1
