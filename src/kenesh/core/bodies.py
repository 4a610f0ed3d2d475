"""A limit to what a request may bring: Django would take all of it to the disk before anybody looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from kenesh.core.uploads import accepted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    Message = Mapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

TOO_LARGE: Final = 413


def with_limit(application: Application, *, most: int) -> Application:
    """Answer 413 to a body of more than ``most`` bytes, as soon as it says so or brings them."""

    async def call(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if _declared(scope) > most:
            await _refuse(send)
            return
        left = most

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            # To Django it is as if the sender had gone away; it answers nothing, and the answer is given here.
            return message if left >= 0 else {"type": "http.disconnect"}

        await application(scope, counted, send)
        if left < 0:
            await _refuse(send)

    return call


def _declared(scope: Mapping[str, Any]) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


async def _refuse(send: Send) -> None:
    said = f"{_('This is more than the site takes at once.')} {accepted()}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(said)).encode())]
    # What of the body is still on its way would be read as the next request.
    headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": TOO_LARGE, "headers": headers})
    await send({"type": "http.response.body", "body": said})
