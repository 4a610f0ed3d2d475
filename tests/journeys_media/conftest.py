from collections.abc import Callable, Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.journeys.conftest import NUMBERS, room, site
from tests.journeys.site import SEATS, Room, Site
from tests.journeys_media.delegates import PATIENCE, Delegate

__all__ = ["room", "site"]

expect.set_options(timeout=PATIENCE)


class Take(Protocol):
    def __call__(self, seat: str, room: Room, /, *scripts: str) -> Delegate: ...


@pytest.fixture
def take(new_context: Callable[..., BrowserContext]) -> Iterator[Take]:
    """Take a seat in a window of its own, which may neither break the content security policy nor throw."""
    delegates: list[Delegate] = []

    def enter(seat: str, room: Room, /, *scripts: str) -> Delegate:
        delegate = Delegate(seat=seat, room=room, context=new_context(), scripts=scripts)
        delegates.append(delegate)
        return delegate

    yield enter
    assert [fault for delegate in delegates for fault in delegate.faults] == []


@pytest.fixture(scope="module")
def seven(site: Site, browser: Browser) -> Iterator[dict[str, Delegate]]:
    """All seven seats at one table, microphones on; small windows, for two processors draw them all."""
    room = Room(site=site, number=next(NUMBERS))
    room.open()
    contexts = [browser.new_context(viewport={"width": 480, "height": 480}) for _ in SEATS]
    table = {
        seat: Delegate(seat=seat, room=room, context=context) for seat, context in zip(SEATS, contexts, strict=True)
    }
    for delegate in table.values():
        delegate.join()
    yield table
    faults = [fault for delegate in table.values() for fault in delegate.faults]
    for context in contexts:
        context.close()
    room.close()
    assert faults == []
