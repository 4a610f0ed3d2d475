"""What the room costs who opens it for the first time, over a real server."""

import pytest
from playwright.sync_api import Browser, Response

from tests.journeys.furnished import IN_SESSION, SPEAKING
from tests.journeys.site import Site

pytestmark = pytest.mark.e2e

MOST = 200_000  # bytes as sent, heads included; fonts aside
FIRST_SIGHT = {"document", "stylesheet", "script", "image", "other"}


@pytest.mark.parametrize(
    ("seat", "path"), [("AZ", IN_SESSION), ("KZ", IN_SESSION), ("SEC", IN_SESSION), ("HU", SPEAKING), ("", IN_SESSION)]
)
def test_the_room_is_light_to_open(browser: Browser, furnished: Site, seat: str, path: str) -> None:
    with browser.new_context() as signed_in, browser.new_context() as first:
        if seat:
            signed_in.new_page().goto(furnished.links()[seat])
            first.add_cookies(signed_in.cookies())  # type: ignore[arg-type]  # the same shape under two names
        page, came = first.new_page(), list[Response]()
        page.on("response", lambda answer: came.append(answer))  # noqa: PLW0108 -- Playwright takes no built-in
        page.goto(f"{furnished.url}{path}room/")
        page.wait_for_timeout(2_000)  # flags and icons come after the page
        weights = {answer.url: weight(answer) for answer in came if answer.request.resource_type in FIRST_SIGHT}
    assert {"document", "stylesheet", "script", "image"} <= {answer.request.resource_type for answer in came}
    assert sum(weights.values()) < MOST, weights


def weight(answer: Response) -> int:
    sizes = answer.request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]
