"""The browser of a rehearsal with picture and sound: the machine's own Chromium, led by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.async_api import Browser

CHROMIUM: Final = "/usr/bin/chromium"
NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
UNLED: Final = (
    "Playwright, which leads the browsers of this command, does not start. On Debian: apt-get install libatomic1"
)
FLAGS: Final = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--autoplay-policy=no-user-gesture-required",
)


class NoBrowser(Exception):
    """The browser, or what leads it, is not on the machine or fails; says what to install."""


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Start a browser without a window, ended whatever happens. Refused: NoBrowser."""
    require_playwright()
    from playwright.async_api import Error, async_playwright  # noqa: PLC0415 -- an extra that need not be there

    program = chromium()
    async with AsyncExitStack() as held:
        try:
            playwright = await held.enter_async_context(async_playwright())
        except Exception:  # noqa: BLE001 -- it has no name for what its driver ends with
            raise NoBrowser(UNLED) from None
        try:
            started = await playwright.chromium.launch(executable_path=program, args=flags())
        except Error as trouble:
            raise NoBrowser(f"{program} does not start: {trouble.message.splitlines()[0]}") from None
        try:
            yield started
        except Error as trouble:
            raise NoBrowser(f"a page of the browser did not follow: {trouble.message}") from trouble
        finally:
            await started.close()


def require_playwright() -> None:
    """Refuse to begin without what leads the browser: NoBrowser."""
    if find_spec("playwright") is None:
        raise NoBrowser('Playwright leads the browsers of this command and is not here: pip install "kenesh[media]"')


def chromium() -> Path:
    """Return the browser: the one that CHROMIUM names, else the one of the machine. Refused: NoBrowser."""
    named = os.environ.get("CHROMIUM")
    if named and not Path(named).is_file():
        raise NoBrowser(f"CHROMIUM names {named}, and there is no such file.")
    found = [named, *(path for path in (CHROMIUM, *map(shutil.which, NAMES)) if path and Path(path).is_file())]
    program = next(filter(None, found), None)
    if program is None:
        raise NoBrowser(
            "There is no Chromium on this machine. On Debian: apt-get install chromium; elsewhere, name one with the "
            "environment variable CHROMIUM."
        )
    return Path(program)


def flags() -> list[str]:
    """Return what the browser is started with: root has no sandbox."""
    return [*FLAGS, *(("--no-sandbox",) if os.geteuid() == 0 else ())]
