"""A seat in the room: its page, the stream of regions and the journal's, each taken up again where it was cut."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Final

import httpx
from httpx_sse import EventSource, ServerSentEvent

from kenesh.sites.rehearsal.client import Client, Place, SiteFails
from kenesh.sites.rehearsal.served import REGION, Served

PAUSE: Final = 0.5  # seconds before a stream that was cut is opened again


class Presence:
    """One visitor in one room, from coming in to leaving."""

    def __init__(self, *, client: Client, place: Place) -> None:
        """Stand at the door."""
        self.served = Served()
        self._client = client
        self._place = place
        self._tasks: tuple[asyncio.Task[None], ...] = ()

    @property
    def inside(self) -> bool:
        """Whether the streams are open."""
        return bool(self._tasks)

    async def enter(self) -> None:
        """Load the room's page, then follow it, as a browser does."""
        self.served.take_page(await self._client.html(self._place.page("room")))
        self._tasks = (
            asyncio.create_task(self._follow(f"{self._place.page('room')}stream/", self._shown, self._region)),
            asyncio.create_task(self._follow(f"{self._place.meeting}journal/", self._folded, self._line)),
        )

    async def leave(self) -> None:
        """Close both streams."""
        tasks, self._tasks = self._tasks, ()
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def check(self) -> None:
        """Raise what ended a stream that should still be open."""
        for task in self._tasks:
            if task.done() and (trouble := task.exception()):
                raise SiteFails(f"{self._client.code}: the stream ended: {trouble}") from trouble

    async def _follow(self, address: str, after: Callable[[], int], take: Callable[[ServerSentEvent], None]) -> None:
        while True:
            with contextlib.suppress(httpx.TransportError):
                async for event in self._events(address, after()):
                    take(event)
            await asyncio.sleep(PAUSE)

    async def _events(self, address: str, after: int) -> AsyncIterator[ServerSentEvent]:
        async with self._client.stream(address, after=after) as response:
            async for event in EventSource(response).aiter_sse():
                yield event

    def _shown(self) -> int:
        return self.served.shown_seq

    def _folded(self) -> int:
        return self.served.seq

    def _region(self, event: ServerSentEvent) -> None:
        seq = int(event.id) if event.id.isdigit() else self.served.shown_seq
        if event.event.startswith(REGION):
            self.served.take_region(name=event.event, html=event.data, seq=seq)
        else:
            self.served.take_seq(seq)

    def _line(self, event: ServerSentEvent) -> None:
        if event.data.startswith("{"):
            self.served.take_line(event.data)
