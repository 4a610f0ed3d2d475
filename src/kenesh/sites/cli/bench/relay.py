"""The yardstick of `kenesh bench join`: a page of two dozen lines, and a relay that passes its signals on."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

PAGE: Final = Path(__file__).with_name("mesh.html").read_text("utf-8")

lines: dict[str, asyncio.Queue[str]] = defaultdict(asyncio.Queue)
tables: dict[str, list[str]] = defaultdict(list)


async def page(_: Request) -> Response:
    return HTMLResponse(PAGE)


async def signals(place: str) -> AsyncIterator[str]:
    yield ":\n\n"
    while True:
        yield f"data: {await lines[place].get()}\n\n"


async def hear(request: Request) -> Response:
    return StreamingResponse(signals(request.path_params["place"]), media_type="text/event-stream")


async def join(request: Request) -> Response:
    others = tables[request.path_params["table"]]
    before = list(others)
    others.append(await request.json())
    return JSONResponse(before)


async def say(request: Request) -> Response:
    lines[request.path_params["place"]].put_nowait((await request.body()).decode())
    return Response(status_code=204)


app = Starlette(
    routes=[
        Route("/{table}/", page),
        Route("/{table}/hear/{place}", hear),
        Route("/{table}/join", join, methods=["POST"]),
        Route("/{table}/say/{place}", say, methods=["POST"]),
    ]
)
