"""Work beside the event loop's: on the database in threads of its own, and what recurs while a server lives."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from asgiref.sync import ThreadSensitiveContext
from django.db import Error, connections

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from kenesh.core.streams import Application, Receive, Send

P = ParamSpec("P")
T = TypeVar("T")

MOST_IDLE: Final = 16

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


class RequestThread(ThreadPoolExecutor):
    """The thread in which one request after another does what cannot be done in the event loop."""

    def __init__(self) -> None:
        super().__init__(max_workers=1, thread_name_prefix="request")
        self.given_up = False

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 -- as in Executor
        self.given_up = True
        super().shutdown(wait, cancel_futures=cancel_futures)


def with_kept_threads(application: Application) -> Application:
    """Lend each request a thread that is kept, and with it its connection: making both anew outlasts an act's rules."""
    idle: list[RequestThread] = []

    async def call(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        thread = idle.pop() if idle else RequestThread()
        try:
            async with ThreadSensitiveContext(executor=thread):
                await application(scope, receive, send)
        finally:
            if len(idle) < MOST_IDLE and not thread.given_up:
                idle.append(thread)
            elif not thread.given_up:
                thread.submit(connections.close_all)
                thread.shutdown(wait=False)

    return call


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
