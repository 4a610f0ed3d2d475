from datetime import UTC, datetime, timedelta, timezone

import pytest

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.rules.questions import methods_for
from kenesh.meetings.domain.state import MACHINE
from tests.meetings.domain.builders import (
    AGENDA,
    MEMBERS,
    OSCE_LIKE,
    TEXT,
    TURKIC_COUNCIL,
    UNGA_LIKE,
    Table,
    opened,
    proposal,
    said,
    under_way,
    with_text,
)

pytestmark = pytest.mark.unit


def silent(*, hours: int = 72) -> Table:
    table = with_text()
    table.put(proposal(1), "silence", deadline=table.at + timedelta(hours=hours))
    return table


def test_the_chair_puts_a_question_under_the_majority_the_rules_ask_for() -> None:
    table = with_text(profile=UNGA_LIKE)
    assert table.do("put_question", "AZ", subject=proposal(1), method="majority") == (
        e.QuestionPut(
            question=2, subject=proposal(1), method="majority", majority="two_thirds", deadline=None, order=()
        ),
    )
    table.refuses("question", "put_question", "AZ", subject=proposal(1), method="majority")


def test_a_question_is_put_by_the_chair_and_by_a_method_of_these_rules() -> None:
    table = with_text(profile=OSCE_LIKE)
    assert methods_for(table.meeting, kind="proposal") == ("consensus", "silence")
    assert methods_for(table.meeting, kind="agenda") == ("consensus",)
    table.refuses("presiding", "put_question", "KZ", subject=proposal(1), method="consensus")
    for method in ("unanimity", "majority", "roll_call"):
        refused = table.refuses("question", "put_question", "AZ", subject=proposal(1), method=method)
        assert refused.params == {"method": method}


def test_a_question_waits_until_everybody_is_heard_out() -> None:
    table = with_text()
    fields = {"subject": proposal(1), "method": "consensus"}
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    table.refuses("question", "put_question", "AZ", **fields)
    table.do("request_floor", "TR", kind="point_of_order")
    table.do("give_floor", "AZ")
    table.do("yield_floor", "TR")
    table.refuses("ruling", "put_question", "AZ", **fields)
    table.do("rule_on_point", "AZ", sustained=False, text="No.")
    assert table.refuses("question", "put_question", "AZ", **fields).params == {"seat": "KZ"}
    table.do("yield_floor", "KZ")
    table.do("request_floor", "TR", kind="point_of_order")
    table.refuses("point-of-order", "put_question", "AZ", **fields)
    table.leave("TR")
    table.do("put_question", "AZ", **fields)


def test_a_speaker_who_left_does_not_keep_a_question_from_being_put() -> None:
    table = with_text()
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    table.leave("KZ")
    table.put(proposal(1), "consensus")


def test_an_objection_is_raised_renewed_and_taken_back() -> None:
    table = with_text()
    number = table.put(proposal(1), "consensus")
    table.refuses("consensus", "withdraw_objection", "UZ", question=number)
    assert table.do("raise_objection", "UZ", question=number, reason="Too soon") == (
        e.ObjectionRaised(question=number, seat="UZ", reason="Too soon"),
    )
    assert table.do("raise_objection", "UZ", question=number, reason="Too soon") == ()
    table.do("raise_objection", "UZ", question=number, reason="Too late")
    assert table.question.objections == {"UZ": "Too late"}
    table.do("withdraw_objection", "UZ", question=number)
    assert table.close().outcome == "adopted"


def test_a_position_is_taken_changed_and_not_doubled() -> None:
    table = with_text()
    number = table.put(proposal(1), "unanimity")
    table.vote("no", "UZ")
    assert table.do("take_position", "UZ", question=number, position="no") == ()
    table.vote("yes", "UZ")
    assert table.question.positions == {"UZ": "yes"}


