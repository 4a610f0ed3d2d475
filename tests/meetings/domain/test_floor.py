from dataclasses import replace

import pytest

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.profile import Profile
from kenesh.meetings.domain.rules.floor import speakers_in_order
from kenesh.meetings.domain.state import MACHINE
from tests.meetings.domain.builders import AGENDA, OSCE_LIKE, TURKIC_COUNCIL, Table, opened, said, under_way

pytestmark = pytest.mark.unit


def given(table: Table, *, to: str = "", reason: str = "") -> e.FloorGiven:
    event = table.do("give_floor", "AZ", to=to, reason=reason)[-1]
    assert isinstance(event, e.FloorGiven)
    return event


def on_the_list(table: Table) -> list[tuple[str, str]]:
    return [(request.seat, request.kind) for request in speakers_in_order(table.meeting)]


def test_the_floor_goes_to_the_first_on_the_list() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("request_floor", "HU")
    assert given(table) == e.FloorGiven(speech=1, request=1, seat="KZ", kind="statement", seconds=600, reason="")
    table.refuses("floor", "give_floor", "AZ")
    table.do("yield_floor", "KZ")
    assert given(table).seat == "HU"
    assert table.meeting.speeches[0].ending == "yielded"


def test_only_the_seated_speak_and_only_in_the_room() -> None:
    table = under_way(absent=["KZ"])
    table.refuses("seated", "request_floor", "XX")
    table.refuses("presence", "request_floor", "KZ")
    table.refuses("seated", "yield_floor", "XX")
    table.refuses("seated", "withdraw_request", "XX")


def test_a_seat_is_on_the_list_once_and_raises_one_point_of_order_at_a_time() -> None:
    table = under_way()
    table.speak("TR")
    table.do("request_floor", "KZ")
    table.refuses("list", "request_floor", "KZ")
    table.refuses("list", "request_floor", "KZ", kind="right_of_reply")
    table.do("request_floor", "KZ", kind="point_of_order")
    table.refuses("list", "request_floor", "KZ", kind="point_of_order")
    assert on_the_list(table) == [("KZ", "point_of_order"), ("KZ", "statement")]


def test_a_seat_takes_its_request_back() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("request_floor", "KZ", kind="point_of_order")
    assert table.do("withdraw_request", "KZ") == (e.RequestWithdrawn(request=1),)
    assert table.do("withdraw_request", "KZ", kind="point_of_order") == (e.RequestWithdrawn(request=2),)
    table.refuses("list", "withdraw_request", "KZ")
    assert on_the_list(table) == []


def test_the_list_can_be_closed_and_points_of_order_pass_it() -> None:
    table = under_way()
    table.speak("TR")
    table.refuses("list", "reopen_list", "AZ")
    table.do("close_list", "AZ")
    table.refuses("list", "close_list", "AZ")
    table.refuses("list", "request_floor", "KZ")
    table.do("request_floor", "KZ", kind="right_of_reply")
    table.do("request_floor", "KG", kind="point_of_order")
    table.do("reopen_list", "AZ")
    table.do("request_floor", "UZ")
    table.refuses("presiding", "close_list", "KZ")
    table.refuses("presiding", "reopen_list", "KZ")


def test_the_order_is_of_request_or_of_precedence_as_the_rules_say() -> None:
    for profile, order in ((TURKIC_COUNCIL, ["UZ", "KZ", "HU", "TR"]), (OSCE_LIKE, ["KZ", "TR", "UZ", "HU"])):
        table = under_way(profile=profile)
        for seat in ("UZ", "KZ", "HU", "TR"):
            table.do("request_floor", seat)
        assert [seat for seat, _kind in on_the_list(table)] == order
        assert given(table).seat == order[0]


def test_statements_come_before_replies_and_points_of_order_before_all() -> None:
    table = under_way()
    table.speak("TR")
    table.do("request_floor", "KZ", kind="right_of_reply")
    table.do("request_floor", "UZ")
    table.do("request_floor", "KG", kind="point_of_order")
    assert on_the_list(table) == [("KG", "point_of_order"), ("UZ", "statement"), ("KZ", "right_of_reply")]
    table.refuses("point-of-order", "give_floor", "AZ", to="UZ")


def test_out_of_turn_the_chair_gives_a_reason_and_the_record_keeps_it() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("request_floor", "KG")
    table.refuses("out-of-turn", "give_floor", "AZ", to="KG")
    table.refuses("out-of-turn", "give_floor", "AZ", to="TR", reason="  ")
    table.refuses("out-of-turn", "give_floor", "AZ", to="XX", reason="Guest")
    assert given(table, to="KG", reason="Connection is poor").request == 2
    table.do("yield_floor", "KG")
    assert given(table, to="SEC", reason="To brief") == e.FloorGiven(
        speech=2, request=None, seat="SEC", kind="statement", seconds=600, reason="To brief"
    )
    table.do("yield_floor", "SEC")
    assert given(table, to="KZ", reason="Said in passing").reason == ""


