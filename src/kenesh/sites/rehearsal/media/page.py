"""A seat's own page in the room: a window without a screen, with a camera that draws and a microphone that hums."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Mapping
from http.cookiejar import CookieJar
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kenesh.sites.rehearsal.client import SiteFails
from kenesh.sites.rehearsal.media.sounds import Span

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

HERE: Final = Path(__file__).parent
DEVICES: Final = (HERE / "devices.js").read_text("utf-8")
EARS: Final = (HERE / "ears.js").read_text("utf-8")
OPEN_MICROPHONE: Final = (HERE / "open_microphone.js").read_text("utf-8")
PATIENCE: Final = 60.0  # seconds, on a machine that does other things too
LOOK: Final = 0.25
SMALL: Final[ViewportSize] = {"width": 480, "height": 480}  # of every window: one machine draws them all
LOWEST, STEP = 300, 70  # hertz: far enough apart to be told by a short look


class NotAtTable(SiteFails):
    """A seat's page did not come to the table of picture and sound; says what the page says."""


def pitches(codes: Iterable[str]) -> dict[str, int]:
    """Return the tone of each seat."""
    return {code: LOWEST + STEP * place for place, code in enumerate(codes)}


async def window(browser: Browser, *, scripts: Iterable[str], cookies: CookieJar | None = None) -> Page:
    """Open a window that nobody sees; the scripts run in their order before any of the page."""
    context: BrowserContext = await browser.new_context(viewport=SMALL)
    context.set_default_timeout(PATIENCE * 1000)
    if cookies is not None:
        await context.add_cookies([_cookie(one) for one in cookies])
    await context.add_init_script("\n".join(scripts))
    return await context.new_page()


class SeatPage:
    """One seat's browser: in the room as whoever signed in, at the table with the microphone on."""

    def __init__(self, *, page: Page, code: str) -> None:
        """Take a window; whatever goes wrong in it is kept."""
        self.code = code
        self.page = page
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._said)

    @classmethod
    async def open(
        cls, browser: Browser, *, code: str, tones: Mapping[str, int], cookies: CookieJar, held_open: bool = False
    ) -> SeatPage:
        """Open a window for a seat that has signed in; ``held_open``: its microphone never stops sending."""
        own = f"window.pitch = {tones[code]}; window.pitches = {json.dumps(dict(tones))};"
        scripts = (own, DEVICES, EARS, *((OPEN_MICROPHONE,) if held_open else ()))
        return cls(page=await window(browser, scripts=scripts, cookies=cookies), code=code)

    async def enter(self, room: str) -> None:
        """Load the room. Refused: NotAtTable where its address is not one that browsers trust."""
        await self.page.goto(room)
        if not await self.page.evaluate("isSecureContext"):
            raise NotAtTable(f"{room}: browsers give camera and microphone to https only; rehearse the https address")

    async def check(self) -> None:
        """Press the door, and let the page find camera and microphone."""
        await self.page.locator("[data-door] [data-press=enter]").click()
        await self.page.locator("[data-check] video:visible").wait_for()

    async def join(self) -> None:
        """Take a place at the table and switch the microphone on. Refused: NotAtTable."""
        await self.page.locator("[data-check] [data-enter]").click()
        media = self.page.locator('#media:is([data-standing="joined"], [data-standing="full"])')
        await media.wait_for()
        if await media.get_attribute("data-standing") != "joined":
            raise NotAtTable(f"{self.code}: {await self.page.locator('[data-trouble=full]').inner_text()}")
        await self.page.locator("[data-switch=microphone]").click()
        await self.page.locator("[data-switch=microphone][aria-pressed=true]").wait_for()

    async def linked_to(self, others: int, *, seconds: float = PATIENCE) -> bool:
        """Wait for connections to so many others; tell whether they came."""
        until = time.monotonic() + seconds
        while True:
            linked: int = await self.page.evaluate("rehearsal.linked()")
            if linked >= others or time.monotonic() > until:
                return linked >= others
            await asyncio.sleep(LOOK)

    async def spans(self) -> tuple[Span, ...]:
        """Return what was heard here so far."""
        return tuple(
            Span(
                listener=self.code,
                seat=one["seat"],
                since=one["since"] / 1000,
                until=one["until"] / 1000,
                waited=one["waited"] / 1000,
            )
            for one in await self.page.evaluate("rehearsal.spans")
        )

    async def close(self) -> None:
        """Leave."""
        await self.page.context.close()

    def _said(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)


def _cookie(cookie: Any) -> Any:
    """Hand a cookie of the program's over to the browser."""
    return {
        "name": cookie.name,
        "value": cookie.value,
        "domain": cookie.domain.removesuffix(".local"),  # what Python's jar adds to a name without a dot
        "path": cookie.path,
        "secure": cookie.secure,
        "httpOnly": cookie.has_nonstandard_attr("HttpOnly"),
        "sameSite": "Lax",
    }
