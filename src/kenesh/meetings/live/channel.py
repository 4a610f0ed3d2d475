"""What one audience is shown: each part encoded once, and every reader of that audience sent the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kenesh.meetings.live.viewer import Viewer
    from kenesh.meetings.queries import Head

    Render = Callable[[Head], Mapping[str, str]]


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
        self.viewers: set[Viewer] = set()
        self.seq = -1
        self.rendered = -1  # the rendering thread's own note
        self._render = render
        self._parts: dict[str, Part] = {}
        self._frames: dict[int, bytes] = {}

    def events(self, head: Head) -> dict[str, bytes]:
        """Render and encode, in the rendering thread."""
        return {name: encoded(name=name, data=html) for name, html in self._render(head).items()}

    def show(self, seq: int, events: Mapping[str, bytes]) -> None:
        """Take what was rendered at a line, and wake who looks on."""
        for name, event in events.items():
            known = self._parts.get(name)
            if known is None or known.event != event:
                self._parts[name] = Part(event, seq)
        self.seq = seq
        self._frames.clear()
        for viewer in self.viewers:
            viewer.wake()

    def since(self, seen: int) -> bytes:
        """Return what changed after a line, everything to who claims a line not reached yet; made once."""
        frame = self._frames.get(seen)
        if frame is None:
            known = seen if seen <= self.seq else -1
            changed = [part.event for part in self._parts.values() if part.since > known]
            frame = self._frames[seen] = b"".join(changed) + self.pulse()
        return frame

    def pulse(self) -> bytes:
        # The number comes with the last event of a frame only: one that was cut is asked for again.
        return b"event: seq\nid: %d\ndata: %d\n\n" % (self.seq, self.seq) if self.numbered else b""


def encoded(*, name: str, data: str) -> bytes:
    """Return a server-sent event; a line of its own for each line of the data."""
    lines = data.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\ndata: ")
    return f"event: {name}\ndata: {lines}\n\n".encode()
