import pytest

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.profile import Profile
from kenesh.meetings.domain.state import MACHINE, Presidency
from tests.meetings.domain.builders import (
    AGENDA,
    MEMBERS,
    OSCE_LIKE,
    SEATS,
    START,
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


def test_the_chair_opens_a_meeting_that_has_its_quorum_and_the_record_says_who_is_there() -> None:
    table = Table()
    table.come("HU", "UZ", "AZ", "KZ")
    assert table.do("open_meeting", "AZ") == (e.MeetingOpened(present=("AZ", "KZ", "UZ", "HU")),)
    assert (table.meeting.phase, table.meeting.opened_at) == ("open", START)


def test_a_meeting_without_its_quorum_is_not_opened_however_many_observers_came() -> None:
    table = Table()
    table.come("AZ", "KZ", "HU", "SEC")
    refused = table.refuses("quorum-open", "open_meeting", "AZ")
    assert (refused.params, refused.retry) == ({"present": "2", "members": "5", "needed": "3"}, True)


def test_a_third_opens_where_the_rules_say_a_third() -> None:
    table = Table(profile=UNGA_LIKE)
    table.come("AZ", "KZ")
    table.do("open_meeting", "AZ")
    table.refuses("quorum-decide", "put_question", "AZ", subject=AGENDA, method="consensus")


def test_only_the_chair_opens_and_only_once_and_from_the_room() -> None:
    table = Table()
    table.come("KZ", "KG", "TR")
    table.refuses("presiding", "open_meeting", "KZ")
    table.refuses("seated", "open_meeting", "XX")
    table.refuses("presence", "open_meeting", "AZ")
    table.come("AZ")
    table.do("open_meeting", "AZ")
    table.refuses("session", "open_meeting", "AZ")


def test_before_the_opening_acts_of_the_meeting_wait() -> None:
    table = Table()
    table.come(*SEATS)
    assert table.refuses("session", "request_floor", "KZ").retry
    table.refuses("session", "close_meeting", "AZ")


def test_a_suspension_keeps_the_speaker_and_the_time_left() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    table.wait(seconds=100)
    events = table.do("suspend_meeting", "AZ", reason="Lunch")
    assert events == (e.FloorInterrupted(speech=1, seconds=500), e.MeetingSuspended(reason="Lunch"))
    table.wait(hours=1)
    table.refuses("session", "yield_floor", "KZ")
    table.refuses("session", "suspend_meeting", "AZ")
    assert table.do("resume_meeting", "AZ") == (e.MeetingResumed(present=SEATS),)
    assert table.do("give_floor", "AZ") == (e.FloorResumed(speech=1),)
    assert table.meeting.speeches[0].remaining(at=table.at) == 500


def test_a_suspension_with_nobody_speaking_is_just_that() -> None:
    table = opened()
    assert table.do("suspend_meeting", "AZ") == (e.MeetingSuspended(reason=""),)


def test_resuming_needs_a_suspension_the_chair_and_the_quorum_to_open() -> None:
    table = opened()
    table.refuses("session", "resume_meeting", "AZ")
    table.do("suspend_meeting", "AZ")
    table.leave("KG", "TR", "UZ")
    table.refuses("quorum-open", "resume_meeting", "AZ")
    table.refuses("presiding", "resume_meeting", "KZ")
    table.leave("AZ")
    table.refuses("presence", "resume_meeting", "AZ")


def test_closing_concludes_the_item_and_ends_everything() -> None:
    table = under_way()
    assert table.do("close_meeting", "AZ") == (e.AgendaItemClosed(item=1), e.MeetingClosed())
    assert (table.meeting.phase, table.meeting.closed_at) == ("closed", START)
    table.refuses("session", "request_floor", "KZ")
    table.refuses("session", "open_meeting", "AZ")
    table.refuses("session", "table_proposal", "KZ", language="en", version=None)
    table.refuses("session", "connect_seat", MACHINE, seat="KZ")


def test_a_meeting_without_an_open_item_closes_too() -> None:
    assert said(opened().do("close_meeting", "AZ")) == ["MeetingClosed"]


def test_a_meeting_is_not_closed_over_what_is_under_way() -> None:
    table = with_text()
    table.refuses("presiding", "close_meeting", "KZ")
    table.do("request_floor", "KG")
    assert table.refuses("list", "close_meeting", "AZ").params == {"seat": "KG"}
    table.do("give_floor", "AZ")
    table.refuses("session", "close_meeting", "AZ")
    table.do("request_floor", "TR", kind="point_of_order")
    table.do("give_floor", "AZ")
    table.do("yield_floor", "TR")
    table.refuses("ruling", "close_meeting", "AZ")
    table.do("rule_on_point", "AZ", sustained=False, text="No.")
    assert table.refuses("session", "close_meeting", "AZ").params == {"seat": "KG"}
    table.do("yield_floor", "KG")
    table.do("request_floor", "TR", kind="point_of_order")
    table.refuses("point-of-order", "close_meeting", "AZ")
    table.do("withdraw_request", "TR", kind="point_of_order")
    table.put(proposal(1), "consensus")
    table.refuses("session", "close_meeting", "AZ")


def test_a_meeting_is_not_closed_while_a_silence_runs() -> None:
    table = with_text()
    table.put(proposal(1), "silence", deadline=table.at.replace(day=20))
    table.refuses("session", "close_meeting", "AZ")
    table.do("suspend_meeting", "AZ")
    table.refuses("session", "close_meeting", "AZ")


def test_a_suspended_meeting_whose_quorum_never_returns_can_still_be_closed() -> None:
    table = under_way()
    table.do("request_floor", "TR")
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    table.do("suspend_meeting", "AZ")
    table.leave(*MEMBERS[1:])
    assert said(table.do("close_meeting", "AZ")) == [
        "FloorWithdrawn",
        "RequestWithdrawn",
        "AgendaItemClosed",
        "MeetingClosed",
    ]
    assert table.meeting.speeches[0].ending == "withdrawn"


def test_the_chair_is_handed_over_inside_the_meeting_and_the_record_keeps_who_presided_when() -> None:
    table = opened()
    table.wait(minutes=10)
    table.do("hand_over_chair", "AZ", to="KZ")
    assert table.meeting.presidencies == (
        Presidency(seat="AZ", since=START),
        Presidency(seat="KZ", since=table.at),
    )
    table.refuses("presiding", "suspend_meeting", "AZ")
    table.do("suspend_meeting", "KZ")


def test_the_chair_goes_to_another_member_that_is_there() -> None:
    table = opened(absent=["UZ"])
    for to in ("HU", "SEC", "AZ", "XX"):
        table.refuses("hand-over", "hand_over_chair", "AZ", to=to)
    table.refuses("presence", "hand_over_chair", "AZ", to="UZ")
    table.refuses("presiding", "hand_over_chair", "KZ", to="KZ")


def test_the_secretariat_hands_over_only_when_the_chair_is_not_there() -> None:
    table = opened()
    table.refuses("presiding", "hand_over_chair", "SEC", to="KZ")
    table.leave("AZ")
    table.refuses("presiding", "hand_over_chair", "HU", to="KZ")
    assert table.do("hand_over_chair", "SEC", to="KZ") == (e.ChairHandedOver(from_seat="AZ", to_seat="KZ"),)


def test_the_chair_does_not_leave_a_question_to_its_successor_unless_it_is_gone() -> None:
    table = opened()
    table.put(AGENDA, "consensus")
    table.refuses("question", "hand_over_chair", "AZ", to="KZ")
    table.leave("AZ")
    table.do("hand_over_chair", "SEC", to="KZ")
    assert table.close().outcome == "adopted"


def test_the_secretariat_marks_who_is_seen_by_other_means() -> None:
    table = Table()
    assert table.do("mark_present", "SEC", seat="KZ") == (e.SeatMarkedPresent(seat="KZ"),)
    assert table.do("mark_present", "SEC", seat="KZ") == ()
    assert "KZ" in table.meeting.present
    assert table.do("mark_absent", "SEC", seat="KZ") == (e.SeatMarkedAbsent(seat="KZ"),)
    assert table.do("mark_absent", "SEC", seat="KZ") == ()
    assert "KZ" not in table.meeting.present
    for act in ("mark_present", "mark_absent"):
        table.refuses("secretariat", act, "AZ", seat="KZ")
        table.refuses("seated", act, "SEC", seat="XX")


def test_who_is_connected_stays_present_without_the_mark() -> None:
    table = Table()
    table.come("KZ")
    table.do("mark_present", "SEC", seat="KZ")
    table.do("mark_absent", "SEC", seat="KZ")
    assert table.meeting.present == ("KZ",)


def test_the_room_alone_notes_who_comes_and_goes() -> None:
    table = Table()
    assert table.do("connect_seat", MACHINE, seat="KZ") == (e.SeatConnected(seat="KZ"),)
    assert table.do("connect_seat", MACHINE, seat="KZ") == ()
    assert table.do("disconnect_seat", MACHINE, seat="KZ") == (e.SeatDisconnected(seat="KZ"),)
    assert table.do("disconnect_seat", MACHINE, seat="KZ") == ()
    for act in ("connect_seat", "disconnect_seat"):
        table.refuses("presence", act, "KZ", seat="KZ")
        table.refuses("seated", act, MACHINE, seat="XX")


def test_a_speaker_whose_connection_is_lost_keeps_its_time_and_goes_on_when_back() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("request_floor", "TR")
    table.do("give_floor", "AZ")
    table.wait(seconds=60)
    assert table.do("disconnect_seat", MACHINE, seat="KZ") == (
        e.SeatDisconnected(seat="KZ"),
        e.FloorInterrupted(speech=1, seconds=540),
    )
    assert said(table.do("give_floor", "AZ")) == ["FloorGiven"]
    table.do("yield_floor", "TR")
    table.come("KZ")
    assert table.do("give_floor", "AZ") == (e.FloorResumed(speech=1),)


def test_a_speaker_only_marked_present_loses_the_floor_with_the_mark_and_a_listener_loses_nothing() -> None:
    table = under_way(absent=["KZ"])
    table.do("mark_present", "SEC", seat="KZ")
    table.do("mark_present", "SEC", seat="TR")
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    assert said(table.do("disconnect_seat", MACHINE, seat="TR")) == ["SeatDisconnected"]
    assert said(table.do("mark_absent", "SEC", seat="TR")) == ["SeatMarkedAbsent"]
    assert said(table.do("mark_absent", "SEC", seat="KZ")) == ["SeatMarkedAbsent", "FloorInterrupted"]


@pytest.mark.parametrize("profile", [TURKIC_COUNCIL, UNGA_LIKE, OSCE_LIKE], ids=lambda profile: profile.name)
def test_losing_the_quorum_stops_deciding_and_not_talking(profile: Profile) -> None:
    table = opened(profile=profile)
    number = table.put(AGENDA, "consensus")
    table.leave("KG", "TR", "UZ")
    table.refuses("quorum-decide", "close_question", "AZ", question=number)
    table.do("withdraw_question", "AZ", question=number)
    table.refuses("quorum-decide", "put_question", "AZ", subject=AGENDA, method="consensus")
    table.speak("KZ")
