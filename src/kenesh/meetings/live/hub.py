"""Every room this process shows: who looks on, what wakes them, and what keeps their streams alive."""

from __future__ import annotations

import itertools
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kenesh.core import journal, nudge
from kenesh.core.threads import Thread, recurring
from kenesh.meetings import regions
from kenesh.meetings.live import door
from kenesh.meetings.live.room import Room

if TYPE_CHECKING:
    import uuid
    from collections.abc import AsyncIterator, Iterator

    from kenesh.meetings.live.room import Renderer
    from kenesh.meetings.live.viewer import Viewer

BUCKETS: Final = 15  # heartbeats are spread over their interval, so that thousands do not fall on one moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds between what a hub does by itself."""

    beat: float = 15.0
    look: float = 2.0
    ask_again: float = 60.0


class Hub:
    """Lives in one event loop; renders and reads in two threads of its own."""

    def __init__(self, *, renderer: Renderer = regions, pace: Pace | None = None) -> None:
        """Begin without a room."""
        self.rooms: dict[uuid.UUID, Room] = {}
        self.reading = Thread(name="live-reading")
        self._rendering = Thread(name="live-rendering")
        self._renderer = renderer
        self._pace = pace or Pace()
        self._buckets: tuple[set[Viewer], ...] = tuple(set() for _ in range(BUCKETS))
        self._next = itertools.cycle(self._buckets)
        self._beats = itertools.cycle(self._buckets)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Hear the news and do what recurs."""
        try:
            with nudge.heard_by(self._hear):
                async with (
                    recurring(self._look, seconds=self._pace.look),
                    recurring(self._beat, seconds=self._pace.beat / BUCKETS),
                    recurring(self._ask_again, seconds=self._pace.ask_again),
                ):
                    yield
        finally:
            await self._rendering.stop()
            await self.reading.stop()

    @property
    def viewers(self) -> list[Viewer]:
        return [viewer for bucket in self._buckets for viewer in bucket]

    @contextmanager
    def visit(self, viewer: Viewer, *, journal_id: uuid.UUID) -> Iterator[Room]:
        """Be in a room, with heartbeats, and asked for one's pass now and then."""
        room = self.rooms.get(journal_id)
        if room is None:
            room = self.rooms[journal_id] = Room(journal_id=journal_id, renderer=self._renderer, thread=self._rendering)
        bucket = next(self._next)
        bucket.add(viewer)
        room.users += 1
        try:
            yield room
        finally:
            bucket.discard(viewer)
            room.users -= 1
            room.close_unwatched()
            if not room.users:
                self.rooms.pop(journal_id, None)

    def _hear(self, topic: uuid.UUID, seq: int) -> None:
        room = self.rooms.get(topic)
        if room is not None:
            room.nudged(seq)

    async def _look(self) -> None:
        """Find what a lost nudge would have told: one query, whatever the number of rooms."""
        if self.rooms:
            heads = await self.reading.run(journal.heads, journal_ids=tuple(self.rooms))
            for journal_id, seq in heads.items():
                if room := self.rooms.get(journal_id):
                    room.look(seq)

    async def _beat(self) -> None:
        for viewer in tuple(next(self._beats)):
            viewer.beat()

    async def _ask_again(self) -> None:
        """Let nobody look on who would not be let in today."""
        if viewers := self.viewers:
            gone = await self.reading.run(door.no_longer_valid, passes={viewer.shown for viewer in viewers})
            for viewer in viewers:
                if viewer.shown in gone:
                    viewer.end()
