"""Presence follows the streams: those of seats that this process holds, told to all processes through the database."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kenesh.meetings import actions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kenesh.core.threads import Thread
    from kenesh.meetings.live.clockwork import Clockwork


class Presence:
    """Rows of ``Connection`` follow what is held here; the clockwork lets the room record what follows from them."""

    def __init__(self, *, thread: Thread, clockwork: Clockwork) -> None:
        """Begin with no stream."""
        self._thread = thread
        self._clockwork = clockwork
        self._held: dict[uuid.UUID, tuple[int, str]] = {}

    @contextmanager
    def held(self, *, meeting_id: int, seat: str | None) -> Iterator[None]:
        """Hold a stream: its seat is recorded as connected at once, and its grace begins when the stream ends."""
        if seat is None:
            yield
            return
        stream = uuid.uuid4()
        self._held[stream] = (meeting_id, seat)
        self._thread.start(self._arrive, stream, meeting_id, seat)
        try:
            yield
        finally:
            del self._held[stream]
            self._thread.start(actions.end_stream, stream=stream)

    async def vouch(self) -> None:
        """Say again what is held; a row that another process took for dead comes back."""
        if held := dict(self._held):
            await self._thread.run(actions.vouch, streams=held)

    def _arrive(self, stream: uuid.UUID, meeting_id: int, seat: str) -> None:
        actions.vouch(streams={stream: (meeting_id, seat)})
        self._clockwork.arrive(meeting_id=meeting_id, seat=seat)
