"""One open stream: what it has seen, and how it is woken."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kenesh.meetings.live.channel import Channel
    from kenesh.meetings.live.door import Pass


class Viewer:
    """A reader of one or more channels; slow ones only ever delay themselves."""

    __slots__ = ("_news", "_seen", "_waiting", "beat", "channels", "ended", "shown")

    def __init__(self, *, shown: Pass) -> None:
        """Begin with a heartbeat due: it tells the reader which line the stream stands at."""
        self.shown = shown
        self.beat = True
        self.ended = False
        self.channels: tuple[Channel, ...] = ()
        self._seen: list[int] = []
        self._news = False
        self._waiting: asyncio.Future[None] | None = None

    def follow(self, channel: Channel, *, seen: int) -> None:
        channel.viewers.add(self)
        self.channels = (*self.channels, channel)
        self._seen.append(seen)

    def leave(self) -> None:
        for channel in self.channels:
            channel.viewers.discard(self)

    def frame(self) -> bytes:
        """Return what is to be sent next, nothing if the reader has seen it all."""
        for place, channel in enumerate(self.channels):
            seen = self._seen[place]
            if seen != channel.seq:
                self._seen[place] = channel.seq
                if frame := channel.since(seen):
                    return frame
        if self.beat:
            self.beat = False
            return self.channels[0].pulse()
        return b""

    async def news(self) -> None:
        """Wait until woken; being woken twice is being woken once."""
        if not self._news:
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        self._news = False

    def wake(self) -> None:
        self._news = True
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def end(self) -> None:
        self.ended = True
        self.wake()