def test_nobody_gets_the_floor_unasked_unseen_or_without_the_right() -> None:
    table = under_way(absent=["UZ"])
    table.refuses("list", "give_floor", "AZ")
    table.refuses("presence", "give_floor", "AZ", to="UZ", reason="To brief")
    table.refuses("presiding", "give_floor", "KZ", to="KZ")
    silent = under_way(profile=replace(TURKIC_COUNCIL, may_speak=("member",)))
    silent.refuses("list", "request_floor", "HU")
    silent.refuses("list", "give_floor", "AZ", to="HU", reason="Courtesy")
    silent.speak("KZ")
    silent.refuses("right-of-reply", "request_floor", "HU", kind="right_of_reply")


def test_who_left_is_passed_over_and_keeps_its_place() -> None:
    table = under_way()
    table.do("request_floor", "KZ", kind="point_of_order")
    table.do("request_floor", "KZ")
    table.do("request_floor", "TR")
    table.leave("KZ")
    assert given(table).seat == "TR"
    table.do("yield_floor", "TR")
    table.refuses("list", "give_floor", "AZ")
    table.come("KZ")
    assert given(table).kind == "point_of_order"


def test_the_chair_and_the_secretariat_take_who_left_off_the_list() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("request_floor", "KZ", kind="point_of_order")
    table.refuses("list", "remove_request", "SEC", seat="KZ")
    table.leave("KZ")
    table.refuses("presiding", "remove_request", "TR", seat="KZ")
    table.refuses("seated", "remove_request", "SEC", seat="XX")
    assert table.do("remove_request", "SEC", seat="KZ") == (
        e.RequestWithdrawn(request=2),
        e.RequestWithdrawn(request=1),
    )
    table.refuses("list", "remove_request", "AZ", seat="KZ")


def test_an_interrupted_speech_of_who_left_ends_with_its_request() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    table.leave("KZ")
    assert table.do("remove_request", "AZ", seat="KZ") == (e.FloorWithdrawn(speech=1),)


def test_a_speaker_ends_its_own_speech_and_no_other() -> None:
    table = under_way()
    table.refuses("floor", "yield_floor", "KZ")
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    table.refuses("floor", "yield_floor", "TR")
    table.do("request_floor", "TR", kind="point_of_order")
    table.do("give_floor", "AZ")
    assert table.do("yield_floor", "KZ") == (e.FloorYielded(speech=1),)
    assert table.meeting.speech is not None
    assert table.meeting.speech.seat == "TR"


def test_a_point_of_order_interrupts_at_once_and_the_speaker_goes_on_after_the_ruling() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("request_floor", "UZ")
    table.do("give_floor", "AZ")
    table.wait(seconds=30)
    table.do("request_floor", "TR", kind="point_of_order")
    assert said(table.do("give_floor", "AZ")) == ["FloorInterrupted", "FloorGiven"]
    table.do("request_floor", "KG", kind="point_of_order")
    assert table.refuses("point-of-order", "give_floor", "AZ").params == {"seat": "TR"}
    table.wait(seconds=30)
    table.do("yield_floor", "TR")
    table.refuses("ruling", "give_floor", "AZ")
    table.do("rule_on_point", "AZ", sustained=False, text="No.")
    assert given(table).seat == "KG"
    table.do("yield_floor", "KG")
    table.do("rule_on_point", "AZ", sustained=False, text="No.")
    assert table.do("give_floor", "AZ") == (e.FloorResumed(speech=1),)
    assert table.meeting.speeches[0].remaining(at=table.at) == 570
    table.do("yield_floor", "KZ")
    assert given(table).seat == "UZ"


def test_who_speaks_in_between_with_a_reason_leaves_the_interrupted_its_turn() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("request_floor", "UZ")
    table.do("give_floor", "AZ")
    table.do("suspend_meeting", "AZ")
    table.do("resume_meeting", "AZ")
    table.refuses("out-of-turn", "give_floor", "AZ", to="UZ")
    assert given(table, to="UZ", reason="Its minister has to leave").seat == "UZ"
    table.do("yield_floor", "UZ")
    assert table.do("give_floor", "AZ", to="KZ") == (e.FloorResumed(speech=1),)


def test_a_point_of_order_waits_for_the_end_of_the_speech_where_the_rules_say_so() -> None:
    table = under_way(profile=OSCE_LIKE)
    table.do("request_floor", "KZ")
    table.do("request_floor", "UZ")
    table.do("give_floor", "AZ")
    table.do("request_floor", "TR", kind="point_of_order")
    table.refuses("point-of-order", "give_floor", "AZ", to="TR")
    table.do("yield_floor", "KZ")
    table.refuses("point-of-order", "give_floor", "AZ", to="UZ")
    assert given(table).seat == "TR"


