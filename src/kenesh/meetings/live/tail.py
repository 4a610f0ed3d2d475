"""The newest lines of a journal as events for programs: read and encoded once, whoever waits for them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kenesh.meetings.live.viewer import Program

KEPT: Final = 500  # lines; who is further behind reads pages on its own

Numbered = tuple[int, bytes]


class Tail:
    """Lines ``start`` + 1 to ``seq``, of which no line is ever skipped: this is a log."""

    def __init__(self) -> None:
        """Begin before anything is known."""
        self.programs: set[Program] = set()
        self.start = self.seq = -1
        self.read = -1  # the rendering thread's own note
        self._events: deque[Numbered] = deque()
        self._frames: dict[int, bytes] = {}

    def begin(self, seq: int) -> None:
        """Keep what comes after this line."""
        self.start = self.seq = seq

    def extend(self, lines: Sequence[Numbered]) -> None:
        """Take the lines that follow, and wake who waits."""
        self._events.extend((seq, event(seq, line)) for seq, line in lines)
        self.seq = lines[-1][0]
        while len(self._events) > KEPT:
            self.start, _ = self._events.popleft()
        self._frames.clear()
        for program in self.programs:
            program.wake()

    def since(self, seen: int) -> bytes:
        """Return the lines after one that is still kept; made once."""
        frame = self._frames.get(seen)
        if frame is None:
            frame = self._frames[seen] = b"".join(line for seq, line in self._events if seq > seen)
        return frame


def event(seq: int, line: bytes, /) -> bytes:
    """Return the event of a line; canonical JSON holds no line break."""
    return b"event: line\nid: %d\ndata: %b\n\n" % (seq, line)
