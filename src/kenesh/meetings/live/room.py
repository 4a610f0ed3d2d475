"""One meeting as this process shows it: rendered once per audience and line, in a thread, then handed to the loop."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from kenesh.core import journal
from kenesh.meetings import queries
from kenesh.meetings.live.channel import Channel
from kenesh.meetings.live.tail import Tail

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Mapping, Sequence

    from kenesh.core.threads import Thread
    from kenesh.meetings.live.channel import Render
    from kenesh.meetings.live.viewer import Program

PATIENCE: Final = 0.25  # seconds that desks wait for each language

log = logging.getLogger(__name__)

Audience = tuple[str, str | None]  # language, and the seat whose desk it is


class Renderer(Protocol):
    """What `regions` offers."""

    def shared(self, *, head: queries.Head, language: str) -> Mapping[str, str]: ...

    def desk(self, *, head: queries.Head, seat: str, language: str) -> str: ...


class Room:
    """The channels of one meeting and the tail of its journal; the first who wants one opens it, the last closes it.

    ``catch_up``, ``refresh`` and what they call run in the rendering thread, one at a time; all else in the loop.
    """

    def __init__(self, *, journal_id: uuid.UUID, renderer: Renderer, thread: Thread) -> None:
        """Begin without an audience."""
        self.journal_id = journal_id
        self.tail = Tail()
        self.users = 0
        self._renderer = renderer
        self._thread = thread
        self._loop = asyncio.get_running_loop()
        self._channels: dict[Audience, Channel] = {}
        self._wanted = self._reached = 0

    def nudged(self, seq: int) -> None:
        """Take the news, in any thread; news of many lines is caught up with at once."""
        if seq > self._wanted:
            self._wanted = seq
            self._thread.start(self.catch_up)

    def look(self, seq: int) -> None:
        """Take what the database says, also where catching up went wrong before."""
        if seq > self._reached:
            self._wanted = max(seq, self._wanted)
            self._thread.start(self.catch_up)

    def channel(self, *, language: str, seat: str | None = None) -> Channel:
        """Return the channel of an audience, which may show nothing yet."""
        audience = (language, seat)
        if audience not in self._channels:
            self._channels[audience] = Channel(render=self._render_for(audience), numbered=seat is None)
        return self._channels[audience]

    async def ready(self, *channels: Channel, after: int) -> None:
        """Wait until channels show something, and not less than their reader has seen elsewhere."""
        if after > self._reached or any(channel.seq < 0 for channel in channels):
            await self._thread.run(self._open, channels)

    @contextmanager
    def tailed(self, program: Program) -> Iterator[Tail]:
        """Wake a program for every line."""
        tail = self.tail
        tail.programs.add(program)
        try:
            yield tail
        finally:
            tail.programs.discard(program)

    async def begin_tail(self) -> None:
        if self.tail.seq < 0:
            await self._thread.run(self._begin, self.tail)

    def close_unwatched(self) -> None:
        """Forget audiences that nobody belongs to any more, so that nothing is rendered for them."""
        for audience in [one for one, channel in self._channels.items() if not channel.screens]:
            del self._channels[audience]
        if not self.tail.programs:
            self.tail = Tail()

    def catch_up(self) -> None:
        if self._wanted > self._reached:
            self.refresh()

    def refresh(self) -> None:
        """Show the head to every audience; what fails for one is logged and tried again at the next look."""
        head = queries.head(journal_id=self.journal_id)
        shared, desks = self._in_order()
        shown = [self._try(channel, head) for channel in shared]
        self._extend(self.tail)
        for channel in shared:  # two threads of Python get in each other's way: first let the many see what is new
            channel.settled.wait(PATIENCE)
        shown += [self._try(channel, head) for channel in desks]
        if all(shown):
            self._reached = head.seq

    def _in_order(self) -> tuple[list[Channel], list[Channel]]:
        """Return what all see, the language that most follow first, and the desks."""
        channels = sorted(self._channels.values(), key=lambda channel: -len(channel.screens))
        return [one for one in channels if one.numbered], [one for one in channels if not one.numbered]

    def _open(self, channels: Sequence[Channel]) -> None:
        head = queries.head(journal_id=self.journal_id)
        for channel in channels:
            self._show(channel, head)
        self.nudged(head.seq)

    def _try(self, channel: Channel, head: queries.Head) -> bool:
        try:
            self._show(channel, head)
        except Exception:
            log.exception("%s cannot be shown at line %d", head.meeting.symbol, head.seq)
            return False
        return True

    def _show(self, channel: Channel, head: queries.Head) -> None:
        if channel.rendered < head.seq:
            events = channel.events(head)
            channel.rendered = head.seq
            channel.settled.clear()
            self._loop.call_soon_threadsafe(channel.show, head.seq, events)

    def _begin(self, tail: Tail) -> None:
        if tail.read < 0:
            tail.read, _ = journal.head(journal_id=self.journal_id)
            self._loop.call_soon_threadsafe(tail.begin, tail.read)

    def _extend(self, tail: Tail) -> None:
        lines = tuple(journal.encoded(journal_id=self.journal_id, after=tail.read)) if tail.read >= 0 else ()
        if lines:
            tail.read = lines[-1][0]
            self._loop.call_soon_threadsafe(tail.extend, lines)

    def _render_for(self, audience: Audience) -> Render:
        language, seat = audience
        if seat is None:
            return lambda head: _named(self._renderer.shared(head=head, language=language))
        desk = partial(self._renderer.desk, seat=seat, language=language)
        return lambda head: _named({"desk": desk(head=head)})


def _named(regions: Mapping[str, str]) -> dict[str, str]:
    return {f"region-{name}": html for name, html in regions.items()}