def test_each_method_takes_its_own_answers() -> None:
    table = with_text(profile=UNGA_LIKE)
    number = table.put(proposal(1), "consensus")
    table.refuses("question", "take_position", "KZ", question=number, position="yes")
    table.refuses("silence", "break_silence", "KZ", question=number, reason="No")
    table.refuses("roll-call", "call_seat", "AZ", question=number)
    table.do("withdraw_question", "AZ", question=number)
    table.refuses("question", "raise_objection", "KZ", question=number)
    number = table.put(proposal(1), "majority")
    table.refuses("consensus", "raise_objection", "KZ", question=number)
    table.refuses("consensus", "withdraw_objection", "KZ", question=number)
    for act in ("call_seat", "withdraw_question"):
        table.refuses("question", act, "AZ", question=99)


@pytest.mark.parametrize("seat", ["HU", "SEC"])
def test_an_observer_and_the_secretariat_take_no_part_in_decisions(seat: str) -> None:
    table = with_text()
    number = table.put(proposal(1), "consensus")
    table.refuses("entitlement", "raise_objection", seat, question=number)
    table.do("withdraw_question", "AZ", question=number)
    number = table.put(proposal(1), "unanimity")
    table.refuses("entitlement", "take_position", seat, question=number, position="no")
    table.do("withdraw_question", "AZ", question=number)
    number = table.put(proposal(1), "silence", deadline=table.at + timedelta(hours=72))
    table.refuses("entitlement", "break_silence", seat, question=number, reason="No")


def test_a_position_is_taken_in_the_room_of_a_meeting_in_session() -> None:
    table = with_text()
    number = table.put(proposal(1), "unanimity")
    table.leave("UZ")
    table.refuses("presence", "take_position", "UZ", question=number, position="yes")
    table.refuses("seated", "take_position", "XX", question=number, position="yes")
    table.do("suspend_meeting", "AZ")
    table.refuses("session", "take_position", "KZ", question=number, position="yes")


def test_a_chair_that_does_not_represent_its_state_takes_no_position_whoever_presides_later() -> None:
    table = with_text(profile=UNGA_LIKE)
    number = table.put(proposal(1), "majority")
    table.refuses("entitlement", "take_position", "AZ", question=number, position="yes")
    table.vote("yes", "KZ", "KG")
    table.leave("AZ")
    table.do("hand_over_chair", "SEC", to="KZ")
    table.come("AZ")
    table.refuses("entitlement", "take_position", "AZ", question=number, position="yes")
    closed = table.close()
    assert (closed.entitled, closed.yes) == (("KZ", "KG", "TR", "UZ"), 2)


def test_a_roll_call_goes_in_order_and_each_answers_when_called() -> None:
    table = with_text(profile=UNGA_LIKE, absent=["TR"])
    number = table.put(proposal(1), "roll_call")
    assert table.question.order == ("KZ", "KG", "UZ")
    table.refuses("roll-call", "take_position", "KG", question=number, position="yes")
    table.refuses("presiding", "call_seat", "KG", question=number)
    for by, seat in (("AZ", "KZ"), ("SEC", "KG"), ("AZ", "UZ")):
        assert table.do("call_seat", by, question=number) == (e.SeatCalled(question=number, seat=seat),)
        table.vote("yes", seat)
    table.refuses("roll-call", "call_seat", "AZ", question=number)
    assert table.close().outcome == "adopted"


def test_a_roll_call_ends_when_all_were_called_also_who_came_late_and_whoever_left() -> None:
    table = with_text(profile=UNGA_LIKE, absent=["TR"])
    number = table.put(proposal(1), "roll_call")
    table.leave("KG")
    table.do("call_seat", "AZ", question=number)
    table.vote("yes", "KZ")
    table.do("call_seat", "AZ", question=number)
    table.refuses("presence", "take_position", "KG", question=number, position="yes")
    table.come("TR")
    refused = table.refuses("roll-call", "close_question", "AZ", question=number)
    assert refused.params == {"seats": "UZ, TR"}
    table.do("call_seat", "AZ", question=number)
    table.do("call_seat", "AZ", question=number)
    table.vote("yes", "TR")
    table.leave("TR")
    closed = table.close()
    assert (closed.entitled, closed.present, closed.yes) == (
        ("KZ", "TR", "UZ"),
        ("AZ", "KZ", "UZ", "HU", "SEC"),
        2,
    )


