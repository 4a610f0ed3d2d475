"""The two streams themselves: regions of the room for people, lines of the journal for programs."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Final

from kenesh.core import journal
from kenesh.meetings.live.tail import event

if TYPE_CHECKING:
    import uuid
    from collections.abc import AsyncGenerator, Iterator

    from kenesh.meetings.live.door import Entry
    from kenesh.meetings.live.house import House
    from kenesh.meetings.live.room import Room
    from kenesh.meetings.live.viewer import Viewer

PAGE: Final = 500
RETRY: Final = b"retry: 2000\n\n"
BEAT: Final = b":\n\n"


async def regions(*, house: House, entry: Entry, language: str) -> AsyncGenerator[bytes]:
    """Send the regions that changed since the line the reader has seen, then those that change; a desk at once."""
    yield RETRY
    with _inside(house, entry) as (room, viewer):
        viewer.follow(room.channel(language=language), seen=entry.after)
        if entry.shown.seat:
            # Whole, whatever the reader has seen: it carries no line of its own to take up from.
            viewer.follow(room.channel(language=language, seat=entry.shown.seat), seen=-1)
        await room.ready(*viewer.channels, after=entry.after)
        while not viewer.ended:
            if frame := viewer.frame():
                yield frame
            else:
                await viewer.news()


async def lines(*, house: House, entry: Entry) -> AsyncGenerator[bytes]:
    """Send every line after the one the reader has, pages of the past first; none is skipped."""
    yield RETRY
    seen = entry.after
    with _inside(house, entry) as (room, viewer), room.tailed(viewer) as tail:
        await room.begin_tail()
        while not viewer.ended:
            if seen < tail.start:
                page = await house.hub.reading.run(_page, room.journal_id, after=seen)
                seen = page[-1][0]
                yield b"".join(event(seq, line) for seq, line in page)
            elif seen < tail.seq:
                frame, seen = tail.since(seen), tail.seq
                yield frame
            elif viewer.beat:
                viewer.beat = False
                yield BEAT
            else:
                await viewer.news()


@contextmanager
def _inside(house: House, entry: Entry) -> Iterator[tuple[Room, Viewer]]:
    with (
        house.presence.held(meeting_id=entry.meeting_id, seat=entry.shown.seat),
        house.hub.visit(journal_id=entry.journal_id, shown=entry.shown) as (room, viewer),
    ):
        yield room, viewer


def _page(journal_id: uuid.UUID, *, after: int) -> list[tuple[int, bytes]]:
    return list(islice(journal.encoded(journal_id=journal_id, after=after), PAGE))
