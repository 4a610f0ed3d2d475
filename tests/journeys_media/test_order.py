"""The Chair cuts a seat off, and the clock does: both are silence for all within a second."""

import json
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect
from ruamel.yaml import YAML

from tests.journeys.site import COUNCIL, Room, Site
from tests.journeys_media.conftest import Take
from tests.journeys_media.delegates import Delegate

pytestmark = pytest.mark.e2e

Pair = tuple[Delegate, Delegate]
SECONDS = 8


def speaking(pair: Pair, room: Room) -> None:
    """Let Kazakhstan speak, and the Chair hear it."""
    chair, _ = pair
    chair.listen("KZ")
    room.do("KZ", "request_floor")
    room.do("AZ", "give_floor")
    chair.hears()


def silent_since(chair: Delegate, moment: float) -> None:
    chair.page.wait_for_timeout(2500)
    assert (chair.heard("last") or 0) < moment + 1


def test_a_seat_called_to_order_at_the_chairs_desk_is_cut_off(room: Room, take: Take) -> None:
    room.open()
    pair = chair, delegate = take("AZ", room), take("KZ", room)
    for one in pair:
        one.join()
    speaking(pair, room)
    desk = chair.page.get_by_role("region", name="The Chair’s desk").locator("..")
    desk.get_by_text("More of the Chair’s acts").click()
    desk.get_by_text("Call to order", exact=True).first.click()
    panel = desk.locator('form[action$="call-to-order/"]')
    panel.get_by_label("Seat").select_option("KZ")
    panel.get_by_label("Reason").fill("This is not the item before the meeting.")
    panel.get_by_role("button", name="Call to order").click()
    expect(delegate.page.locator("#region-stage")).to_contain_text("Nobody has the floor.")
    silent_since(chair, time.time())
    delegate.says("On, not heard: ask for the floor.")


@pytest.fixture
def brief(site: Site, tmp_path: Path) -> str:
    """Rules of procedure under which a speech ends by itself."""
    council = YAML(typ="safe", pure=True).load(COUNCIL)
    seconds = {"statement": SECONDS, "point_of_order": SECONDS, "right_of_reply": SECONDS}
    council["rule_profiles"] = {"brief": {"extends": "turkic-council", "seconds": seconds, "cut_off": True}}
    path = tmp_path / "council.yaml"
    path.write_text(json.dumps(council, default=str), "utf-8")
    site.kenesh("council", "load", str(path))
    return "brief"


def test_when_the_time_is_up_the_microphone_is_off_by_itself(room: Room, take: Take, brief: str) -> None:
    room.open(rule_profile=brief)
    pair = chair, delegate = take("AZ", room), take("KZ", room)
    for one in pair:
        one.join()
    speaking(pair, room)
    expect(delegate.page.locator("#region-stage")).to_contain_text("Nobody has the floor.")
    silent_since(chair, time.time())
