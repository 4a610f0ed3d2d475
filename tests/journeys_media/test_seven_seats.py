"""Seven seats round one table, as the founding council sits: who has the floor is seen and heard by the six others."""

import time

import pytest

from tests.journeys.site import SEATS, Room
from tests.journeys_media.delegates import Delegate

pytestmark = pytest.mark.e2e

Seven = dict[str, Delegate]


@pytest.fixture
def room(seven: Seven) -> Room:
    """The room of the seven, with nobody on the floor."""
    room = seven["AZ"].room
    for seat in SEATS:
        room.act(seat, "yield_floor")
    return room


def others(seven: Seven, seat: str) -> list[Delegate]:
    return [delegate for delegate in seven.values() if delegate.seat != seat]


def listen(seven: Seven, seat: str) -> list[Delegate]:
    listening = others(seven, seat)
    for delegate in listening:
        delegate.listen(seat)
    return listening


def give_floor(room: Room, to: str) -> float:
    room.do(to, "request_floor")
    asked = time.time()
    room.do("AZ", "give_floor")
    return asked


def quiet_since(listening: list[Delegate], moment: float) -> None:
    """Wait two seconds and more, and find that nobody has heard anything a second after that moment."""
    listening[0].page.wait_for_timeout(2500)
    late = {one.seat: last - moment for one in listening if (last := one.heard("last")) and last > moment + 1}
    assert late == {}


@pytest.mark.usefixtures("room")
def test_each_of_seven_sees_the_six_others(seven: Seven) -> None:
    for delegate in seven.values():
        delegate.sees(*(seat for seat in SEATS if seat != delegate.seat))


def test_who_is_given_the_floor_is_heard_by_the_six_others_and_silent_once_it_is_yielded(
    seven: Seven, room: Room
) -> None:
    listening = listen(seven, "KZ")
    asked = give_floor(room, "KZ")
    after = {delegate.seat: round(delegate.hears() - asked, 2) for delegate in listening}
    assert max(after.values()) < 5, after
    room.do("KZ", "yield_floor")
    quiet_since(listening, time.time())


def test_nobody_hears_who_has_not_been_given_the_floor(seven: Seven, room: Room) -> None:
    listening = listen(seven, "HU")
    give_floor(room, "TR")
    listening[0].page.wait_for_timeout(2000)
    assert [one.seat for one in listening if one.heard()] == []


def test_a_point_of_order_interrupts_and_the_speaker_goes_on_afterwards(seven: Seven, room: Room) -> None:
    speaker = listen(seven, "UZ")
    give_floor(room, "UZ")
    for delegate in speaker:
        delegate.hears()
    room.do("TR", "request_floor", kind="point_of_order")
    room.do("AZ", "give_floor")
    quiet_since(speaker, time.time())
    orderly = listen(seven, "TR")
    for delegate in orderly:
        delegate.hears()
    room.do("TR", "yield_floor")
    room.act("AZ", "rule_on_point", sustained="on", text="So it is.")
    room.act("AZ", "give_floor")
    for delegate in listen(seven, "UZ"):
        delegate.hears()


def test_suspended_the_meeting_is_silent_the_chair_included(seven: Seven, room: Room) -> None:
    listening = listen(seven, "AZ")
    for delegate in listening:
        delegate.hears()
    room.do("AZ", "suspend_meeting", reason="Coffee")
    quiet_since(listening, time.time())
    room.do("AZ", "resume_meeting")
    for delegate in listen(seven, "AZ"):
        delegate.hears()
