"""Letters go out for as long as a server serves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kenesh.core import outbox
from kenesh.core.lifespan import while_serving
from kenesh.core.threads import Thread, recurring

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

EVERY: Final = 10  # seconds; a look into a table with an index, where nothing waits


@while_serving
async def letters() -> AsyncGenerator[None]:
    thread = Thread(name="post")  # of its own: a mail server may take its time

    async def deliver() -> None:
        await thread.run(outbox.deliver)

    try:
        async with recurring(deliver, seconds=EVERY):
            yield
    finally:
        await thread.stop()
