"""All that is live in this process, from the server's beginning to its end."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from kenesh.core.threads import Thread, recurring
from kenesh.meetings import actions
from kenesh.meetings.live.clockwork import Clockwork
from kenesh.meetings.live.hub import Hub
from kenesh.meetings.live.presence import Presence
from kenesh.meetings.live.tables import Tables

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TICK: Final = 1.0  # seconds; how late a deadline may be
LOOK: Final = 3.0  # seconds; how late a lost word of a table is found


class NotServing(RuntimeError):
    """A stream was asked of a process in which no server has begun."""


class House:
    """The hub of the streams, and beside it, in a thread that may wait for the database, what the room does itself."""

    def __init__(self, *, hub: Hub | None = None, tick: float = TICK) -> None:
        """Begin at rest."""
        self.hub = hub or Hub()
        self.tables = Tables(reading=self.hub.reading)
        self._writing = Thread(name="live-writing")
        self._clockwork = Clockwork()
        self._tick = tick
        self.presence = Presence(thread=self._writing, clockwork=self._clockwork)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[House]:
        """Be the house that streams of this process belong to."""
        _open.append(self)
        try:
            async with (
                self.hub.running(),
                self.tables.running(),
                recurring(self.tables.look, seconds=LOOK),
                recurring(self.presence.vouch, seconds=actions.SEEN_EVERY.total_seconds()),
                recurring(self._work, seconds=self._tick),
            ):
                yield self
        finally:
            _open.remove(self)
            await self._writing.stop()

    async def _work(self) -> None:
        await self._writing.run(self._clockwork.tick)


_open: Final[list[House]] = []


def house() -> House:
    """Return the house of this process. Refused: NotServing."""
    if not _open:
        raise NotServing("streams need the server's own beginning (ASGI lifespan); serve with `kenesh serve`")
    return _open[-1]
