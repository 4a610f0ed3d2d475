import pytest

from kenesh.meetings.domain.hearing import Hearing, hearing
from tests.meetings.domain.builders import opened, under_way

pytestmark = pytest.mark.unit


def test_with_nobody_on_the_floor_the_chair_is_heard() -> None:
    assert hearing(opened().meeting) == Hearing(audible=("AZ",), large="AZ")


def test_who_has_the_floor_is_heard_beside_the_chair_and_seen_large() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    assert hearing(table.meeting) == Hearing(audible=("AZ", "KZ"), large="KZ")
    table.do("yield_floor", "KZ")
    assert hearing(table.meeting) == Hearing(audible=("AZ",), large="AZ")


def test_whoever_is_called_upon_next_is_named_and_not_heard() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    assert hearing(table.meeting) == Hearing(audible=("AZ",), large="AZ", next="KZ")
    table.do("request_floor", "UZ")
    table.do("give_floor", "AZ")
    assert hearing(table.meeting) == Hearing(audible=("AZ", "KZ"), large="KZ", next="UZ")
    table.do("request_floor", "TR", kind="point_of_order")
    assert hearing(table.meeting).next == "TR"


def test_whom_a_point_of_order_interrupts_comes_next() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("request_floor", "UZ")
    table.do("give_floor", "AZ")
    table.do("request_floor", "TR", kind="point_of_order")
    table.do("give_floor", "AZ")
    assert hearing(table.meeting) == Hearing(audible=("AZ", "TR"), large="TR", next="KZ")


def test_a_point_of_order_takes_the_microphone_from_whom_it_interrupts() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    table.do("request_floor", "TR", kind="point_of_order")
    table.do("give_floor", "AZ")
    assert hearing(table.meeting).audible == ("AZ", "TR")


def test_nobody_is_heard_while_the_meeting_is_suspended() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    table.do("suspend_meeting", "AZ")
    assert hearing(table.meeting).audible == ()


def test_a_chair_that_speaks_is_named_once() -> None:
    table = under_way()
    table.do("request_floor", "AZ")
    table.do("give_floor", "AZ")
    assert hearing(table.meeting) == Hearing(audible=("AZ",), large="AZ")
