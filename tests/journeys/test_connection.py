"""The connection lost and found again; two windows of a seat, and none."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenDesk
from tests.journeys.site import Room, Site

pytestmark = pytest.mark.e2e

BACK = 60_000  # milliseconds: the room tries again more and more rarely
AWAY = 40_000  # the grace of a seat, and what a process may be silent for


@pytest.fixture
def stopping(site: Site) -> Iterator[Site]:
    """Let the server be stopped, and be there again for whoever comes next."""
    yield site
    if site.process is None:
        site.start()


@pytest.fixture
def writing(room: Room, desk: OpenDesk) -> Page:
    """Stand on the list and be in the middle of a statement."""
    room.open()
    room.do("KZ", "request_floor")
    page = desk("KZ", room)
    expect(page.locator(".tile[data-seat=KZ] .tile__state")).to_have_text("asks for the floor")
    page.get_by_text("Statements, proposals and more").click()
    page.get_by_text("Hand in a statement", exact=True).first.click()
    page.get_by_label("Text or summary").press_sequentially("We have op")
    return page


def test_a_server_that_goes_and_comes_back_costs_a_delegate_nothing(writing: Page, room: Room, stopping: Site) -> None:
    text = writing.get_by_label("Text or summary")
    stopping.stop()
    expect(writing.locator(".connection")).to_contain_text("The connection is lost")
    text.press_sequentially("ened our b")
    stopping.start()
    expect(writing.locator(".connection")).to_have_count(0, timeout=BACK)
    room.do("AZ", "close_list")
    expect(writing.locator("#region-speakers")).to_contain_text("closed")
    expect(text).to_have_value("We have opened our b")
    text.press_sequentially("orders.")
    writing.get_by_role("button", name="Hand in a statement").click()
    expect(writing.locator("#region-statements .statement__text")).to_have_text("We have opened our borders.")
    last = room.do("AZ", "reopen_list")["seq"]
    expect(writing.locator(".room")).to_have_attribute("data-seq", str(last))


def test_what_is_sent_while_the_server_is_away_happens_once_when_it_is_back(
    writing: Page, room: Room, stopping: Site
) -> None:
    stopping.stop()
    writing.get_by_role("button", name="Hand in a statement").click()
    expect(writing.locator("#region-desk [data-refusal][role=alert]")).to_contain_text("being sent again by itself")
    stopping.start()
    expect(writing.locator("#region-statements .statement__text")).to_have_text("We have op", timeout=BACK)
    assert room.page("KZ", "statements/").count("We have op") == 1


def test_a_seat_is_there_until_its_last_window_is_closed(room: Room, desk: OpenDesk) -> None:
    room.convene()
    chair, first = desk("AZ", room), desk("KZ", room)
    tile = chair.locator(".tile[data-seat=KZ] .tile__state")
    expect(tile).to_have_text("connected")
    second = first.context.new_page()
    second.goto(room.url)
    expect(second.locator(".tile[data-seat=KZ] .tile__state")).to_have_text("connected")
    first.close()
    chair.wait_for_timeout(AWAY / 2)
    expect(tile).to_have_text("connected")
    second.close()
    expect(tile).to_have_text("not connected", timeout=AWAY)
    expect(chair.locator(".tile[data-seat=AZ] .tile__state")).to_have_text("connected")


def test_a_page_loaded_again_at_once_was_never_away(room: Room, desk: OpenDesk) -> None:
    room.convene()
    chair, delegate = desk("AZ", room), desk("KZ", room)
    expect(chair.locator(".tile[data-seat=KZ] .tile__state")).to_have_text("connected")
    delegate.reload()
    chair.wait_for_timeout(AWAY / 2)
    assert "SeatDisconnected" not in room.page("AZ", "record.jsonl")
