"""The drills must see every fault they are there to find: here each is put before them."""

from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kenesh.core import chain, signing
from kenesh.sites.cli.delegates import Answer
from kenesh.sites.cli.drill.crash import Acknowledged, judged
from kenesh.sites.cli.drill.race import Outcome, Round, fault_of, shown_on
from kenesh.sites.cli.drill.record import check_record

pytestmark = pytest.mark.unit


# --- the crash drill ---


def statement(seq: int, key: str) -> dict[str, Any]:
    return {"seq": seq, "hash": f"hash {seq}", "kind": "StatementHandedIn", "payload": {"text": f"Statement {key}"}}


def said(seq: int) -> Acknowledged:
    return Acknowledged(seq=seq, hash=f"hash {seq}")


OTHER: dict[str, Any] = {"seq": 1, "hash": "hash 1", "kind": "MeetingOpened", "payload": {}}


def test_every_act_where_it_was_said_to_be_is_neither_lost_nor_doubled() -> None:
    lines = [OTHER, statement(2, "a"), statement(3, "b")]
    assert judged(lines=lines, acknowledged={"a": said(2), "b": said(3)}) == (0, 0)


def test_an_act_that_was_acknowledged_and_is_not_in_the_record_is_lost() -> None:
    assert judged(lines=[OTHER, statement(2, "a")], acknowledged={"a": said(2), "b": said(3)}) == (1, 0)


@pytest.mark.parametrize("where", [said(3), Acknowledged(seq=2, hash="another")])
def test_an_act_that_stands_elsewhere_than_was_said_is_lost(where: Acknowledged) -> None:
    assert judged(lines=[OTHER, statement(2, "a")], acknowledged={"a": where}) == (1, 0)


def test_an_act_that_stands_twice_is_doubled_whether_acknowledged_or_not() -> None:
    lines = [statement(2, "a"), statement(3, "a"), statement(4, "b"), statement(5, "b")]
    assert judged(lines=lines, acknowledged={"a": said(2)}) == (0, 2)


# --- the race drill ---

PUT: dict[str, Any] = {"seq": 10, "kind": "QuestionPut", "payload": {"question": 2}}
TAKEN: list[dict[str, Any]] = [
    {"seq": 11, "kind": "PositionTaken", "payload": {"question": 2, "seat": "S01", "position": "yes"}},
    {"seq": 12, "kind": "PositionTaken", "payload": {"question": 2, "seat": "S02", "position": "no"}},
    {"seq": 13, "kind": "PositionTaken", "payload": {"question": 2, "seat": "S02", "position": "yes"}},
]
CLOSED: dict[str, Any] = {
    "seq": 14,
    "kind": "QuestionClosed",
    "payload": {"question": 2, "outcome": "adopted", "positions": {"S01": "yes", "S02": "yes"}, "needed": 2},
}
SHOWN = Outcome(outcome="adopted", yes=2, no=0, abstain=0, needed=2)
REFUSED = Answer(done=False, said={"key": "question"})


def done(seq: int, *events: str) -> Answer:
    return Answer(done=True, said={"seq": seq, "events": [{"kind": kind} for kind in events]})


PLAYED = Round(
    question=2,
    answers=[done(11, "PositionTaken"), done(12, "PositionTaken"), done(13, "PositionTaken"), REFUSED],
    closes=[done(14, "QuestionClosed"), done(14)],
    shown=[SHOWN, SHOWN, SHOWN],
)
LINES = [PUT, *TAKEN, CLOSED]


def closed(**changes: Any) -> dict[str, Any]:
    return CLOSED | {"payload": CLOSED["payload"] | changes}


def test_a_round_in_which_all_is_well_has_no_fault() -> None:
    assert fault_of(played=PLAYED, lines=LINES) == ""


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([PUT, *TAKEN], "closed 0 times"),
        ([*LINES, CLOSED | {"seq": 15}], "closed 2 times"),
        ([PUT, *TAKEN, closed(outcome="not_adopted")], "not everyone was shown"),
        ([PUT, *TAKEN[:2], CLOSED, TAKEN[2] | {"seq": 15}], "positions after the close, at lines [15]"),
        ([PUT, *TAKEN[:2], CLOSED], "does not count the positions recorded"),
        ([PUT, TAKEN[0], TAKEN[2], CLOSED], "what was accepted is not what is recorded"),
    ],
)
def test_a_record_that_says_otherwise_is_a_fault(lines: list[dict[str, Any]], fault: str) -> None:
    assert fault in fault_of(played=PLAYED, lines=lines)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"shown": [SHOWN, replace(SHOWN, yes=1), SHOWN]}, "not everyone was shown"),
        ({"shown": [SHOWN, None, SHOWN]}, "not everyone was shown"),
        ({"answers": PLAYED.answers[1:]}, "what was accepted is not what is recorded"),
        ({"answers": [*PLAYED.answers, done(15, "PositionTaken")]}, "what was accepted is not what is recorded"),
        ({"answers": [*PLAYED.answers, Answer(done=False, said={"key": "presence"})]}, "refused under another rule"),
        ({"closes": [done(14, "QuestionClosed"), done(15, "QuestionClosed")]}, "was not answered once"),
        ({"closes": [done(14, "QuestionClosed"), done(13)]}, "answered before it was recorded"),
    ],
)
def test_an_answer_or_a_page_that_says_otherwise_is_a_fault(changes: dict[str, Any], fault: str) -> None:
    assert fault in fault_of(played=replace(PLAYED, **changes), lines=LINES)


def test_an_outcome_is_read_from_the_page() -> None:
    other, one = (
        f'<article class="outcome {word}" data-announce="x">\n<p><strong>{number}.</strong> Shall it?</p>'
        f"<dl><div><dt>For</dt><dd>{number}</dd></div><dd>1</dd><dd>0</dd><dd>7</dd></dl></article>"
        for number, word in ((12, "outcome--adopted"), (2, "outcome--rejected"))
    )
    assert shown_on(page=other + one, question=2) == Outcome(outcome="not_adopted", yes=2, no=1, abstain=0, needed=7)
    assert shown_on(page=other + one, question=3) is None


# --- the record of either ---


def test_a_record_that_does_not_hold_is_told_with_its_reason() -> None:
    pem = signing.public_pem(public=Ed25519PrivateKey.generate().public_key())
    line = chain.seal(
        seq=2,
        kind="MeetingOpened",
        version=1,
        payload={},
        at="2020-05-07T09:00:00.000000Z",
        by="S01",
        prev_hash="0" * 64,
    )
    checked = check_record(record=chain.encode(line) + b"\n", key=pem)
    assert not checked.verified
    assert checked.reason.startswith("line 1: seq is 2 where 1 was due")
    assert [line["seq"] for line in checked.lines] == [2]
