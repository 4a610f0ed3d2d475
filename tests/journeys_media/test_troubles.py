"""What can be wrong with a camera, a browser, a network or a full table: a plain word each, and the room goes on."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.journeys.site import SEATS, TOKEN, Room
from tests.journeys_media.conftest import Take
from tests.journeys_media.delegates import Delegate

pytestmark = pytest.mark.e2e

REFUSING = """navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException("no", "{name}"); }};"""
INSECURE = """Object.defineProperty(window, "isSecureContext", { value: false });
Object.defineProperty(Navigator.prototype, "mediaDevices", { get: () => undefined });"""
WITHOUT_CAMERA = """const ask = navigator.mediaDevices.getUserMedia;
navigator.mediaDevices.getUserMedia = async (wanted) => {
  if (wanted.video) throw new DOMException("no camera", "NotFoundError");
  return ask(wanted);
};"""
WITHOUT_UDP = """const Made = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Made {
  constructor(plan) { super({ ...plan, iceTransportPolicy: "relay" }); }
};"""
PLACES = 12
UUID = "00000000-0000-4000-8000-{:012d}"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (REFUSING.format(name="NotFoundError"), "No camera and no microphone was found"),
        (REFUSING.format(name="NotAllowedError"), "The browser was not allowed to use camera and microphone"),
        (REFUSING.format(name="NotReadableError"), "Another program uses the camera or the microphone"),
        (INSECURE, "Browsers give no camera and no microphone to this page"),
    ],
)
def test_without_camera_and_microphone_one_still_hears_sees_and_takes_part(
    room: Room, take: Take, script: str, said: str
) -> None:
    room.open()
    chair, delegate = take("AZ", room), take("KZ", room, script)
    chair.join()
    delegate.media.locator("[data-door] [data-press=enter]").click()
    delegate.says(said)
    delegate.page.locator("[data-check] [data-enter]").click()
    delegate.seated()
    delegate.says("No microphone: you hear and see.")
    delegate.sees("AZ")
    delegate.listen("AZ")
    delegate.hears()
    delegate.page.keyboard.press("f")
    expect(delegate.page.locator("#region-speakers")).to_contain_text("Kazakhstan")


def test_who_has_no_camera_is_heard_under_the_flag(room: Room, take: Take) -> None:
    room.open()
    chair, delegate = take("AZ", room), take("KZ", room, WITHOUT_CAMERA)
    chair.join()
    delegate.media.locator("[data-door] [data-press=enter]").click()
    delegate.says("No camera was found")
    delegate.page.locator("[data-check] [data-enter]").click()
    delegate.seated()
    delegate.speak()
    room.do("KZ", "request_floor")
    room.do("AZ", "give_floor")
    chair.listen("KZ")
    chair.hears()
    expect(chair.media.locator(".stage__flag .flag")).to_be_visible()


def test_a_browser_without_picture_and_sound_says_so_and_offers_no_table(room: Room, take: Take) -> None:
    room.open()
    delegate = take("KZ", room, "delete window.RTCPeerConnection;")
    delegate.says("This browser has no picture and sound")
    expect(delegate.media.locator("[data-door]")).to_be_hidden()
    delegate.page.keyboard.press("f")
    expect(delegate.page.locator("#region-speakers")).to_contain_text("Kazakhstan")


def test_a_network_that_lets_nothing_through_is_named(room: Room, take: Take) -> None:
    room.open()
    chair, delegate = take("AZ", room), take("KZ", room, WITHOUT_UDP)
    chair.join()
    delegate.join()
    delegate.says("Picture and sound do not get through", timeout=60_000)
    delegate.says("Everything else of the room works.")
    delegate.page.keyboard.press("f")
    expect(delegate.page.locator("#region-speakers")).to_contain_text("Kazakhstan")


def test_the_thirteenth_is_told_why_and_what_is_still_possible(room: Room, take: Take) -> None:
    room.open()
    people = [room.client(seat) for seat in SEATS if seat != "KZ"]
    for number in range(PLACES - len(people)):
        room.clients[f"adviser {number}"] = invited(room, number)  # closed with the room
        people.append(room.clients[f"adviser {number}"])
    thirteenth = take("KZ", room)
    for number, client in enumerate(people):
        join(room, client, number)
    thirteenth.enter()
    thirteenth.says("The table is full")
    thirteenth.says("take part in everything else")
    thirteenth.page.keyboard.press("f")
    expect(thirteenth.page.locator("#region-speakers")).to_contain_text("Kazakhstan")
    leave(room, people[0])
    again = thirteenth.media.get_by_role("button", name="Join again")
    again.click()
    thirteenth.page.locator("[data-check] [data-enter]").click()
    thirteenth.seated()


def invited(room: Room, number: int) -> httpx.Client:
    """Let one more adviser in, with a way of their own."""
    link = room.site.invitation(seat="KZ", email=f"adviser-{room.number}-{number}@example.org")
    client = httpx.Client(base_url=room.site.url, trust_env=False, timeout=30, follow_redirects=True)
    page = client.get(link).raise_for_status()
    client.post(link, data={"csrfmiddlewaretoken": _token(page)}).raise_for_status()
    return client


def join(room: Room, client: httpx.Client, number: int) -> None:
    fields = {"place": UUID.format(number), "csrfmiddlewaretoken": _token(client.get("/"))}
    client.post(f"{room.path}media/join/", data=fields).raise_for_status()


def leave(room: Room, client: httpx.Client) -> None:
    fields = {"place": UUID.format(0), "csrfmiddlewaretoken": _token(client.get("/"))}
    client.post(f"{room.path}media/leave/", data=fields).raise_for_status()


def _token(page: httpx.Response) -> str:
    found = TOKEN.search(page.text)
    assert found
    return found[1]


def test_a_camera_unplugged_is_missed_and_can_be_switched_on_again(room: Room, take: Take) -> None:
    room.open()
    chair, delegate = take("AZ", room), take("KZ", room)
    chair.join()
    delegate.join()
    chair.sees("KZ")
    unplug(delegate)
    delegate.says("The camera or the microphone is gone")
    expect(chair.media.locator(".face[data-seat=KZ] video")).to_be_hidden()
    delegate.page.keyboard.press("v")
    expect(chair.media.locator(".face[data-seat=KZ] video")).to_be_visible()
    expect(delegate.media.locator("[data-switch=camera]")).to_have_attribute("aria-pressed", re.compile("true"))


def unplug(delegate: Delegate) -> None:
    """A track that ends by itself says so; one that a script stops does not."""
    delegate.page.evaluate("""() => {
        const sent = connections.flatMap((one) => one.getSenders()).map((one) => one.track);
        const picture = sent.find((track) => track?.kind === "video");
        picture.stop();
        picture.dispatchEvent(new Event("ended"));
    }""")
