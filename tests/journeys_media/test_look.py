"""The table by keyboard, on a telephone, over the whole screen and in the dark; captions that move with the speech."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.site import Room
from tests.journeys_media.conftest import Take
from tests.journeys_media.delegates import Delegate

pytestmark = pytest.mark.e2e

TELEPHONE = {"width": 360, "height": 740}
WALL = {"width": 1920, "height": 1080}
STATEMENT = "\n".join(f"Sentence {number} of a statement that takes its time." for number in range(1, 40))


def violations(page: Page) -> list[tuple[str, list[str]]]:
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]


@pytest.fixture
def delegate(room: Room, take: Take) -> Delegate:
    """Kazakhstan at the table with the Chair, who has a picture; Kazakhstan has the floor and a text handed in."""
    room.open()
    room.do("KZ", "request_floor")
    room.do("KZ", "hand_in_statement", language="en", text=STATEMENT)
    chair, delegate = take("AZ", room), take("KZ", room)
    chair.join()
    delegate.join()
    room.do("AZ", "give_floor")
    delegate.sees("AZ")
    return delegate


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [TELEPHONE, WALL])
def test_everyone_can_use_the_table(delegate: Delegate, scheme: Any, size: Any) -> None:
    page = delegate.page
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.keyboard.press("e")
    expect(page.locator("[data-check] video")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_the_keyboard_alone_joins_speaks_and_leaves(room: Room, take: Take) -> None:
    room.open()
    page = take("KZ", room).page
    page.keyboard.press("j")
    expect(page.get_by_role("button", name="Join", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    microphone = page.get_by_role("button", name="Microphone")
    expect(microphone).to_be_focused()
    page.keyboard.press("Space")
    expect(microphone).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("m")
    expect(microphone).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys on this page")
    for label in ("Microphone on or off", "Camera on or off", "Show my screen to everyone", "Whole screen", "Devices"):
        expect(keys).to_contain_text(label)
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    expect(page.get_by_role("button", name="Join with picture and sound")).to_be_focused()


def test_seats_stand_in_order_of_precedence_with_flag_status_and_chair(delegate: Delegate) -> None:
    faces = delegate.media.locator(".face:visible")
    expect(faces).to_have_count(7)
    expect(faces.nth(0)).to_contain_text(re.compile(r"Azerbaijan\s+Chair\s*Member"))
    expect(faces.nth(6)).to_contain_text("Secretariat")
    expect(faces.nth(0).get_by_role("img", name="good connection")).to_be_visible()
    expect(delegate.media.locator(".stage__plate")).to_contain_text("Kazakhstan")


def test_the_stage_fills_the_screen_and_goes_back(delegate: Delegate) -> None:
    delegate.page.keyboard.press("w")
    expect(delegate.media.locator("[data-press=whole]")).to_have_attribute("aria-pressed", "true")
    assert delegate.page.evaluate("document.fullscreenElement.className") == "room__stage"
    delegate.page.keyboard.press("w")
    expect(delegate.media.locator("[data-press=whole]")).to_have_attribute("aria-pressed", "false")


def test_the_stage_goes_on_in_a_small_window_of_its_own(delegate: Delegate) -> None:
    delegate.page.keyboard.press("p")
    expect(delegate.media.locator("[data-press=picture]")).to_have_attribute("aria-pressed", "true")
    delegate.room.do("KZ", "yield_floor")
    expect(delegate.media.locator(".stage__plate")).to_contain_text("Azerbaijan")
    assert delegate.page.evaluate("document.pictureInPictureElement?.closest('.stage') !== null")
    delegate.page.keyboard.press("p")
    expect(delegate.media.locator("[data-press=picture]")).to_have_attribute("aria-pressed", "false")


def test_a_statement_handed_in_moves_with_the_speech_in_a_size_of_ones_own(delegate: Delegate) -> None:
    page = delegate.page
    words = page.get_by_role("region", name="Words of the speech")
    expect(words).to_contain_text("Sentence 1 of")
    delegate.until(lambda: bool(words.evaluate("one => one.scrollTop > 20")), "the words do not move")
    before = words.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    page.get_by_label("Size").select_option("xl")
    assert words.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") > before
    page.keyboard.press("Escape")
    page.locator("[data-press=captions]").click()
    expect(words).to_be_hidden()
    page.reload()
    expect(page.locator("[data-press=captions]")).to_have_attribute("aria-pressed", "false")


def test_lines_typed_live_take_the_place_of_the_text_in_their_language(delegate: Delegate) -> None:
    words = delegate.page.get_by_role("region", name="Words of the speech")
    delegate.room.do("SEC", "caption_speech", language="en", text="And now, off the text.")
    expect(words).to_have_text("And now, off the text.")
    delegate.room.do("SEC", "caption_speech", language="tr", text="Ve şimdi.")
    delegate.page.locator("[data-caption]").get_by_label("Language").select_option("tr")
    expect(words).to_have_text("Ve şimdi.")
    expect(words).to_have_attribute("lang", "tr")


def test_the_check_remembers_devices_and_plays_a_tone(room: Room, take: Take) -> None:
    room.open()
    delegate = take("KZ", room)
    page = delegate.page
    page.keyboard.press("j")
    delegate.until(lambda: delegate.meter() > 0.3, "the level does not move")
    page.get_by_label("Camera on").uncheck()
    expect(page.locator("[data-no-preview]")).to_be_visible()
    page.get_by_role("button", name="Play a tone").click()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    expect(page.get_by_label("Camera on")).not_to_be_checked()
    expect(page.locator("[data-no-preview]")).to_be_visible()
