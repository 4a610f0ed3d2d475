"""What `kenesh bench join` measures: a table where one page after the other joins, ours and the bare one."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kenesh.sites.cli import delegates
from kenesh.sites.rehearsal.client import SiteFails
from kenesh.sites.rehearsal.media.page import DEVICES, SeatPage, pitches, window

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

PROBE: Final = Path(__file__).with_name("probe.js").read_text("utf-8")
PATIENCE: Final = 60.0
LOOK: Final = 2.0  # at oneself, before joining
LEAVING: Final = 1.0
MILLISECONDS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A kind of page: how a table of them is opened, how one gets ready, and what is pressed to join and to leave."""

    name: str
    open: "Callable[[], Awaitable[Sequence[Page]]]"
    enter: str
    ready: "Callable[[Page], Awaitable[None]]"
    leave: str = ""


async def join(target: Target) -> "tuple[Sequence[Page], list[float]]":
    """Let one after the other join; return the pages, and in milliseconds how long each picture took to be shown.

    Whoever joins sees all who are there, and all see whoever joins: each way counts from when Join was pressed.
    """
    pages = await target.open()
    taken: list[float] = []
    for number, page in enumerate(pages):
        await target.ready(page)
        await asyncio.sleep(LOOK)
        await page.locator(target.enter).click()
        pressed = await page.evaluate("bench.pressed")
        for looking, wanted in (*((one, 1) for one in pages[:number]), (page, number)):
            moments = await _shown(looking, wanted=wanted, since=pressed, name=target.name)
            taken += [moment - pressed for moment in moments]
    return pages, taken


async def close(target: Target, pages: "Sequence[Page]") -> None:
    """Let everyone leave, so that nobody who comes next waits for them."""
    if target.leave:
        await asyncio.gather(*(page.locator(target.leave).click() for page in pages))
        await asyncio.sleep(LEAVING)
    await asyncio.gather(*(page.context.close() for page in pages))


def bare(*, browser: "Browser", relay: str, seats: int, table: str) -> Target:
    """Return the yardstick: two dozen lines that do the same."""

    async def opened() -> "Sequence[Page]":
        pages = [await window(browser, scripts=(DEVICES, PROBE)) for _ in range(seats)]
        await asyncio.gather(*(page.goto(f"{relay}/{table}/") for page in pages))
        return pages

    async def ready(page: "Page") -> None:
        await page.locator("button:enabled").wait_for()

    return Target(name="bare", open=opened, ready=ready, enter="button")


def ours(*, browser: "Browser", site: str, room: delegates.Room) -> Target:
    """Return the room's page for every seat; who is about to join opens the check, where camera and microphone are."""
    tones = pitches(delegate.code for delegate in room.states)
    seats: dict[Page, SeatPage] = {}

    async def seated(delegate: delegates.Delegate) -> "Page":
        scripts = (f"window.pitch = {json.dumps(tones[delegate.code])};", DEVICES, PROBE)
        page = await window(browser, scripts=scripts, cookies=delegate.cookies)
        seats[page] = SeatPage(page=page, code=delegate.code)
        await seats[page].enter(f"{site}{delegates.MEETING}room/")
        return page

    async def opened() -> "Sequence[Page]":
        return await asyncio.gather(*map(seated, room.states))

    async def ready(page: "Page") -> None:
        await seats[page].check()

    return Target(name="ours", open=opened, ready=ready, enter="[data-check] [data-enter]", leave="[data-press=leave]")


async def _shown(page: "Page", *, wanted: int, since: float, name: str) -> list[float]:
    """Return when each picture was first shown since then, once as many are as there should be."""
    try:
        async with asyncio.timeout(PATIENCE):
            shown: list[float] = await page.evaluate("bench.shown", [wanted, since])
            return shown
    except TimeoutError:
        raise SiteFails(f"{name}: not all of {wanted} pictures came in {PATIENCE:.0f} seconds") from None
