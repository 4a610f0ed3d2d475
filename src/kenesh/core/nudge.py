"""News that a journal has moved: no content, and it may be lost; streams look for themselves as well.

Inside a process it is a call. Where several processes serve one PostgreSQL, each act also notifies, and each process
listens on one connection of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from django.db import DatabaseError, connection

from kenesh.core import statements
from kenesh.core.lifespan import while_serving
from kenesh.core.threads import Thread

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator

    Listener = Callable[[uuid.UUID, int], None]

CHANNEL: Final = "kenesh_journal"
NOTIFY: Final = "SELECT pg_notify(%s, %s)"
PAUSE: Final = 1.0  # seconds before a lost connection is tried again

_listeners: Final[list[Listener]] = []

log = logging.getLogger(__name__)


@contextlib.contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Call the listener with every topic and seq announced, in whichever thread has the news: it must be quick."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def announce(*, topic: uuid.UUID, seq: int) -> None:
    """Say that a journal stands at a line, after the line is committed; nothing that goes wrong here undoes the act."""
    _tell(topic, seq)
    if not statements.is_postgresql():
        return
    if _messengers:
        _messengers[-1].send(topic, seq)
        return
    try:
        _notify(topic, seq)
    except DatabaseError:
        log.warning("the other processes were not told of line %d of %s; they will look", seq, topic, exc_info=True)


def _notify(topic: uuid.UUID, seq: int) -> None:
    # After the commit and not inside it: PostgreSQL lets transactions that notify commit only one after another.
    statements.run(NOTIFY, (CHANNEL, f"{topic} {seq}"))


class Messenger:
    """Tells the other processes from a thread of its own, so that no act waits; of each topic, the latest news only."""

    def __init__(self, *, tell: Listener = _notify) -> None:
        """Begin with nothing to tell."""
        self._tell = tell
        self._thread = Thread(name="nudge")
        self._news: dict[uuid.UUID, int] = {}
        self._guard = Lock()

    @contextlib.asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Take what is announced in this process."""
        _messengers.append(self)
        try:
            yield
        finally:
            _messengers.remove(self)
            await self._thread.stop()

    def send(self, topic: uuid.UUID, seq: int) -> None:
        """Leave the news to the thread."""
        with self._guard:
            idle = not self._news
            self._news[topic] = max(seq, self._news.get(topic, seq))
        if idle:
            self._thread.start(self._deliver)

    def _deliver(self) -> None:
        with self._guard:
            news = dict(self._news)
            self._news.clear()
        for topic, seq in news.items():
            self._tell(topic, seq)


_messengers: Final[list[Messenger]] = []


@while_serving
async def listening() -> AsyncGenerator[None]:
    """Hear what other processes announce, and tell them, for as long as this one serves."""
    if not statements.is_postgresql():
        yield
        return
    task = asyncio.create_task(_listen(), name="nudge")
    async with Messenger().working():
        yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _tell(topic: uuid.UUID, seq: int) -> None:
    for listener in tuple(_listeners):
        try:
            listener(topic, seq)
        except Exception:
            log.exception("a listener failed")


async def _listen() -> None:
    import psycopg  # noqa: PLC0415 -- only a site on PostgreSQL needs it

    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True) as listener:
                await listener.execute(f"LISTEN {CHANNEL}")
                async for notification in listener.notifies():
                    _hear(notification.payload)
        except psycopg.Error as lost:
            log.warning("not listening to the other processes: %s", lost)
        await asyncio.sleep(PAUSE)


def _parameters() -> dict[str, Any]:
    """Return how Django connects, without what only its own connections know."""
    given: dict[str, Any] = connection.get_connection_params()
    return {name: value for name, value in given.items() if name not in {"context", "cursor_factory"}}


def _hear(payload: str) -> None:
    topic, _, seq = payload.partition(" ")
    try:
        _tell(uuid.UUID(topic), int(seq))
    except ValueError:
        log.warning("not news of a journal: %r", payload)
