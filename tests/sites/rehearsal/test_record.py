import json
from pathlib import Path
from typing import Any

import pytest

from kenesh.sites.rehearsal.record import Ledger, hashes

pytestmark = pytest.mark.unit

CLOSED = {"kind": "MeetingClosed", "payload": {}}
ASKED = {"kind": "FloorRequested", "payload": {"request": 1, "seat": "KZ", "kind": "statement"}}


def written(path: Path, *lines: tuple[str, dict[str, Any]]) -> Path:
    rows = [{"seq": place, "by": by, **event} for place, (by, event) in enumerate(lines, start=1)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "record.jsonl"


def test_every_line_comes_from_an_act_that_was_done(record: Path) -> None:
    ledger = Ledger()
    ledger.note(by="KZ", events=[ASKED])
    ledger.note(by="AZ", events=[CLOSED])
    convened, noted = {"kind": "MeetingConvened", "payload": {}}, {"kind": "SeatConnected", "payload": {"seat": "KZ"}}
    lines = (("SEC", convened), ("kenesh", noted), ("KZ", ASKED), ("AZ", CLOSED))
    assert ledger.differences(record=written(record, *lines)) == []


def test_a_line_that_a_refused_act_left_is_told(record: Path) -> None:
    assert Ledger().differences(record=written(record, ("KZ", ASKED))) == [
        "line 1, FloorRequested by KZ, comes from no act that was done"
    ]


def test_an_act_done_once_and_recorded_twice_is_told(record: Path) -> None:
    ledger = Ledger()
    ledger.note(by="KZ", events=[ASKED])
    assert ledger.differences(record=written(record, ("KZ", ASKED), ("KZ", ASKED))) == [
        "line 2, FloorRequested by KZ, comes from no act that was done"
    ]


def test_an_act_recorded_under_another_seat_is_told_both_ways(record: Path) -> None:
    ledger = Ledger()
    ledger.note(by="KZ", events=[ASKED])
    assert ledger.differences(record=written(record, ("TR", ASKED))) == [
        "line 1, FloorRequested by TR, comes from no act that was done",
        "FloorRequested by KZ was answered and is not in the record",
    ]


def test_what_an_errand_leaves_is_there_as_often_as_it_should_be(record: Path) -> None:
    ledger = Ledger()
    ledger.note_errand(by="KZ", kinds=["FloorRequested"] * 2)
    once = ledger.differences(record=written(record, ("KZ", ASKED)))
    assert once == ["FloorRequested by KZ was answered and is not in the record"]
    assert ledger.differences(record=written(record, ("KZ", ASKED), ("KZ", ASKED))) == []
    thrice = ledger.differences(record=written(record, *[("KZ", ASKED)] * 3))
    assert thrice == ["line 3, FloorRequested by KZ, comes from no act that was done"]


def test_each_line_of_a_record_is_known_by_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    path.write_text('{"seq": 1, "hash": "a"}\n{"seq": 2, "hash": "b"}\n', "utf-8")
    assert hashes(record=path) == {1: "a", 2: "b"}