def test_a_point_of_order_that_was_interrupted_goes_on_before_everything_else() -> None:
    table = under_way()
    table.do("request_floor", "TR", kind="point_of_order")
    table.do("give_floor", "AZ")
    table.leave("TR")
    assert table.meeting.point_heard is None
    table.speak("KZ")
    table.do("request_floor", "UZ")
    table.do("give_floor", "AZ")
    table.come("TR")
    table.do("request_floor", "KG", kind="point_of_order")
    assert said(table.do("give_floor", "AZ")) == ["FloorInterrupted", "FloorResumed"]
    assert table.meeting.floor == 1


def test_a_point_of_order_dropped_before_it_was_heard_waits_for_no_ruling() -> None:
    table = under_way()
    table.do("request_floor", "TR", kind="point_of_order")
    table.do("give_floor", "AZ")
    table.leave("TR")
    table.do("remove_request", "AZ", seat="TR")
    assert table.meeting.point_heard is None
    table.speak("KZ")


def test_only_those_may_raise_points_whom_the_rules_let() -> None:
    table = under_way()
    table.refuses("point-of-order", "request_floor", "HU", kind="point_of_order")


def test_during_a_question_only_points_of_order_are_heard() -> None:
    table = opened()
    table.put(AGENDA, "consensus")
    table.do("request_floor", "KZ")
    table.refuses("question", "give_floor", "AZ")
    table.point("TR")
    table.close()
    assert given(table).seat == "KZ"


def test_a_reply_needs_something_to_reply_to() -> None:
    table = under_way()
    table.refuses("right-of-reply", "request_floor", "KZ", kind="right_of_reply")
    table.speak("KZ")
    table.point("TR")
    assert table.refuses("right-of-reply", "request_floor", "KZ", kind="right_of_reply").retry
    table.speak("TR")
    table.speak("KZ", kind="right_of_reply")


@pytest.mark.parametrize("profile", [TURKIC_COUNCIL, OSCE_LIKE], ids=lambda profile: profile.name)
def test_replies_are_counted_under_each_item(profile: Profile) -> None:
    table = under_way(profile=profile)
    table.speak("TR")
    for _reply in range(table.meeting.profile.replies):
        table.speak("KZ", kind="right_of_reply")
    refused = table.refuses("right-of-reply", "request_floor", "KZ", kind="right_of_reply")
    assert refused.params == {"seat": "KZ", "most": str(table.meeting.profile.replies)}
    table.do("open_item", "AZ", item=2)
    table.speak("TR")
    table.speak("KZ", kind="right_of_reply")


def test_the_chair_takes_the_floor_back_when_the_time_is_up() -> None:
    table = under_way()
    table.refuses("floor", "time_out_floor", "AZ")
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    table.wait(seconds=599)
    refused = table.refuses("time", "time_out_floor", "AZ")
    assert (refused.params, refused.retry) == ({"seat": "KZ", "seconds": "1"}, True)
    table.wait(seconds=1)
    table.refuses("seated", "time_out_floor", MACHINE)
    table.refuses("presiding", "time_out_floor", "TR")
    assert table.do("time_out_floor", "AZ") == (e.FloorTimedOut(speech=1),)
    assert table.meeting.speeches[0].ending == "timed_out"


def test_the_clock_takes_the_floor_back_only_where_the_rules_let_it() -> None:
    table = under_way(profile=OSCE_LIKE)
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    table.refuses("time", "time_out_floor", MACHINE)
    table.wait(seconds=600)
    assert table.do("time_out_floor", MACHINE) == (e.FloorTimedOut(speech=1),)


def test_the_chair_gives_more_time() -> None:
    table = under_way()
    table.refuses("floor", "extend_floor", "AZ", seconds=60)
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    for seconds in (0, -1, 86_401):
        table.refuses("time", "extend_floor", "AZ", seconds=seconds)
    table.refuses("presiding", "extend_floor", "KZ", seconds=60)
    table.do("extend_floor", "AZ", seconds=60)
    table.wait(seconds=650)
    assert table.meeting.speeches[0].remaining(at=table.at) == 10


def test_a_speech_without_a_limit_is_neither_cut_nor_extended() -> None:
    table = under_way(profile=replace(TURKIC_COUNCIL, seconds={}))
    table.do("request_floor", "KZ")
    assert given(table).seconds == 0
    table.wait(hours=3)
    table.refuses("time", "time_out_floor", "AZ")
    table.refuses("time", "extend_floor", "AZ", seconds=60)
    assert table.meeting.speeches[0].elapsed(at=table.at) == 10_800
