"""Streams that outlive their request: Django says who may have one and lets go, then it is written to the server.

Through Django, a part of a stream passes five layers and each stream holds its request; for thousands who look on at
once that costs more than the sending itself.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest, StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping

    Events = AsyncGenerator[bytes]
    Receive = Callable[[], Awaitable[Mapping[str, Any]]]
    Send = Callable[[Mapping[str, Any]], Awaitable[None]]
    Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

HANDED: Final = "kenesh.stream"


class EventStream(StreamingHttpResponse):
    """Server-sent events without end; behind ``with_streams`` Django sends no more than their head."""

    def __init__(self, events: Events, *, request: HttpRequest) -> None:
        handed: list[Events] | None = getattr(request, "scope", {}).get(HANDED)
        if handed is not None:
            handed.append(events)
        super().__init__(
            _nothing() if handed is not None else events,
            content_type="text/event-stream; charset=utf-8",
            # X-Accel-Buffering: a proxy must pass on each event as it comes.
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )


def with_streams(application: Application) -> Application:
    """Go on with a stream where the application, having sent its head, is through."""

    async def call(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        handed: list[Events] = []
        begun = False

        async def send_head(message: Mapping[str, Any]) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = bool(handed) and message["status"] == HTTPStatus.OK
            if not (begun and message["type"] == "http.response.body"):
                await send(message)

        await application({**scope, HANDED: handed}, receive, send_head)
        if begun:
            await _go_on(handed[0], receive, send)

    return call


async def _go_on(events: Events, receive: Receive, send: Send) -> None:
    """Write until the events end or the reader is gone, whichever comes first."""
    writing = asyncio.create_task(_write(events, send))
    leaving = asyncio.create_task(_leave(receive))
    try:
        await asyncio.wait((writing, leaving), return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        writing.cancel()
        await asyncio.gather(leaving, writing, return_exceptions=True)
    if not writing.cancelled():
        writing.result()


async def _write(events: Events, send: Send) -> None:
    async with aclosing(events):
        async for part in events:
            await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _leave(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _nothing() -> Events:
    return
    yield  # unreachable, and what makes this a generator
