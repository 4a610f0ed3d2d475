"""The register, the follow-up and a body as people use them in a browser, without script and on a telephone too."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.site import PROPOSAL, SLUG, Room, Site, served

pytestmark = pytest.mark.e2e

TELEPHONE = {"width": 360, "height": 740}
DECISION = f"/{SLUG}/decisions/tc-mig-2020-1-dec-1/"
PAGES = {
    "list": ("", f"/{SLUG}/decisions/?q=topar"),
    "register": ("", f"/{SLUG}/decisions/"),
    "decision": ("KZ", DECISION),
    "matrix": ("KZ", f"/{SLUG}/follow-up/"),
    "follow-up": ("KZ", f"{DECISION}follow-up/"),
    "follow-up-secretariat": ("SEC", f"{DECISION}follow-up/"),
    "task": ("SEC", f"{DECISION}follow-up/tasks/"),
    "task-change": ("SEC", f"{DECISION}follow-up/tasks/1/"),
    "body": ("", f"/{SLUG}/bodies/migration-coordination-group/"),
    "body-delegate": ("KZ", f"/{SLUG}/bodies/migration-coordination-group/"),
    "body-secretariat": ("SEC", f"/{SLUG}/bodies/migration-coordination-group/"),
    "convene": ("SEC", f"/{SLUG}/meetings/convene/?body=migration-coordination-group&on=2020-08-07"),
}
TURKISH = {
    "title": "Çalışma grubu",
    "paragraphs": "Bir çalışma grubu kurulsun.\n\nToplansın.",
    "body_name": "Göç Koordinasyon Grubu",
    "body_mandate": "Görüşmelerin sürdürülmesi.",
}
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A real server after a meeting that established a group."""
    with served(tmp_path_factory.mktemp("decisions")) as found, closing(Room(site=found, number=1)) as room:
        room.open()
        room.do("SEC", "table_proposal", **PROPOSAL)
        room.do("SEC", "translate_proposal", proposal=1, language="tr", final="on", **TURKISH)
        room.do("AZ", "put_question", subject_kind="proposal", subject_number=1, method="unanimity")
        for seat in ("AZ", "KZ", "KG", "TR", "UZ"):
            room.do(seat, "take_position", question=1, position="yes")
        room.do("AZ", "close_question", question=1)
        room.do("TR", "attach_interpretation", decision=1, language="en", text="As we read it, it meets in turn.")
        room.do("AZ", "close_meeting")
        yield found


@pytest.fixture
def opened(site: Site, browser: Browser) -> Iterator[Open]:
    contexts = []

    def open_page(seat: str, path: str, **options: object) -> Page:
        context = browser.new_context(base_url=site.url, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        if seat:
            page.goto(site.links()[seat])
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_from_a_paragraph_to_what_a_state_reports_without_script(opened: Open) -> None:
    secretariat = opened("SEC", f"{DECISION}follow-up/", java_script_enabled=False)
    secretariat.get_by_role("link", name="Add a task").click()
    secretariat.get_by_label("From paragraph").select_option("2")
    secretariat.get_by_label("Due on").fill("2020-09-01")
    for owner in ("Azerbaijan", "Kyrgyzstan", "Türkiye", "Uzbekistan"):
        secretariat.get_by_label(owner).uncheck()
    secretariat.get_by_role("button", name="Add the task").click()
    expect(secretariat.locator("#task-1")).to_contain_text("Let it meet.")

    delegate = opened("KZ", f"/{SLUG}/follow-up/", java_script_enabled=False)
    delegate.get_by_role("link", name="Task 1: Let it meet.").click()
    task = delegate.locator("#task-1")
    task.get_by_text("Report for your seat").click()
    task.get_by_label("Done").check()
    task.get_by_role("button", name="Add the report").click()
    expect(task.locator(".field--invalid")).to_contain_text("Say what shows that it is done.")
    task.get_by_label("Proof").fill("https://example.org/order")
    task.get_by_role("button", name="Add the report").click()
    expect(task.get_by_role("link", name="https://example.org/order").first).to_be_visible()
    expect(task.locator("tbody tr").first).to_contain_text("Done")

    delegate.goto(f"{DECISION}follow-up/")
    whole = delegate.locator("#decision")
    whole.get_by_text("Report for your seat").click()
    whole.get_by_label("Under way").check()
    whole.get_by_label("Note").fill("The order is being written.")
    whole.get_by_role("button", name="Add the report").click()
    expect(whole.locator("tbody tr", has_text="Kazakhstan").first).to_contain_text("Under way")


def test_a_head_of_delegation_names_a_representative_without_script(opened: Open) -> None:
    page = opened("KZ", f"/{SLUG}/bodies/migration-coordination-group/", java_script_enabled=False)
    page.get_by_label("Office held").fill("Head of unit")
    page.get_by_label("E-mail address").fill("unit@example.org")
    page.get_by_role("button", name="Name the representative").click()
    expect(page.locator("#seat-KZ")).to_contain_text("Head of unit unit@example.org")
    others = opened("", f"/{SLUG}/bodies/migration-coordination-group/")
    expect(others.locator("#seat-KZ")).to_contain_text("Head of unit")
    expect(others.locator("body")).not_to_contain_text("unit@example.org")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [360, 1440])
def test_a_page_has_no_fault_that_a_machine_finds_and_fits(opened: Open, name: str, width: int) -> None:
    seat, path = PAGES[name]
    page = opened(seat, path, viewport={"width": width, "height": 800})
    if folder := os.environ.get("KENESH_SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert Axe().run(page).response["violations"] == []
