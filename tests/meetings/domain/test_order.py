import pytest

from kenesh.meetings.domain import events as e
from tests.meetings.domain.builders import AGENDA, SEATS, UNGA_LIKE, Table, proposal, said, under_way, with_text

pytestmark = pytest.mark.unit


def appealed(*, by: str = "KZ") -> Table:
    """A ruling on a point of TR, appealed against."""
    table = under_way(profile=UNGA_LIKE)
    table.point("TR")
    table.do("appeal_ruling", by)
    return table


def test_the_chair_rules_on_the_point_that_was_heard() -> None:
    table = under_way()
    table.refuses("ruling", "rule_on_point", "AZ", sustained=True, text="Yes.")
    table.speak("TR", kind="point_of_order")
    table.refuses("ruling", "rule_on_point", "AZ", sustained=True, text=" ")
    table.refuses("presiding", "rule_on_point", "TR", sustained=True, text="Yes.")
    assert table.do("rule_on_point", "AZ", sustained=True, text="Yes.") == (
        e.PointRuled(ruling=1, seat="TR", sustained=True, text="Yes."),
    )


def test_where_the_rules_know_no_appeal_a_ruling_stands() -> None:
    table = under_way()
    table.point("TR")
    table.refuses("appeal", "appeal_ruling", "TR")


def test_an_appeal_is_put_at_once() -> None:
    table = under_way(profile=UNGA_LIKE)
    table.point("TR")
    assert table.do("appeal_ruling", "TR") == (
        e.RulingAppealed(ruling=1, seat="TR"),
        e.QuestionPut(
            question=2,
            subject=e.Subject(kind="ruling", number=1),
            method="majority",
            majority="simple",
            deadline=None,
            order=(),
        ),
    )
    table.refuses("appeal", "appeal_ruling", "KZ")


def test_an_appeal_comes_right_after_the_ruling_or_not_at_all() -> None:
    table = under_way(profile=UNGA_LIKE)
    table.refuses("appeal", "appeal_ruling", "TR")
    table.point("TR")
    table.do("request_floor", "KZ")
    assert table.meeting.appealable == 1
    table.do("give_floor", "AZ")
    table.refuses("appeal", "appeal_ruling", "TR")


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("open_item", {"item": 2}),
        ("close_item", {"item": 1}),
        ("suspend_meeting", {}),
        ("put_question", {"subject": proposal(1), "method": "consensus"}),
    ],
)
def test_once_the_meeting_goes_on_a_ruling_is_no_longer_appealed(act: str, fields: dict[str, object]) -> None:
    table = with_text(profile=UNGA_LIKE)
    table.point("TR")
    assert table.meeting.appealable == 1
    table.do(act, "AZ", **fields)
    assert table.meeting.appealable is None


def test_an_appeal_is_made_by_a_member_in_the_room_with_a_quorum() -> None:
    table = under_way(profile=UNGA_LIKE)
    table.point("TR")
    table.refuses("seated", "appeal_ruling", "XX")
    for seat in ("HU", "SEC"):
        table.refuses("appeal", "appeal_ruling", seat)
    table.refuses("entitlement", "appeal_ruling", "AZ")
    table.leave("UZ")
    table.refuses("presence", "appeal_ruling", "UZ")
    table.leave("KZ", "KG")
    table.refuses("quorum-decide", "appeal_ruling", "TR")


@pytest.mark.parametrize(
    ("against", "event", "stands"),
    [
        (("KZ", "KG", "TR"), "RulingOverturned", False),
        (("KZ", "TR"), "RulingUpheld", True),
        ((), "RulingUpheld", True),
    ],
)
def test_a_ruling_stands_unless_a_majority_is_against_it(against: tuple[str, ...], event: str, stands: bool) -> None:  # noqa: FBT001 -- a column of the table
    table = appealed()
    table.vote("no", *against)
    table.vote("yes", *({"KG", "UZ", "KZ", "TR"} - set(against)) if against else ())
    events = table.do("close_question", "AZ", question=2)
    assert said(events) == ["QuestionClosed", event]
    assert isinstance(events[0], e.QuestionClosed)
    assert events[0].rule == "appeal"
    assert (table.meeting.rulings[0].stands, table.meeting.rulings[0].appealed_by) == (stands, "KZ")


