"""The founding meeting in three browsers: what one does, the others see, and no page is loaded again."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Browse, OpenDesk
from tests.journeys.site import PROPOSAL, SLUG, Room

pytestmark = pytest.mark.e2e

STATEMENT = "We share what we know about residence permits.\nEvery week."


def test_the_founding_meeting_is_held_from_opening_to_its_working_group(
    room: Room, desk: OpenDesk, browse: Browse
) -> None:
    room.convene()
    chair, delegate, secretary = every = [desk(seat, room) for seat in ("AZ", "KZ", "SEC")]
    for page in every:
        page.evaluate("window.loadedOnce = true")

    open_with_a_quorum(room, chair, secretary)
    for page in every:
        expect(page.locator("#region-stage")).to_contain_text("Nobody has the floor.")

    adopt_agenda(chair, delegate)
    expect(chair.get_by_role("button", name="Open item 1")).to_be_visible()
    chair.keyboard.press("i")
    for page in every:
        expect(page.locator("#region-agenda")).to_contain_text("adopted")
        expect(page.locator("#region-agenda [aria-current=step]")).to_contain_text("Opening")

    speak(chair, delegate, every)
    table(delegate)
    for page in every:
        expect(page.locator("#region-proposals .document__title")).to_have_text(PROPOSAL["title"])

    decide(room, chair, delegate)
    for page in every:
        expect(page.locator("#region-question .outcome--adopted")).to_have_count(2)
        expect(page.locator("#region-proposals")).to_contain_text(f"{room.symbol}/DEC.1")

    close(chair)
    for page in every:
        expect(page.locator("#region-stage")).to_contain_text("The meeting is closed.")
        assert page.evaluate("window.loadedOnce")
    public = browse()
    public.goto(f"{room.site.url}/{SLUG}/")
    expect(public.get_by_role("heading", name=PROPOSAL["body_name"])).to_be_visible()
    public.get_by_role("link", name="Decisions").click()
    public.get_by_role("link", name=PROPOSAL["title"]).first.click()
    expect(public.locator("main")).to_contain_text(PROPOSAL["body_mandate"])


def open_with_a_quorum(room: Room, chair: Page, secretary: Page) -> None:
    """Two are here; the Secretariat marks the third, then the rules let the Chair open."""
    chair.get_by_role("button", name="Open the meeting").click()
    expect(chair.locator("#region-desk [data-refusal][role=alert]")).to_contain_text("Quorum to open")
    secretary.get_by_text("Presence", exact=True).click()
    secretary.get_by_role("button", name="Mark Kyrgyzstan present").click()
    expect(chair.locator(".tile[data-seat=KG]")).to_contain_text("marked present")
    for seat in ("TR", "UZ"):
        room.do("SEC", "mark_present", seat=seat)
    chair.get_by_role("button", name="Open the meeting").click()


def adopt_agenda(chair: Page, delegate: Page) -> None:
    chair.get_by_text("Put the adoption of the agenda").click()
    chair.get_by_role("button", name="Put the question").click()
    expect(delegate.locator("#region-question")).to_contain_text("Is there any objection?")
    expect(delegate.get_by_role("button", name="Object")).to_be_visible()
    expect(chair.get_by_role("button", name="Declare the outcome")).to_be_visible()
    chair.keyboard.press("d")


def speak(chair: Page, delegate: Page, every: list[Page]) -> None:
    delegate.keyboard.press("f")
    expect(chair.locator("#region-speakers .speaker")).to_contain_text("Kazakhstan")
    expect(chair.get_by_role("button", name="Next speaker")).to_be_visible()
    chair.keyboard.press("g")
    for page in every:
        expect(page.locator("#region-stage .board__name")).to_have_text("Kazakhstan")
    delegate.get_by_text("Statements, proposals and more").click()
    delegate.get_by_text("Hand in a statement", exact=True).first.click()
    delegate.get_by_label("Text or summary").fill(STATEMENT)
    delegate.get_by_role("button", name="Hand in a statement").click()
    for page in every:
        expect(page.locator("#region-statements .statement__text")).to_have_text(STATEMENT, use_inner_text=True)
    expect(delegate.get_by_label("Text or summary")).to_be_hidden()
    delegate.keyboard.press("y")
    for page in every:
        expect(page.locator("#region-stage")).to_contain_text("Nobody has the floor.")


def table(delegate: Page) -> None:
    panel = delegate.locator("details[data-keep^=table-proposal]")
    panel.locator("summary").click()
    panel.get_by_label("Title").fill(PROPOSAL["title"])
    panel.get_by_label("Operative paragraphs").fill(PROPOSAL["paragraphs"])
    panel.get_by_label("This decision establishes a body").check()
    panel.get_by_label("Name of the body").fill(PROPOSAL["body_name"])
    panel.get_by_label("Mandate of the body").fill(PROPOSAL["body_mandate"])
    panel.get_by_role("button", name="Table a proposal").click()


def decide(room: Room, chair: Page, delegate: Page) -> None:
    chair.get_by_text("Put proposal 1").click()
    chair.locator("[data-keep=put-proposal-1]").get_by_role("button", name="Put the question").click()
    for page in (chair, delegate):
        expect(page.get_by_role("button", name="In favor")).to_be_visible()
        page.keyboard.press("1")
        expect(page.get_by_role("button", name="In favor")).to_have_attribute("aria-pressed", "true")
    expect(chair.locator("#region-question .position--for")).to_have_count(2)
    for seat in ("KG", "TR", "UZ"):
        room.do(seat, "take_position", question=2, position="yes")
    expect(delegate.locator("#region-question .position--for")).to_have_count(5)
    chair.keyboard.press("d")


def close(chair: Page) -> None:
    chair.get_by_text("More of the Chair’s acts").click()
    chair.get_by_text("Close the meeting", exact=True).click()
    chair.get_by_role("button", name="Close the meeting for good").click()
