"""The room by keyboard, by ear, on a telephone, and in two languages at once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import OpenDesk
from tests.journeys.site import PROPOSAL, Room

pytestmark = pytest.mark.e2e

MANY = 80  # presses of Tab: more than there are stops on any desk
TELEPHONE = {"width": 360, "height": 740}
HOSTILE = "<img src=x onerror=document.title='owned'></p></section><script>document.title='owned'</script>"
CONTROLS = "a:visible:not(.skip-link), button:visible, summary:visible, input:visible, select:visible, textarea:visible"


def test_each_reads_the_same_room_in_a_language_of_their_own(room: Room, desk: OpenDesk) -> None:
    room.open()
    english, kazakh = desk("AZ", room), desk("KZ", room)
    kazakh.locator("details.language summary").click()
    kazakh.get_by_role("button", name="Қазақша").click()
    expect(kazakh.locator("html")).to_have_attribute("lang", "kk")
    expect(kazakh.locator("h1")).to_have_text("Көші-қон органдары басшыларының бейнеконференциясы")
    room.do("KZ", "request_floor")
    room.do("AZ", "give_floor")
    expect(english.locator("#region-stage .board__name")).to_have_text("Kazakhstan")
    expect(kazakh.locator("#region-stage .board__name")).to_have_text("Қазақстан")


def test_a_screen_reader_hears_who_has_the_floor_and_what_is_asked(room: Room, desk: OpenDesk) -> None:
    room.open()
    page = desk("TR", room)
    announcer = page.locator("#announcer[role=status][aria-live=polite]")
    expect(page.locator(".tile[data-seat=TR] .tile__state")).to_have_text("connected")
    room.do("KZ", "request_floor")
    room.do("AZ", "give_floor")
    expect(announcer).to_contain_text("Kazakhstan: Statement")
    room.do("KZ", "yield_floor")
    expect(announcer).to_contain_text("Nobody has the floor")
    room.do("AZ", "put_question", subject_kind="agenda", subject_number=0, method="consensus")
    expect(announcer).to_contain_text("Shall the agenda be adopted?")
    room.do("AZ", "close_question", question=1)
    expect(announcer).to_contain_text("Adopted")


def test_the_question_mark_shows_every_key_that_acts_now(room: Room, desk: OpenDesk) -> None:
    room.open()
    page = desk("AZ", room)
    page.keyboard.press("?")
    rows = page.get_by_role("dialog", name="Keys on this page").locator("tr")
    expect(rows).to_contain_text(["Show the keys", "Request the floor", "Point of order", "Right of reply"])
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_keyboard_alone_asks_for_the_floor_and_hands_in_a_statement(room: Room, desk: OpenDesk) -> None:
    room.open()
    page = desk("KZ", room)
    walk_to(page, page.get_by_role("button", name="Request the floor"))
    page.keyboard.press("Enter")
    expect(page.locator("#region-speakers .speaker")).to_contain_text("Kazakhstan")
    for words in ("Statements, proposals and more", "Hand in a statement"):
        walk_to(page, page.locator("#region-desk summary", has_text=words).first)
        page.keyboard.press("Enter")
    walk_to(page, page.get_by_label("Text or summary"))
    page.keyboard.type("Fine words.")
    walk_to(page, page.get_by_role("button", name="Hand in a statement"))
    page.keyboard.press("Enter")
    expect(page.locator("#region-statements .statement__text")).to_have_text("Fine words.")


@pytest.mark.parametrize("seat", ["AZ", "KZ", "SEC"])
def test_a_telephone_shows_it_all_and_reaches_every_control(room: Room, desk: OpenDesk, seat: str) -> None:
    room.open()
    room.do("SEC", "table_proposal", **PROPOSAL)
    room.do("AZ", "put_question", subject_kind="proposal", subject_number=1, method="unanimity")
    room.do("KZ", "request_floor")
    page = desk(seat, room, viewport=TELEPHONE)
    expect(page.locator(f".tile[data-seat={seat}] .tile__state").first).to_be_visible()
    for panel in page.locator("#region-desk summary").all():
        panel.click()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= TELEPHONE["width"]
    for control in page.locator(CONTROLS).all():
        control.click(trial=True)


def test_a_deadline_set_in_the_chairs_zone_stands_in_everyones(room: Room, desk: OpenDesk) -> None:
    room.open()
    room.do("SEC", "table_proposal", **PROPOSAL)
    page = desk("HU", room)
    day = datetime.now(UTC).date() + timedelta(days=10)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Asia/Baku"))
    fields = {"method": "silence", "deadline": f"{noon:%Y-%m-%dT%H:%M}", "time_zone": "Asia/Baku"}
    room.do("AZ", "put_question", subject_kind="proposal", subject_number=1, **fields)
    for zone in ("Asia/Baku", "Asia/Almaty", "Asia/Bishkek", "Europe/Istanbul", "Asia/Tashkent", "Europe/Budapest"):
        line = page.locator("#region-question li", has_text=zone)
        expect(line).to_contain_text(f"{noon.astimezone(ZoneInfo(zone)):%H:%M}")


def test_what_looks_like_a_page_in_a_statement_is_only_read(room: Room, desk: OpenDesk) -> None:
    room.open()
    page = desk("TR", room)
    expect(page.locator(".tile[data-seat=TR] .tile__state")).to_have_text("connected")
    room.do("KZ", "request_floor")
    room.do("KZ", "hand_in_statement", language="en", text=HOSTILE)
    for _ in ("by the stream", "with the page"):
        expect(page.locator("#region-statements .statement__text")).to_have_text(HOSTILE)
        expect(page.locator("#region-statements img[src=x]")).to_have_count(0)
        page.reload()


def walk_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the control has the focus, and see that the focus shows."""
    for _ in range(MANY):
        if wanted.evaluate("one => one === document.activeElement"):
            assert wanted.evaluate("one => getComputedStyle(one).outlineStyle") != "none"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted}")
