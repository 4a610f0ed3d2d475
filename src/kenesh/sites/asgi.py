"""The ASGI application: Django, its files, and the work that lives as long as the server."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kenesh.sites.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application
from servestatic import ServeStaticASGI

from kenesh.core.bodies import with_limit
from kenesh.core.lifespan import serving
from kenesh.core.streams import with_streams
from kenesh.core.threads import with_kept_threads

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from typing import Any
    from wsgiref.headers import Headers

    Receive = Callable[[], Awaitable[Mapping[str, Any]]]
    Send = Callable[[Mapping[str, Any]], Awaitable[None]]
    Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]


def _file_headers(headers: Headers, path: str, url: str) -> None:  # noqa: ARG001 -- ServeStatic's signature
    headers["X-Content-Type-Options"] = "nosniff"


def _with_files(django: Application) -> Application:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    files: Application = ServeStaticASGI(
        django,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        allow_all_origins=False,
        add_headers_function=_file_headers,
    )
    return files


# A file somewhat over the limit is refused on its page, with what is accepted; much more is not even read.
MOST: int = 2 * settings.UPLOAD_MAX + 1024 * 1024

_pages = with_limit(with_streams(_with_files(with_kept_threads(get_asgi_application()))), most=MOST)


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer the server: its own beginning and end here, every request in Django."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await _pages(scope, receive, send)
    else:
        await send({"type": "websocket.close", "code": 1000, "reason": None})


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    async with serving():
        await send({"type": "lifespan.startup.complete"})
        await receive()
    await send({"type": "lifespan.shutdown.complete"})
