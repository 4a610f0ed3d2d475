"""Picture and sound as this process sees them: who of its viewers has a place, and what is said to them alone."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Final

from kenesh.core import nudge
from kenesh.media import actions, queries
from kenesh.meetings.live.channel import encoded

if TYPE_CHECKING:
    import uuid
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator

    from kenesh.core.threads import Thread
    from kenesh.media.domain.places import Place
    from kenesh.meetings.live.viewer import Screen

NOBODY: Final = b""


class Tables:
    """Addressed events, never broadcast: a signal goes to one place; a table's list to those who look on at it."""

    def __init__(self, *, reading: Thread) -> None:
        """Begin without a table."""
        self._reading = reading
        self._viewers: dict[uuid.UUID, Screen] = {}
        self._tables: dict[uuid.UUID, set[Screen]] = {}
        self._topics: dict[uuid.UUID, uuid.UUID] = {}
        self._told: dict[uuid.UUID, bytes] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Hear what other processes leave for the places held here."""
        self._loop = asyncio.get_running_loop()
        with nudge.heard_by(self._hear):
            yield

    @contextmanager
    def seated(self, viewer: Screen, *, table: uuid.UUID, place: uuid.UUID) -> Iterator[None]:
        """Let a viewer be the one to whom what concerns a place is said."""
        self._viewers[place] = viewer
        self._tables.setdefault(table, set()).add(viewer)
        self._topics[actions.topic_of(table=table)] = table
        self._told[table] = NOBODY  # a list told anew reaches the one who has just come
        self._reading.start(self._refresh, (table,))
        self._reading.start(self._collect, place)
        try:
            yield
        finally:
            if self._viewers.get(place) is viewer:
                del self._viewers[place]
            self._tables[table].discard(viewer)
            if not self._tables[table]:
                del self._tables[table], self._topics[actions.topic_of(table=table)], self._told[table]

    def deliver(self, *, to: uuid.UUID, sender: uuid.UUID, content: str) -> bool:
        """Say a signal to a place held here, from any thread; False where another process holds it."""
        if to not in self._viewers:
            return False
        self._soon(self._post, to, signal(sender=sender, content=content))
        return True

    async def look(self) -> None:
        """Vouch for the places held here, and find what a lost nudge would have told."""
        if held := tuple(self._viewers):
            await self._reading.run(actions.vouch, places=held)
            await self._reading.run(self._refresh, tuple(self._tables))
        await self._reading.run(actions.sweep)

    def _hear(self, topic: uuid.UUID, _seq: int) -> None:
        if topic in self._viewers:
            self._reading.start(self._collect, topic)
        elif table := self._topics.get(topic):
            self._reading.start(self._refresh, (table,))

    def _collect(self, place: uuid.UUID) -> None:
        for waiting in actions.hand_over(place=place):
            event = signal(sender=waiting.sender, content=waiting.content)
            self._soon(self._post, place, event)

    def _refresh(self, tables: Iterable[uuid.UUID]) -> None:
        for table, places in queries.places_of(tables=tuple(tables)).items():
            self._soon(self._tell, table, listed(places))

    def _soon(self, work: Callable[[uuid.UUID, bytes], None], about: uuid.UUID, event: bytes) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(work, about, event)

    def _post(self, place: uuid.UUID, event: bytes) -> None:
        if viewer := self._viewers.get(place):
            viewer.post(event)

    def _tell(self, table: uuid.UUID, event: bytes) -> None:
        if table in self._tables and self._told.get(table) != event:
            self._told[table] = event
            for viewer in self._tables[table]:
                viewer.post(event)


def listed(places: Iterable[Place]) -> bytes:
    """Return the event that says who sits at a table."""
    told = [
        {"id": one.id, "seat": one.seat, "person": one.person, "microphone": one.microphone, "camera": one.camera}
        for one in places
    ]
    return encoded(name="places", data=json.dumps(told))


def signal(*, sender: uuid.UUID, content: str) -> bytes:
    """Return the event of a signal; its content is JSON already, and was checked to be."""
    return encoded(name="signal", data=f'{{"from":"{sender}","signal":{content}}}')
