"""A delegate whose cable is pulled for ten seconds: the room says so, and picture, sound and floor come back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, expect

from tests.journeys.site import Room
from tests.journeys_media.cable import HERE, Cable, ReachedSite, cable, reached_site
from tests.journeys_media.delegates import Delegate

pytestmark = [pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1", "::1", HERE])]

CUT = 10_000  # milliseconds
BACK = 60_000


@pytest.fixture
def laid(tmp_path: Path) -> Iterator[Cable]:
    with cable(tmp_path) as laid:
        yield laid


@pytest.fixture
def site(laid: Cable, tmp_path: Path) -> Iterator[ReachedSite]:
    with reached_site(tmp_path, here=laid.here) as site:
        yield site


@pytest.fixture
def browsers(
    site: ReachedSite,
    laid: Cable,
    tmp_path: Path,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
) -> Iterator[tuple[Browser, Browser]]:
    """One at this end and one at the other; both take the site for a safe one, and tell each other their addresses."""
    trusting = [
        f"--unsafely-treat-insecure-origin-as-secure={site.url}",
        "--disable-features=WebRtcHideLocalIpsWithMdns",
    ]
    given = browser_type_launch_args | {"args": [*browser_type_launch_args["args"], *trusting]}
    here = browser_type.launch(**given)
    inside = laid.inside(tmp_path, given["executable_path"])
    there = browser_type.launch(**given | {"executable_path": str(inside)})
    yield here, there
    here.close()
    there.close()


def test_ten_seconds_without_a_network_heal_by_themselves(
    browsers: tuple[Browser, Browser], site: ReachedSite, laid: Cable
) -> None:
    room = Room(site=site, number=1)
    room.open()
    chair, delegate = (
        Delegate(seat=seat, room=room, context=browser.new_context())
        for seat, browser in zip(("AZ", "KZ"), browsers, strict=True)
    )
    chair.join()
    delegate.join()
    room.do("KZ", "request_floor")
    room.do("AZ", "give_floor")
    chair.sees("KZ")
    chair.listen("KZ")
    chair.hears()
    laid.pull(delegate.page.context)
    expect(delegate.page.locator(".connection")).to_be_visible(timeout=CUT)
    expect(chair.media.locator(".face[data-seat=KZ] [data-quality=lost]")).to_be_visible(timeout=CUT)
    chair.page.wait_for_timeout(CUT)
    laid.plug_in(delegate.page.context)
    expect(delegate.page.locator(".connection")).to_have_count(0, timeout=BACK)
    chair.sees("KZ")
    delegate.sees("AZ")
    chair.listen("KZ")
    chair.hears()
    expect(delegate.page.locator("#region-stage .board__name")).to_have_text("Kazakhstan")
    room.do("KZ", "yield_floor")
    expect(delegate.page.locator("#region-stage")).to_contain_text("Nobody has the floor.")
    assert chair.faults + delegate.faults == []
    room.close()
