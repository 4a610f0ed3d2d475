"""Two seats see and hear each other as the Chair decides; what a person switches, shows and loses."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.site import Room, Site
from tests.journeys_media.conftest import Take
from tests.journeys_media.delegates import Delegate

pytestmark = pytest.mark.e2e

Pair = tuple[Delegate, Delegate]
ON_BY_FORCE = """Object.defineProperty(MediaStreamTrack.prototype, "enabled", { get: () => true, set: () => {} });
const replace = RTCRtpSender.prototype.replaceTrack;
RTCRtpSender.prototype.replaceTrack = function (track) {
  if (track?.kind === "audio") window.cheated = track;
  return replace.call(this, track ?? (this.track?.kind === "audio" ? this.track : null));
};"""

ALL_EARS = """Object.defineProperty(MediaStreamTrack.prototype, "enabled", { get: () => true, set: () => {} });
Object.defineProperty(HTMLMediaElement.prototype, "muted", { get: () => false, set: () => {} });"""


@pytest.fixture
def pair(room: Room, take: Take) -> Pair:
    """The Chair, and Kazakhstan, with their microphones on; nobody has the floor."""
    room.open()
    chair, delegate = take("AZ", room), take("KZ", room)
    chair.join()
    delegate.join()
    return chair, delegate


def give_floor(room: Room, to: str) -> None:
    room.do(to, "request_floor")
    room.do("AZ", "give_floor")


def test_two_seats_see_each_other_and_hear_whom_the_chair_gives_the_floor(pair: Pair, room: Room) -> None:
    chair, delegate = pair
    chair.sees("KZ")
    delegate.sees("AZ")
    delegate.says("On, not heard: ask for the floor.")
    delegate.listen("AZ")
    delegate.hears()
    chair.listen("KZ")
    give_floor(room, "KZ")
    chair.hears()
    delegate.says("On, and heard.")
    expect(chair.media.locator(".stage__plate")).to_contain_text("Kazakhstan")
    expect(chair.media.locator(".stage video")).to_be_visible()


def test_when_the_floor_is_yielded_there_is_silence_within_a_second(pair: Pair, room: Room) -> None:
    chair, _ = pair
    give_floor(room, "KZ")
    chair.listen("KZ")
    chair.hears()
    room.do("KZ", "yield_floor")
    asked = time.time()
    chair.page.wait_for_timeout(2500)
    assert (chair.heard("last") or 0) < asked + 1


def test_a_sender_that_keeps_its_microphone_open_is_not_heard(room: Room, take: Take) -> None:
    room.open()
    chair, cheat = take("AZ", room), take("KZ", room, ON_BY_FORCE)
    chair.join()
    cheat.join()
    give_floor(room, "KZ")
    chair.listen("KZ")
    chair.hears()
    room.do("KZ", "yield_floor")
    asked = time.time()
    chair.page.wait_for_timeout(3000)
    assert (chair.heard("last") or 0) < asked + 1
    assert cheat.page.evaluate("cheated.readyState") == "live"
    assert sound_sent(cheat) > 0


def test_whoever_speaks_next_has_its_line_open_and_not_a_sound_on_it(room: Room, take: Take) -> None:
    room.open()
    listener, delegate = take("AZ", room, ALL_EARS), take("KZ", room)
    listener.join()
    delegate.join()
    assert sound_sent(delegate) == 0
    room.do("KZ", "request_floor")
    listener.listen("KZ")
    delegate.says("On; you speak next.")
    delegate.until(lambda: sound_sent(delegate) > 0, "the line is not open")
    assert listener.heard() is None
    room.do("AZ", "give_floor")
    listener.hears()


def sound_sent(delegate: Delegate) -> int:
    """Return how many packets of sound went out within a second."""
    count = """async () => {
      let sent = 0;
      for (const connection of connections) (await connection.getStats()).forEach((entry) => {
        if (entry.type === "outbound-rtp" && entry.kind === "audio") sent += entry.packetsSent;
      });
      return sent;
    }"""
    before = delegate.page.evaluate(count)
    delegate.page.wait_for_timeout(1000)
    sent: int = delegate.page.evaluate(count) - before
    return sent


def test_one_joins_with_the_microphone_off_and_is_told_when_one_may_speak(room: Room, take: Take) -> None:
    room.open()
    chair, delegate = take("AZ", room), take("KZ", room)
    chair.join(speaking=False)
    delegate.join(speaking=False)
    delegate.says("Microphone off.")
    room.do("KZ", "request_floor")
    delegate.says("You speak next: your microphone is off.")
    room.do("KZ", "withdraw_request")
    give_floor(room, "KZ")
    delegate.says("You may speak: your microphone is off.")
    expect(delegate.page.locator("#announcer")).to_contain_text("You may speak")
    chair.listen("KZ")
    delegate.page.keyboard.press("m")
    chair.hears()


def test_a_camera_switched_off_leaves_the_flag_and_comes_back(pair: Pair) -> None:
    chair, delegate = pair
    picture = chair.media.locator(".face[data-seat=KZ] video")
    expect(picture).to_be_visible()
    delegate.page.keyboard.press("v")
    expect(picture).to_be_hidden()
    expect(chair.media.locator(".face[data-seat=KZ] .face__flag .flag")).to_be_visible()
    delegate.page.keyboard.press("v")
    expect(picture).to_be_visible()
    chair.sees("KZ")


def test_who_leaves_is_gone_from_the_table_and_may_come_again(pair: Pair) -> None:
    chair, delegate = pair
    chair.sees("KZ")
    delegate.page.keyboard.press("l")
    expect(chair.media.locator(".face[data-seat=KZ] [data-quality=away]")).to_be_visible()
    assert "KZ" not in chair.received()
    delegate.join()
    chair.sees("KZ")


def test_a_shared_screen_is_the_exhibit_on_every_stage_until_it_is_taken_off(pair: Pair, room: Room) -> None:
    chair, delegate = pair
    delegate.page.keyboard.press("s")
    delegate.says("Only the Chair and the seat that has the floor may show a screen")
    give_floor(room, "KZ")
    delegate.says("On, and heard.")
    delegate.page.keyboard.press("s")
    expect(chair.media.locator(".stage")).to_have_class(re.compile("stage--screen"))
    expect(chair.page.locator("#region-stage")).to_contain_text("Shared screen")
    delegate.says("You are showing your screen to everyone.")
    room.do("AZ", "withdraw_exhibit")
    expect(delegate.media.locator("[data-switch=screen]")).to_have_attribute("aria-pressed", "false")
    expect(chair.media.locator(".stage")).not_to_have_class(re.compile("stage--screen"))
    chair.sees("KZ")


def test_a_screen_ends_with_the_floor(pair: Pair, room: Room) -> None:
    chair, delegate = pair
    give_floor(room, "KZ")
    delegate.says("On, and heard.")
    delegate.page.keyboard.press("s")
    expect(chair.page.locator("#region-stage")).to_contain_text("Shared screen")
    room.do("KZ", "yield_floor")
    expect(chair.page.locator("#region-stage")).not_to_contain_text("Shared screen")
    expect(delegate.media.locator("[data-switch=screen]")).to_have_attribute("aria-pressed", "false")


def test_a_second_window_of_the_same_person_takes_the_place_of_the_first(pair: Pair, room: Room) -> None:
    chair, first = pair
    second = Delegate(seat="KZ", room=room, context=first.page.context)
    second.join()
    first.says("You have joined with another window or device")
    expect(first.media.locator("[data-table]")).to_be_hidden()
    chair.sees("KZ")
    assert second.faults == []


@pytest.fixture
def stopping(site: Site) -> Iterator[Site]:
    """Let the server be killed, and be there again for whoever comes next."""
    yield site
    if site.process is None or site.process.poll() is not None:
        site.start()


def test_a_server_killed_and_started_again_leaves_the_picture_and_the_floor(
    pair: Pair, room: Room, stopping: Site
) -> None:
    chair, delegate = pair
    give_floor(room, "KZ")
    chair.listen("KZ")
    chair.hears()
    assert stopping.process is not None
    stopping.process.kill()
    stopping.process.wait()
    expect(chair.page.locator(".connection")).to_be_visible()
    chair.sees("KZ")
    stopping.start()
    expect(chair.page.locator(".connection")).to_have_count(0, timeout=60_000)
    expect(delegate.page.locator(".connection")).to_have_count(0, timeout=60_000)
    chair.sees("KZ")
    delegate.sees("AZ")
    room.do("KZ", "yield_floor")
    asked = time.time()
    chair.page.wait_for_timeout(2500)
    assert (chair.heard("last") or 0) < asked + 1
    give_floor(room, "KZ")
    chair.listen("KZ")
    chair.hears()
