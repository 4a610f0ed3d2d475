"""The yardstick of `kenesh bench fanout`: as little as a broadcaster of server-sent events on Starlette can be."""

import asyncio
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

readers: set[asyncio.Queue[bytes]] = set()
sent = 0


def event(number: int, size: int) -> bytes:
    end = f"\nid: {number}\n\n"
    return b"data: " + b"x" * (size - len("data: ") - len(end)) + end.encode()


async def events() -> AsyncIterator[bytes]:
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    readers.add(queue)
    try:
        yield event(sent, 40)
        while True:
            yield await queue.get()
    finally:
        readers.discard(queue)


async def stream(_: Request) -> Response:
    return StreamingResponse(events(), media_type="text/event-stream")


async def act(request: Request) -> Response:
    global sent  # noqa: PLW0603 -- a counter is all the state there is
    sent += 1
    message = event(sent, int((await request.body()).decode()))
    for queue in readers:
        queue.put_nowait(message)
    return JSONResponse({"seq": sent})


app = Starlette(routes=[Route("/stream", stream), Route("/act", act, methods=["POST"])])