def test_an_appeal_during_a_question_is_decided_before_that_question() -> None:
    table = with_text(profile=UNGA_LIKE)
    first = table.put(proposal(1), "majority")
    table.vote("yes", "KZ")
    table.point("TR")
    table.do("appeal_ruling", "TR")
    table.refuses("appeal", "close_question", "AZ", question=first)
    table.refuses("appeal", "take_position", "KG", question=first, position="yes")
    table.refuses("appeal", "withdraw_question", "AZ", question=first)
    table.close()
    table.do("take_position", "KG", question=first, position="yes")
    assert said(table.do("close_question", "AZ", question=first)) == ["QuestionClosed", "DecisionAdopted"]


def test_who_appealed_takes_it_back_and_the_ruling_stands() -> None:
    table = appealed(by="KZ")
    for seat in ("AZ", "TR"):
        table.refuses("appeal", "withdraw_question", seat, question=2)
    assert table.do("withdraw_question", "KZ", question=2) == (
        e.QuestionWithdrawn(question=2),
        e.RulingUpheld(ruling=1),
    )


def test_an_appeal_that_lost_its_quorum_lapses_at_the_chairs_word() -> None:
    table = appealed(by="KZ")
    table.leave("KG", "TR", "UZ")
    table.refuses("quorum-decide", "close_question", "AZ", question=2)
    table.refuses("appeal", "withdraw_question", "SEC", question=2)
    table.do("withdraw_question", "AZ", question=2)
    assert table.meeting.rulings[0].stands


def test_a_ruling_is_put_by_an_appeal_alone() -> None:
    table = under_way(profile=UNGA_LIKE)
    table.point("TR")
    table.refuses("appeal", "put_question", "AZ", subject=e.Subject(kind="ruling", number=1), method="majority")


def test_a_point_raised_during_a_question_is_heard_and_ruled_on_before_the_close() -> None:
    table = under_way(profile=UNGA_LIKE)
    table.do("table_proposal", "KZ", language="en", version=e.Version(title="T", paragraphs=("P",)))
    number = table.put(proposal(1), "majority")
    table.do("request_floor", "TR", kind="point_of_order")
    table.refuses("point-of-order", "close_question", "AZ", question=number)
    table.do("give_floor", "AZ")
    table.refuses("point-of-order", "close_question", "AZ", question=number)
    table.do("yield_floor", "TR")
    table.refuses("ruling", "close_question", "AZ", question=number)


def test_a_call_to_order_takes_the_floor_back() -> None:
    table = under_way()
    table.refuses("floor", "call_to_order", "AZ", seat="KZ", reason=" ")
    table.refuses("seated", "call_to_order", "AZ", seat="XX", reason="Language")
    table.refuses("presiding", "call_to_order", "KZ", seat="AZ", reason="Language")
    assert said(table.do("call_to_order", "AZ", seat="KZ", reason="Language")) == ["SeatCalledToOrder"]
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    assert said(table.do("call_to_order", "AZ", seat="TR", reason="Noise")) == ["SeatCalledToOrder"]
    assert table.do("call_to_order", "AZ", seat="KZ", reason="Language") == (
        e.SeatCalledToOrder(seat="KZ", reason="Language"),
        e.FloorWithdrawn(speech=1),
    )
    assert table.meeting.called_to_order == ("KZ", "TR", "KZ")


def test_a_call_to_order_ends_a_speech_that_waits_too() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    table.do("request_floor", "TR", kind="point_of_order")
    table.do("give_floor", "AZ")
    table.do("call_to_order", "AZ", seat="KZ", reason="Off the item")
    assert (table.meeting.interrupted, table.meeting.floor) == ((), 2)


def test_whoever_has_no_seat_rules_on_nothing() -> None:
    table = under_way()
    for act in ("suspend_meeting", "close_list", "close_meeting", "yield_floor"):
        table.refuses("seated", act, "XX")
    assert set(SEATS) == {seat.code for seat in table.meeting.seats}
    table.refuses("seated", "put_question", "XX", subject=AGENDA, method="consensus")
