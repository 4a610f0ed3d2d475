"""What goes on for as long as a server serves: reminders are written, and letters go out."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from asgiref.sync import sync_to_async

from kenesh.core import clock, outbox
from kenesh.core.lifespan import while_serving
from kenesh.decisions import actions

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

EVERY: Final = 900  # seconds; a day's reminders may come at any hour of it
log = logging.getLogger(__name__)


@while_serving
async def reminders() -> AsyncGenerator[None]:
    going = asyncio.create_task(_go_on())
    try:
        yield
    finally:
        going.cancel()
        with suppress(asyncio.CancelledError):
            await going


async def _go_on() -> None:
    while True:
        await asyncio.sleep(EVERY)
        try:
            await sync_to_async(once)()
        except Exception:  # the next time may be better, and nothing is lost until then
            log.exception("reminders could not be written or sent")


def once() -> None:
    """Write the reminders of today, and send what waits."""
    actions.remind(on=clock.now().date())
    outbox.deliver()
