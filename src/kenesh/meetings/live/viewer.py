"""Who looks on: a screen, which is sent what is newest, and a program, which reads line after line."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final, Protocol

from kenesh.core.streams import message

if TYPE_CHECKING:
    from kenesh.core.streams import Pipe
    from kenesh.meetings.live.channel import Channel
    from kenesh.meetings.live.door import Pass


MOST_POSTS: Final = 500  # to one reader who is busy; then it has to come back and ask


class Viewer(Protocol):
    """What the hub does to everyone who looks on."""

    shown: Pass

    def beat(self) -> None: ...

    def end(self) -> None: ...


class Screen:
    """A reader of one or more channels; a slow one delays only itself, and skips to what is newest."""

    __slots__ = ("_begun", "_channels", "_over", "_pipe", "_posts", "_seen", "shown")

    def __init__(self, *, shown: Pass, pipe: Pipe) -> None:
        """Begin without a channel."""
        self.shown = shown
        self._pipe = pipe
        self._channels: tuple[Channel, ...] = ()
        self._seen: list[int] = []
        self._begun = False
        self._posts: deque[bytes] = deque()
        self._over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def follow(self, channel: Channel, *, seen: int) -> None:
        channel.screens.add(self)
        self._channels = (*self._channels, channel)
        self._seen.append(seen)

    def begin(self) -> None:
        """Say at which line the stream stands, and from now on send whatever changes."""
        self._begun = True
        self._pipe.drained = self.push
        self.push()
        self.beat()

    def push(self) -> None:
        """Send what is new; to a reader who is busy, when that is over."""
        if not self._begun:
            return
        for place, channel in enumerate(self._channels):
            seen = self._seen[place]
            if seen != channel.seq:
                if self._pipe.busy:
                    return
                self._seen[place] = channel.seq
                if changed := channel.since(seen):
                    self._pipe.put(changed)
        while self._posts and not self._pipe.busy:
            self._pipe.put(message(self._posts.popleft()))

    def post(self, event: bytes) -> None:
        """Send an event meant for this reader alone; none is skipped."""
        self._posts.append(event)
        self.push()
        if len(self._posts) > MOST_POSTS:
            self.end()

    def beat(self) -> None:
        if self._begun and not self._pipe.busy:
            self._pipe.put(self._channels[0].pulse)

    def end(self) -> None:
        if not self._over.done():
            self._over.set_result(None)

    async def over(self) -> None:
        await self._over

    def leave(self) -> None:
        for channel in self._channels:
            channel.screens.discard(self)


class Program:
    """A reader of the journal, which takes its time."""

    __slots__ = ("_news", "beating", "ended", "shown")

    def __init__(self, *, shown: Pass) -> None:
        """Begin at rest."""
        self.shown = shown
        self.beating = False
        self.ended = False
        self._news = asyncio.Event()

    def wake(self) -> None:
        self._news.set()

    def beat(self) -> None:
        self.beating = True
        self.wake()

    def end(self) -> None:
        self.ended = True
        self.wake()

    async def news(self) -> None:
        """Wait until woken; being woken twice is being woken once."""
        await self._news.wait()
        self._news.clear()
