"""Readers of streams, as a server knows them: three calls of ASGI, and the events that come out."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from asgiref.sync import sync_to_async
from django.db import connections
from django.test import Client

PATIENCE = 30.0  # seconds, on a machine that does other things too


@dataclass(frozen=True)
class Event:
    name: str
    data: str
    id: int | None


@dataclass
class Reader:
    """One open stream; ``hold`` lets the server write into a pipe that nobody empties."""

    application: Any
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 0
    answered: dict[str, str] = field(default_factory=dict)
    parts: list[bytes] = field(default_factory=list)
    writable: asyncio.Event = field(default_factory=asyncio.Event)
    _events: asyncio.Queue[Event] = field(default_factory=asyncio.Queue)
    _sent: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    _left: str = ""

    async def open(self) -> Self:
        self.writable.set()
        await self._sent.put({"type": "http.request", "body": b"", "more_body": False})
        self.task = asyncio.create_task(self.application(self._scope(), self._sent.get, self._send))
        self.begun = asyncio.Event()
        await asyncio.wait_for(self.begun.wait(), PATIENCE)
        return self

    async def close(self) -> None:
        self.writable.set()
        await self._sent.put({"type": "http.disconnect"})
        await asyncio.wait_for(self.task, PATIENCE)

    async def event(self) -> Event:
        """Return the next event; heartbeats that say nothing new are events, too."""
        return await asyncio.wait_for(self._events.get(), PATIENCE)

    async def frame(self) -> dict[str, str]:
        """Return the regions up to the event that carries a line, and that line under "seq"."""
        found: dict[str, str] = {}
        while True:
            event = await self.event()
            if event.name == "seq":
                return {**found, "seq": event.data}
            found[event.name.removeprefix("region-")] = event.data

    async def until(self, seq: int) -> dict[str, str]:
        """Return all that came until a line is reached."""
        found: dict[str, str] = {"seq": "-1"}
        while int(found["seq"]) < seq:
            found |= await self.frame()
        return found

    async def quiet(self, seconds: float = 0.3) -> bool:
        """Tell whether nothing comes."""
        try:
            await asyncio.wait_for(self._events.get(), seconds)
        except TimeoutError:
            return True
        return False

    async def ended(self) -> None:
        await asyncio.wait_for(asyncio.shield(self.task), PATIENCE)

    async def _send(self, message: Mapping[str, Any]) -> None:
        await self.writable.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.answered = {name.decode().lower(): value.decode() for name, value in message["headers"]}
            self.begun.set()
        elif message.get("body"):
            self.parts.append(message["body"])
            self._take(message["body"].decode())

    def _take(self, text: str) -> None:
        self._left += text
        *whole, self._left = self._left.split("\n\n")
        for block in whole:
            fields = [line.partition(": ")[::2] for line in block.split("\n") if not line.startswith(":")]
            data = [value for name, value in fields if name == "data"]
            named = dict(fields)
            if data:
                number = int(named["id"]) if "id" in named else None
                self._events.put_nowait(Event(named.get("event", ""), "\n".join(data), number))

    def _scope(self) -> dict[str, Any]:
        headers = {"host": "localhost", **self.headers}
        return {
            "type": "http",
            "method": "GET",
            "path": self.path,
            "query_string": self.query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }


@asynccontextmanager
async def aside() -> AsyncIterator[None]:
    """Let go, at the end, of the connection of the thread in which an async test does what is not async."""
    try:
        yield
    finally:
        await sync_to_async(connections.close_all)()


def cookies(client: Client) -> dict[str, str]:
    return {"cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())}


@asynccontextmanager
async def reading(
    application: Any, path: str, *, client: Client | None = None, after: int | None = None, **headers: str
) -> AsyncIterator[Reader]:
    """Open a stream and close it at the end."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()} | (cookies(client) if client else {})
    reader = Reader(application, path, query="" if after is None else f"after={after}", headers=sent)
    await reader.open()
    try:
        yield reader
    finally:
        await reader.close()
