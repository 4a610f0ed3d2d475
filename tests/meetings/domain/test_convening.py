from datetime import UTC, datetime, timedelta

import pytest

from kenesh.core.chain import canonical
from kenesh.meetings import codec
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.journal import apply, replay
from kenesh.meetings.domain.state import Contradiction, Move
from tests.meetings.domain.builders import SEATS, START, Table, opened, under_way

pytestmark = pytest.mark.unit

LATER = datetime(2020, 5, 14, 8, 0, tzinfo=UTC)


def test_the_secretariat_moves_a_meeting_and_the_record_says_from_when_and_why() -> None:
    table = Table()
    before = table.meeting.starts_at
    moved = table.do("move_meeting", "SEC", starts_at=LATER, reason="A feast")
    assert moved == (e.MeetingMoved(starts_at=LATER, reason="A feast"),)
    assert (table.meeting.starts_at, table.meeting.phase, table.meeting.callings) == (LATER, "convened", 1)
    assert table.meeting.moves == (Move(from_start=before, reason="A feast", at=START),)
    table.do("move_meeting", "SEC", starts_at=before, reason="No feast")
    assert (table.meeting.starts_at, table.meeting.callings) == (before, 2)


def test_a_move_to_the_same_instant_changes_nothing() -> None:
    table = Table()
    assert table.do("move_meeting", "SEC", starts_at=table.meeting.starts_at, reason="") == ()


def test_only_the_secretariat_calls_anew_and_only_with_a_reason_and_a_zone() -> None:
    table = Table()
    for seat in (seat for seat in SEATS if seat != "SEC"):
        table.refuses("secretariat", "move_meeting", seat, starts_at=LATER, reason="x")
        table.refuses("secretariat", "cancel_meeting", seat, reason="x")
    table.refuses("seated", "cancel_meeting", "XX", reason="x")
    table.refuses("session", "move_meeting", "SEC", starts_at=LATER, reason=" ")
    table.refuses("session", "move_meeting", "SEC", starts_at=LATER.replace(tzinfo=None), reason="x")
    table.refuses("session", "cancel_meeting", "SEC", reason=" ")


def test_a_meeting_once_opened_is_neither_moved_nor_cancelled() -> None:
    table = opened()
    table.refuses("session", "move_meeting", "SEC", starts_at=LATER, reason="x")
    table.refuses("session", "cancel_meeting", "SEC", reason="x")
    table.do("close_meeting", "AZ")
    table.refuses("session", "cancel_meeting", "SEC", reason="x")


def test_nothing_follows_a_cancellation() -> None:
    table = Table()
    table.do("move_meeting", "SEC", starts_at=LATER, reason="A feast")
    assert table.do("cancel_meeting", "SEC", reason="Storm") == (e.MeetingCancelled(reason="Storm"),)
    meeting = table.meeting
    assert (meeting.phase, meeting.over, meeting.cancelled_at, meeting.cancellation, meeting.callings) == (
        "cancelled",
        True,
        START,
        "Storm",
        2,
    )
    for act, by, fields in (
        ("open_meeting", "AZ", {}),
        ("mark_present", "SEC", {"seat": "KZ"}),
        ("add_agenda_item", "SEC", {"titles": {"en": "x"}, "minutes": 1}),
        ("request_floor", "KZ", {}),
        ("move_meeting", "SEC", {"starts_at": START, "reason": "x"}),
        ("cancel_meeting", "SEC", {"reason": "x"}),
    ):
        assert table.refuses("session", act, by, **fields).reason == "The meeting was cancelled."
    with pytest.raises(Contradiction, match="after the meeting was cancelled"):
        apply(meeting, e.SeatMarkedPresent(seat="KZ"), at=START, by="SEC")


def test_what_was_moved_and_cancelled_is_read_back_from_its_stored_form() -> None:
    table = Table()
    table.do("move_meeting", "SEC", starts_at=LATER, reason="Bayram – ğ ı ә ү ў ʻ")
    table.do("cancel_meeting", "SEC", reason="Тұман")
    for event, _at, _by in table.lines[1:]:
        kind, version, payload = codec.encode(event)
        assert canonical(codec.encode(codec.decode(kind, version, payload))[2]) == canonical(payload)
    assert replay(table.lines) == table.meeting
    assert codec.decode_state(codec.encode_state(table.meeting)) == table.meeting


def test_an_item_takes_time_while_the_meeting_is_in_session() -> None:
    table = under_way()
    item = table.meeting.item
    assert item is not None
    assert (item.minutes, item.left, item.running_since) == (30, 1800, START)
    table.wait(seconds=90)
    table.do("suspend_meeting", "AZ")
    paused = table.meeting.item
    assert paused is not None
    assert (paused.left, paused.running_since) == (1710, None)
    table.wait(hours=2)
    table.do("resume_meeting", "AZ")
    resumed = table.meeting.item
    assert resumed is not None
    assert (resumed.left, resumed.running_since) == (1710, table.at)
    table.wait(minutes=31)
    table.do("close_item", "AZ", item=item.number)
    closed = next(one for one in table.meeting.agenda if one.number == item.number)
    assert (closed.state, closed.spent, closed.left, closed.running_since) == ("closed", 1950, 0, None)
    assert timedelta(seconds=closed.spent) == timedelta(minutes=32, seconds=30)
