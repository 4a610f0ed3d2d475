from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import pytest

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain import journal
from kenesh.meetings.domain.journal import apply, replay
from kenesh.meetings.domain.state import MACHINE, Contradiction, Meeting
from tests.meetings.domain.builders import (
    AGENDA,
    GROUP,
    START,
    TEXT,
    Table,
    convened,
    opened,
    proposal,
    under_way,
    with_text,
)

pytestmark = pytest.mark.unit


def speaking() -> Table:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    return table


def decided() -> Table:
    table = with_text()
    table.put(proposal(1), "consensus")
    table.close()
    return table


def closed(*, question: int, positions: dict[str, e.Position]) -> e.QuestionClosed:
    return e.QuestionClosed(
        question=question,
        outcome="adopted",
        rule="majority",
        entitled=("KZ",),
        present=("KZ",),
        positions=positions,
        objections=(),
        yes=1,
        no=0,
        abstain=0,
        needed=1,
    )


def put(subject: e.Subject, *, number: int) -> e.QuestionPut:
    return e.QuestionPut(
        question=number, subject=subject, method="majority", majority="simple", deadline=None, order=()
    )


def given(*, speech: int, seat: str = "KZ") -> e.FloorGiven:
    return e.FloorGiven(speech=speech, request=None, seat=seat, kind="statement", seconds=0, reason="")


def decision(*, question: int) -> e.DecisionAdopted:
    return e.DecisionAdopted(decision=1, symbol="S", question=question, proposal=1, versions={"en": TEXT})


IMPOSSIBLE: list[tuple[Callable[[], Table], e.Event]] = [
    (Table, convened()),
    (Table, e.SeatConnected(seat="XX")),
    (Table, e.ChairHandedOver(from_seat="AZ", to_seat="XX")),
    (Table, e.FloorRequested(request=2, seat="KZ", kind="statement")),
    (Table, e.RequestWithdrawn(request=1)),
    (Table, e.AgendaItemOpened(item=9)),
    (Table, e.AgendaItemAdded(item=1, titles={"en": "Again"}, minutes=1)),
    (Table, e.AgendaReordered(order=(1, 1, 2))),
    (Table, e.SeatCalledToOrder(seat="kenesh", reason="No")),
    (Table, put(proposal(1), number=1)),
    (Table, put(AGENDA, number=2)),
    (Table, e.FloorYielded(speech=1)),
    (Table, e.FloorExtended(speech=0, seconds=1)),
    (Table, e.AmendmentIncorporated(amendment=1)),
    (Table, e.RulingUpheld(ruling=1)),
    (speaking, given(speech=2)),
    (speaking, e.FloorResumed(speech=1)),
    (under_way, given(speech=2)),
    (under_way, e.FloorInterrupted(speech=1, seconds=0)),
    (decided, e.FloorYielded(speech=1)),
    (decided, e.PositionTaken(question=2, seat="KZ", position="yes")),
    (decided, e.QuestionWithdrawn(question=2)),
    (decided, closed(question=2, positions={})),
    (decided, decision(question=3)),
]


@pytest.mark.parametrize(("scene", "event"), IMPOSSIBLE, ids=[f"{type(event).__name__}" for _, event in IMPOSSIBLE])
def test_a_line_that_refers_to_nothing_before_it_is_a_contradiction(scene: Callable[[], Table], event: e.Event) -> None:
    table = scene()
    with pytest.raises(Contradiction):
        apply(table.meeting, event, at=table.at, by="AZ")


def test_a_speech_that_ended_does_not_end_again() -> None:
    table = under_way()
    table.speak("KZ")
    with pytest.raises(Contradiction):
        apply(table.meeting, e.FloorYielded(speech=1), at=table.at, by="KZ")


def test_a_question_is_not_closed_on_positions_that_nobody_took() -> None:
    table = with_text()
    table.put(proposal(1), "unanimity")
    with pytest.raises(Contradiction):
        apply(table.meeting, closed(question=2, positions={"KZ": "yes"}), at=table.at, by="AZ")


def test_a_decision_rests_on_a_question_that_adopted_it() -> None:
    table = with_text()
    number = table.put(proposal(1), "consensus")
    with pytest.raises(Contradiction):
        apply(table.meeting, decision(question=number), at=table.at, by="AZ")
    table.do("raise_objection", "UZ", question=number)
    table.close()
    with pytest.raises(Contradiction):
        apply(table.meeting, decision(question=number), at=table.at, by="AZ")


def test_every_kind_of_event_has_its_fold() -> None:
    assert set(journal._FOLD_OF) == set(get_args(e.LaterEvent))


def test_a_record_begins_with_the_convening() -> None:
    with pytest.raises(Contradiction):
        apply(None, e.MeetingOpened(present=()), at=START, by="AZ")
    with pytest.raises(Contradiction):
        replay([])


def test_nothing_comes_after_the_closing() -> None:
    table = opened()
    table.do("close_meeting", "AZ")
    with pytest.raises(Contradiction):
        apply(table.meeting, e.MeetingOpened(present=()), at=table.at, by="AZ")


def test_a_line_is_by_a_seat_or_by_the_room() -> None:
    table = Table()
    with pytest.raises(Contradiction):
        apply(table.meeting, e.MeetingOpened(present=()), at=table.at, by="XX")
    assert apply(table.meeting, e.SeatConnected(seat="KZ"), at=table.at, by=MACHINE).present == ("KZ",)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(convened(), chair="XX"),
        replace(convened(), seats=(*convened().seats, convened().seats[0])),
    ],
    ids=["a stranger presides", "a seat twice"],
)
def test_a_meeting_is_convened_of_seats_that_differ_under_a_chair_among_them(wrong: e.MeetingConvened) -> None:
    with pytest.raises(Contradiction):
        apply(None, wrong, at=START, by="SEC")


def test_seats_sit_in_order_of_precedence_however_they_were_invited() -> None:
    mixed = replace(convened(), seats=tuple(reversed(convened().seats)))
    assert [seat.code for seat in apply(None, mixed, at=START, by="SEC").seats] == [
        "AZ",
        "KZ",
        "KG",
        "TR",
        "UZ",
        "HU",
        "SEC",
    ]


def test_a_replay_from_the_middle_is_a_replay_from_the_beginning() -> None:
    table = decided()
    middle = replay(table.lines[:7])
    assert replay(table.lines[7:], start=middle) == replay(table.lines) == table.meeting


def test_a_meeting_tells_what_is_before_it_now() -> None:
    table = under_way()
    seen: Meeting = table.meeting
    assert (seen.speech, seen.exhibit, seen.question, seen.find_seat("XX")) == (None, None, None, None)
    assert [seat.code for seat in seen.members] == ["AZ", "KZ", "KG", "TR", "UZ"]
    table.do(
        "table_proposal",
        "KZ",
        language="en",
        version=GROUP,
        establishes=e.Establishment(members=(), convenor="KZ", first_meeting_by=None),
    )
    table.put(proposal(1), "unanimity")
    assert (table.meeting.question, table.meeting.item) == (table.question, table.meeting.agenda[0])
