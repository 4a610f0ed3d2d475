"""Every page on a telephone and on a desk, light and dark: nobody is shut out, nothing is wider than the screen."""

from typing import Final, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys import furnished as kept
from tests.journeys.site import Site

pytestmark = pytest.mark.e2e

WIDTHS = (360, 1440)
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
WORDY = {
    "convene",
    "credentials",
    "decision",
    "follow-up-of",
    "meetings",
    "paper-kept",
    "room-chair",
    "room-secretariat",
    "room-speaker",
}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},  # new in WCAG 2.2, and off unless asked for
}


@pytest.mark.parametrize("one", kept.PAGES, ids=lambda one: one.name)
def test_a_page_can_be_used_by_everyone(browser: Browser, furnished: Site, one: kept.Page) -> None:
    faults = []
    with browser.new_context(viewport={"width": WIDTHS[0], "height": 800}) as context:
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        if one.seat:
            page.goto(furnished.links()[one.seat])
        page.goto(furnished.url + one.path)
        unfold(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                faults += [f"{width} {scheme} {fault}" for fault in violations(page)]
    assert "\n".join(faults) == ""


def unfold(page: Page) -> None:
    """Open every panel; not the menu of languages, which lies over the page and closes again."""
    page.evaluate("document.querySelectorAll('details:not(.language)').forEach(one => { one.open = true })")


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:150]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("language", ["az", "kk", "ky", "tr", "uz", "hu", "ru"])
def test_no_language_has_words_too_long_for_a_telephone(browser: Browser, furnished: Site, language: str) -> None:
    links, wide = furnished.links(), []
    for one in (page for page in kept.PAGES if page.name in WORDY):
        with browser.new_context(viewport={"width": WIDTHS[0], "height": 800}, locale=language) as context:
            page = context.new_page()
            if one.seat:
                page.goto(links[one.seat])
            page.goto(furnished.url + one.path, wait_until="domcontentloaded")
            unfold(page)
            wide += [one.name] if page.evaluate("document.scrollingElement.scrollWidth") > WIDTHS[0] else []
    assert wide == []
