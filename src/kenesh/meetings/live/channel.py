"""What one audience is shown: each part encoded once, and every reader of that audience sent the same bytes."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from kenesh.core.streams import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kenesh.core.streams import Message
    from kenesh.meetings.live.viewer import Screen
    from kenesh.meetings.queries import Head

    Render = Callable[[Head], Mapping[str, str]]

AT_ONCE: Final = 250  # screens; then the loop writes to them, and does what else it has to, before the next


@dataclass(frozen=True, slots=True)
class Part:
    """An event, and the line since which it has been the newest of its name."""

    event: bytes
    since: int


class Channel:
    """The parts of one audience; its frames are a state, not a log: who is behind gets what is newest."""

    def __init__(self, *, render: Render, numbered: bool) -> None:
        """Begin with nothing; a numbered channel ends each frame with the line it reached."""
        self.numbered = numbered
        self.screens: set[Screen] = set()
        self.seq = -1
        self.rendered = -1  # the rendering thread's own note
        self.settled = threading.Event()  # set while every screen has been sent what was shown last
        self.pulse = message(b"")
        self._render = render
        self._parts: dict[str, Part] = {}
        self._frames: dict[int, Message | None] = {}

    def events(self, head: Head) -> dict[str, bytes]:
        """Render and encode, in the rendering thread."""
        return {name: encoded(name=name, data=html) for name, html in self._render(head).items()}

    def show(self, seq: int, events: Mapping[str, bytes]) -> None:
        """Take what was rendered at a line, and send what is new of it."""
        for name, event in events.items():
            known = self._parts.get(name)
            if known is None or known.event != event:
                self._parts[name] = Part(event, seq)
        self.seq = seq
        self.pulse = message(self._end())
        self._frames.clear()
        self._push(iter(tuple(self.screens)))

    def since(self, seen: int) -> Message | None:
        """Return what changed after a line, made once; everything to who claims a line not reached yet."""
        if seen not in self._frames:
            known = seen if seen <= self.seq else -1
            changed = b"".join(part.event for part in self._parts.values() if part.since > known) + self._end()
            self._frames[seen] = message(changed) if changed else None
        return self._frames[seen]

    def _push(self, screens: Iterator[Screen]) -> None:
        more = False
        for screen in islice(screens, AT_ONCE):
            screen.push()
            more = True
        if more:
            asyncio.get_running_loop().call_soon(self._push, screens)
        else:
            self.settled.set()

    def _end(self) -> bytes:
        # The number comes with the last event of a frame only: one that was cut is asked for again.
        return b"event: seq\nid: %d\ndata: %d\n\n" % (self.seq, self.seq) if self.numbered else b""


def encoded(*, name: str, data: str) -> bytes:
    """Return a server-sent event; a line of its own for each line of the data."""
    lines = data.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\ndata: ")
    return f"event: {name}\ndata: {lines}\n\n".encode()
