"""What goes on for as long as a server serves: the streams, presence, and what the clock alone does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kenesh.core.lifespan import while_serving
from kenesh.meetings.live.house import House

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


@while_serving
async def live() -> AsyncGenerator[None]:
    async with House().running():
        yield
