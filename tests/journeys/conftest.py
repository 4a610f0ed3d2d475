from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, Protocol

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from tests.journeys.site import Room, Site, served

PATIENCE = 20_000  # milliseconds, on a machine that does other things too
NUMBERS = count(1)

expect.set_options(timeout=PATIENCE)


class Browse(Protocol):
    def __call__(self, **options: Any) -> Page: ...


class OpenDesk(Protocol):
    def __call__(self, seat: str, room: Room, /, **options: Any) -> Page: ...


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def room(site: Site) -> Iterator[Room]:
    room = Room(site=site, number=next(NUMBERS))
    yield room
    room.close()


@pytest.fixture
def browse(new_context: Callable[..., BrowserContext]) -> Iterator[Browse]:
    """Open a browser window that may neither break the content security policy nor throw."""
    faults: list[str] = []

    def heard(said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            faults.append(said.text)

    def window(**options: Any) -> Page:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield window
    assert faults == []


@pytest.fixture
def desk(browse: Browse) -> OpenDesk:
    """Take a seat in a browser of its own and enter the room."""

    def enter(seat: str, room: Room, /, **options: Any) -> Page:
        page = browse(**options)
        page.goto(f"{room.site.links()[seat]}&next={room.path}room/")
        return page

    return enter
