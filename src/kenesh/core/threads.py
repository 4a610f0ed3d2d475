"""Work beside the event loop's: on the database in threads of its own, and what recurs while a server lives."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.db import Error, connections

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)


class Thread:
    """One thread with a database connection of its own, kept until something goes wrong with it; first come first."""

    def __init__(self, *, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.wrap_future(self._pool.submit(_kept(work), *args, **kwargs))

    def start(self, work: Callable[P, object], /, *args: P.args, **kwargs: P.kwargs) -> None:
        """Do it when its turn comes: nobody waits for it, and what goes wrong is logged."""
        with suppress(RuntimeError):  # stopped already: the server is ending
            self._pool.submit(_logged(work), *args, **kwargs)

    async def stop(self) -> None:
        """Finish what was begun and give the connection back."""
        self._pool.submit(connections.close_all)
        await asyncio.to_thread(self._pool.shutdown)


@asynccontextmanager
async def recurring(work: Callable[[], Awaitable[None]], *, seconds: float) -> AsyncIterator[None]:
    """Do it every so many seconds; what goes wrong is logged, and tried again the next time."""
    task = asyncio.create_task(_again_and_again(work, seconds), name=_name(work))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _again_and_again(work: Callable[[], Awaitable[None]], seconds: float) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await work()
        except Exception:
            log.exception("%s failed", _name(work))


def _name(work: Callable[..., object]) -> str:
    return getattr(work, "__qualname__", repr(work))


def _kept(work: Callable[P, T]) -> Callable[P, T]:
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return work(*args, **kwargs)
        except Error:
            connections.close_all()  # it may be broken; the next work opens another
            raise

    return call


def _logged(work: Callable[P, object]) -> Callable[P, None]:
    def call(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            _kept(work)(*args, **kwargs)
        except Exception:
            log.exception("%s failed", _name(work))

    return call
