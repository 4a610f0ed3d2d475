"""The same acts with JavaScript switched off: plain forms, and pages that load again."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenDesk
from tests.journeys.site import PROPOSAL, Room

pytestmark = pytest.mark.e2e

TYPED = "Half a page, typed with care.\n\nAnd a second paragraph."


@pytest.fixture
def chair(room: Room, desk: OpenDesk) -> Page:
    room.open()
    return desk("AZ", room, java_script_enabled=False)


@pytest.fixture
def delegate(chair: Page, room: Room, desk: OpenDesk) -> Page:  # noqa: ARG001 -- asked for, so that the meeting is open
    return desk("KZ", room, java_script_enabled=False)


def test_the_floor_is_asked_for_given_and_yielded(chair: Page, delegate: Page) -> None:
    delegate.get_by_role("button", name="Request the floor").click()
    expect(delegate.locator("#region-speakers .speaker")).to_contain_text("Kazakhstan")
    expect(delegate.get_by_role("button", name="Withdraw my request")).to_be_visible()
    chair.reload()
    chair.get_by_role("button", name="Next speaker").click()
    expect(chair.locator("#region-stage .board__name")).to_have_text("Kazakhstan")
    delegate.reload()
    delegate.get_by_role("button", name="Yield the floor").click()
    expect(delegate.locator("#region-stage")).to_contain_text("Nobody has the floor.")


def test_a_position_is_taken_and_shown_as_taken(chair: Page, delegate: Page, room: Room) -> None:
    room.do("SEC", "table_proposal", **PROPOSAL)
    chair.reload()
    chair.get_by_text("Put proposal 1").click()
    chair.get_by_role("button", name="Put the question").last.click()
    delegate.reload()
    delegate.get_by_role("button", name="Abstains").click()
    expect(delegate.get_by_role("button", name="Abstains")).to_have_attribute("aria-pressed", "true")
    expect(delegate.locator("#region-question .position--abstain")).to_contain_text("Kazakhstan")


def test_a_refusal_names_its_rule_and_the_typed_text_is_still_in_its_place(delegate: Page) -> None:
    hand_in(delegate, TYPED)
    expect(delegate.get_by_role("alert")).to_contain_text("has not been given the floor")
    expect(delegate.get_by_role("alert")).to_contain_text("Rule")
    expect(delegate.get_by_label("Text or summary")).to_be_visible()
    expect(delegate.get_by_label("Text or summary")).to_have_value(TYPED)


def test_what_is_not_understood_is_named_at_its_field_and_stays(delegate: Page) -> None:
    delegate.get_by_role("button", name="Request the floor").click()
    hand_in(delegate, "Turned \u202e around.")
    field = delegate.locator("#region-desk [data-field=text]")
    expect(field.locator("[data-error]")).to_contain_text("is not allowed here")
    expect(field.get_by_label("Text or summary")).to_have_value("Turned \u202e around.")
    field.get_by_label("Text or summary").fill("Set straight.")
    delegate.get_by_role("button", name="Hand in a statement").click()
    expect(delegate.locator("#region-statements .statement__text")).to_have_text("Set straight.")


def test_the_keys_are_not_offered_where_they_cannot_work(delegate: Page) -> None:
    expect(delegate.get_by_role("button", name="Keys")).to_be_hidden()
    expect(delegate.locator("kbd:visible")).to_have_count(0)


def hand_in(page: Page, text: str) -> None:
    page.get_by_text("Statements, proposals and more").click()
    page.get_by_text("Hand in a statement", exact=True).first.click()
    page.get_by_label("Text or summary").fill(text)
    page.get_by_role("button", name="Hand in a statement").click()
