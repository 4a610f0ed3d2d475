"""Streams that outlive their request: Django says who may have one and lets go, then they are written to the server.

Through Django, a part of a stream passes five layers, and each stream holds on to its request; for thousands who look
on at once that costs more than the sending itself.
"""

from __future__ import annotations

import asyncio
import types
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest, StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator, Mapping

    Message = Mapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]
    Serve = Callable[["Pipe"], Coroutine[Any, Any, None]]

HANDED: Final = "kenesh.stream"


class EventStream(StreamingHttpResponse):
    """Server-sent events without end: Django sends the head, ``with_streams`` goes on. Without that it ends at once."""

    def __init__(self, serve: Serve, *, request: HttpRequest) -> None:
        getattr(request, "scope", {}).setdefault(HANDED, []).append(serve)
        super().__init__(
            _nothing(),
            content_type="text/event-stream; charset=utf-8",
            # X-Accel-Buffering: a proxy must pass on each event as it comes.
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )


class Pipe:
    """The way to one reader."""

    __slots__ = ("_on_its_way", "_send", "drained")

    def __init__(self, send: Send) -> None:
        self._send = send
        self._on_its_way: asyncio.Task[None] | None = None
        self.drained: Callable[[], None] = _nobody  # called when what `put` left on its way has gone

    @property
    def busy(self) -> bool:
        """Whether the reader is so slow that something is still on its way."""
        return self._on_its_way is not None

    async def send(self, part: bytes) -> None:
        await self._send(message(part))

    def put(self, sent: Message) -> None:
        """Send without waiting, to a reader who is not busy.

        A server takes a message at once unless the reader is slow. Then, and only then, a task waits for it: waking a
        task for each of thousands of readers costs more than all the rest of sending to them.
        """
        sending = self._send(sent).__await__()
        try:
            awaited = next(sending)
        except StopIteration:
            return
        self._on_its_way = asyncio.create_task(_finish(sending, awaited))
        self._on_its_way.add_done_callback(self._gone)

    def close(self) -> None:
        if self._on_its_way is not None:
            self.drained = _nobody
            self._on_its_way.cancel()

    def _gone(self, _: asyncio.Task[None]) -> None:
        self._on_its_way = None
        self.drained()


def message(part: bytes, /) -> Message:
    """Return what a server is told to send; one message may go to many readers."""
    return {"type": "http.response.body", "body": part, "more_body": True}


def with_streams(application: Application) -> Application:
    """Go on with a stream where the application, having sent its head, is through."""

    async def call(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        handed: list[Serve] = []
        begun = False

        async def send_head(sent: Message) -> None:
            nonlocal begun
            if sent["type"] == "http.response.start":
                begun = bool(handed) and sent["status"] == HTTPStatus.OK
            if not (begun and sent["type"] == "http.response.body"):
                await send(sent)

        await application({**scope, HANDED: handed}, receive, send_head)
        if begun:
            await _go_on(handed[0], receive, send)

    return call


async def _go_on(serve: Serve, receive: Receive, send: Send) -> None:
    """Serve until there is no more, the reader is gone, or the server ends."""
    pipe = Pipe(send)
    serving = asyncio.create_task(serve(pipe))
    leaving = asyncio.create_task(_leave(receive))
    # A server that ends cancels us: then the response ends in order, too, and nothing is told as a failure.
    with suppress(asyncio.CancelledError):
        await asyncio.wait((serving, leaving), return_when=asyncio.FIRST_COMPLETED)
    gone, stuck = leaving.done(), pipe.busy
    pipe.close()
    leaving.cancel()
    serving.cancel()
    await asyncio.gather(leaving, serving, return_exceptions=True)
    if not serving.cancelled():
        serving.result()
    if not (gone or stuck):
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _leave(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


@types.coroutine
def _finish(sending: Generator[Any, Any, None], awaited: Any) -> Generator[Any, Any, None]:
    """Go on with what was begun by hand and has said what it waits for."""
    try:
        yield awaited
        yield from sending
    finally:
        sending.close()


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield  # unreachable, and what makes this a generator


def _nobody() -> None:
    pass