def test_the_chair_withdraws_a_question_before_the_vote_began() -> None:
    table = with_text(profile=UNGA_LIKE)
    number = table.put(proposal(1), "majority")
    table.refuses("presiding", "withdraw_question", "KZ", question=number)
    table.vote("yes", "KZ")
    table.refuses("question", "withdraw_question", "AZ", question=number)
    table.leave("KG", "TR", "UZ")
    assert table.do("withdraw_question", "AZ", question=number) == (e.QuestionWithdrawn(question=number),)
    table.refuses("question", "withdraw_question", "AZ", question=number)


def test_an_objection_or_a_seat_that_keeps_silent_lets_the_chair_take_the_question_back() -> None:
    table = with_text()
    number = table.put(proposal(1), "consensus")
    table.do("raise_objection", "UZ", question=number)
    table.do("withdraw_question", "AZ", question=number)
    number = table.put(proposal(1), "unanimity")
    table.vote("yes", "AZ", "KZ", "KG", "TR")
    table.refuses("unanimity", "close_question", "AZ", question=number)
    table.do("withdraw_question", "AZ", question=number)


def test_a_silence_has_a_deadline_far_enough_and_of_a_known_zone() -> None:
    table = with_text()
    now = table.at
    for deadline in (None, now + timedelta(hours=71), now.replace(tzinfo=None, year=2021), now + timedelta(days=367)):
        table.refuses("silence", "put_question", "AZ", subject=proposal(1), method="silence", deadline=deadline)
    table.refuses("silence", "put_question", "AZ", subject=proposal(1), method="consensus", deadline=now)
    baku = datetime(2020, 5, 11, 18, 0, tzinfo=timezone(timedelta(hours=4)))
    table.put(proposal(1), "silence", deadline=baku)
    assert str(table.question.deadline) == str(datetime(2020, 5, 11, 14, 0, tzinfo=UTC))


def test_a_silence_runs_beside_the_meeting() -> None:
    table = silent()
    table.speak("KZ")
    table.do("open_item", "AZ", item=2)
    table.do("table_proposal", "KZ", language="en", version=TEXT)
    table.put(proposal(2), "consensus")
    assert table.close().outcome == "adopted"
    table.refuses("question", "put_question", "AZ", subject=proposal(1), method="consensus")
    table.refuses("silence", "withdraw_question", "AZ", question=2)


def test_a_silence_is_broken_in_writing_by_a_member_that_is_away_while_the_meeting_is_suspended() -> None:
    table = silent()
    table.do("suspend_meeting", "AZ")
    table.leave("UZ")
    table.refuses("silence", "break_silence", "UZ", question=2, reason=" ")
    table.refuses("question", "break_silence", "UZ", question=3, reason="No")
    events = table.do("break_silence", "UZ", question=2, reason="We cannot join.")
    assert events[0] == e.SilenceBroken(question=2, seat="UZ", reason="We cannot join.", amendment=None)
    closed = events[1]
    assert isinstance(closed, e.QuestionClosed)
    assert (closed.outcome, closed.objections, closed.entitled) == ("not_adopted", ("UZ",), MEMBERS)


def test_nothing_but_the_deadline_ends_a_silence() -> None:
    table = silent()
    table.wait(hours=71, minutes=59)
    for by in ("AZ", MACHINE):
        assert table.refuses("silence", "close_question", by, question=2).retry
    table.wait(minutes=1)
    table.refuses("silence", "break_silence", "UZ", question=2, reason="Late")
    table.do("suspend_meeting", "AZ")
    table.leave(*MEMBERS)
    events = table.do("close_question", MACHINE, question=2)
    assert said(events) == ["QuestionClosed", "DecisionAdopted"]
    assert isinstance(events[0], e.QuestionClosed)
    assert (events[0].rule, events[0].entitled, events[0].present) == ("silence", MEMBERS, ("HU", "SEC"))


def test_the_machine_ends_silences_and_no_other_question() -> None:
    table = opened()
    table.put(AGENDA, "consensus")
    table.refuses("seated", "close_question", MACHINE, question=1)


def test_the_rules_of_a_body_may_know_no_other_method_than_one() -> None:
    table = under_way(profile=TURKIC_COUNCIL)
    assert methods_for(table.meeting, kind="ruling") == ("consensus", "majority")
