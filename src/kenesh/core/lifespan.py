"""Work that begins and ends with the server: rooms register it, the ASGI application runs it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    Work = Callable[[], AbstractAsyncContextManager[object]]

_works: list[Work] = []


def while_serving(work: Callable[[], AsyncGenerator[None]]) -> Callable[[], AsyncGenerator[None]]:
    """Decorate an async generator that yields once: up to there it runs at the start, its `finally` at the end."""
    _works.append(contextlib.asynccontextmanager(work))
    return work


@contextlib.asynccontextmanager
async def serving() -> AsyncIterator[None]:
    """Hold everything registered; the last one started is the first one ended."""
    async with contextlib.AsyncExitStack() as stack:
        for work in _works:
            await stack.enter_async_context(work())
        yield
