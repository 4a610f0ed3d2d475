"""An invitation as the operator hands it over: it admits once."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Browse
from tests.journeys.site import Room, Site

pytestmark = pytest.mark.e2e


def test_an_invitation_link_admits_once_and_leads_to_the_meeting(room: Room, site: Site, browse: Browse) -> None:
    room.convene()
    link = site.invitation(seat="HU", email="chief@hu.example")
    page = browse()
    page.goto(link)
    page.get_by_role("button", name="Accept and sign in").click()
    expect(page.get_by_role("heading", name="How you will sign in")).to_be_visible()
    page.goto(site.url)
    page.get_by_role("link", name="Enter the room").first.click()
    expect(page.locator(".tile[data-seat=HU] .tile__state")).to_have_text("connected")
    other = browse()
    other.goto(link)
    expect(other.get_by_role("heading", name="This invitation does not work")).to_be_visible()
    expect(other.get_by_role("button", name="Sign out")).to_have_count(0)
