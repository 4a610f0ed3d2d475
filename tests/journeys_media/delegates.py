"""Delegates at the table of picture and sound: a browser window each, with a camera that draws and a mic that hums."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext, Page, expect

from kenesh.sites.rehearsal.media.page import DEVICES, pitches
from tests.journeys.site import SEATS, Room

COUNTING: Final = Path(__file__).with_name("counting.js").read_text("utf-8")
PATIENCE: Final = 30_000  # milliseconds, on a machine that does other things too
PITCH: Final = pitches(SEATS)


class Delegate:
    """A seat's window."""

    def __init__(self, *, seat: str, room: Room, context: BrowserContext, scripts: Iterable[str] = ()) -> None:
        self.seat = seat
        self.room = room
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._said)
        for script in (f"window.pitch = {PITCH.get(seat, 400)};", DEVICES, COUNTING, *scripts):
            self.page.add_init_script(script)
        self.page.goto(f"{room.site.links()[seat]}&next={room.path}room/")

    @property
    def media(self) -> Any:
        return self.page.locator("#media")

    def meter(self) -> float:
        value: float = self.page.locator("[data-level]").evaluate("one => one.value")
        return value

    def join(self, *, speaking: bool = True) -> None:
        self.enter()
        self.seated()
        if speaking:
            self.speak()

    def enter(self) -> None:
        self.media.locator("[data-door] [data-press=enter]").click()
        self.page.locator("[data-check] [data-enter]").click()

    def seated(self) -> None:
        expect(self.media).to_have_attribute("data-standing", "joined", timeout=PATIENCE)

    def speak(self) -> None:
        button = self.media.get_by_role("button", name="Microphone")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")

    def says(self, text: str, *, timeout: int = PATIENCE) -> None:
        """Wait until a text of the table, or of the check before it, is seen; hidden ones stand in the page already."""
        expect(self.media.get_by_text(text).filter(visible=True)).to_have_count(1, timeout=timeout)

    def received(self) -> dict[str, dict[str, float]]:
        found: dict[str, dict[str, float]] = self.page.evaluate("received()")
        return found

    def sees(self, *seats: str) -> None:
        """Wait until new frames of these seats arrive."""
        before = self.received()

        def grown() -> bool:
            now = self.received()
            return all(now.get(seat, NONE)["frames"] > before.get(seat, NONE)["frames"] for seat in seats)

        self.until(grown, f"{self.seat} does not see all of {seats}: {before}")

    def listen(self, seat: str) -> None:
        self.page.evaluate("seat => listen(seat)", seat)

    def heard(self, which: str = "first") -> float | None:
        """Return when the seat listened to was heard first or last, in seconds since 1970."""
        moment: float | None = self.page.evaluate("which => heard[which]", which)
        return moment and moment / 1000

    def hears(self) -> float:
        self.until(lambda: self.heard() is not None, f"{self.seat} does not hear")
        return self.heard() or 0

    def until(self, so: Callable[[], bool], otherwise: str) -> None:
        end = time.monotonic() + PATIENCE / 1000
        while not so():
            assert time.monotonic() < end, otherwise
            self.page.wait_for_timeout(100)

    def _said(self, message: Any) -> None:
        if "Content Security Policy" in message.text or message.text.startswith("media:"):
            self.faults.append(message.text)


NONE: Final = {"energy": 0.0, "frames": 0.0}
