"""The two streams themselves: regions of the room for people, lines of the journal for programs."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import islice
from typing import TYPE_CHECKING, Final

from kenesh.core import journal
from kenesh.meetings.live.tail import event
from kenesh.meetings.live.viewer import Program, Screen

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from kenesh.core.streams import Pipe
    from kenesh.meetings.live.channel import Channel
    from kenesh.meetings.live.door import Entry
    from kenesh.meetings.live.house import House
    from kenesh.meetings.live.room import Room
    from kenesh.meetings.live.viewer import Viewer

PAGE: Final = 500
RETRY: Final = b"retry: 2000\n\n"
BEAT: Final = b":\n\n"


async def regions(pipe: Pipe, *, house: House, entry: Entry, language: str) -> None:
    """Send the regions that changed since the line the reader has seen, then those that change; a desk at once."""
    screen = Screen(shown=entry.shown, pipe=pipe)
    await pipe.send(RETRY)
    with _inside(house, entry, screen) as room, _at_table(house, entry, screen):
        try:
            channels = _channels(room, screen, entry, language)
            await room.ready(*channels, after=entry.after)
            screen.begin()
            await screen.over()
        finally:
            screen.leave()


async def lines(pipe: Pipe, *, house: House, entry: Entry) -> None:
    """Send every line after the one the reader has, pages of the past first; none is skipped."""
    program = Program(shown=entry.shown)
    seen = entry.after
    await pipe.send(RETRY)
    with _inside(house, entry, program) as room, room.tailed(program) as tail:
        await room.begin_tail()
        while not program.ended:
            if seen < tail.start:
                page = await house.hub.reading.run(_page, room.journal_id, after=seen)
                seen = page[-1][0]
                await pipe.send(b"".join(event(seq, line) for seq, line in page))
            elif seen < tail.seq:
                frame, seen = tail.since(seen), tail.seq
                await pipe.send(frame)
            elif program.beating:
                program.beating = False
                await pipe.send(BEAT)
            else:
                await program.news()


@contextmanager
def _inside(house: House, entry: Entry, viewer: Viewer) -> Iterator[Room]:
    with (
        house.presence.held(meeting_id=entry.meeting_id, seat=entry.shown.seat),
        house.hub.visit(viewer, journal_id=entry.journal_id) as room,
    ):
        yield room


def _at_table(house: House, entry: Entry, screen: Screen) -> AbstractContextManager[None]:
    """Say on this stream what concerns the reader's place of picture and sound."""
    if entry.place is None:
        return nullcontext()
    return house.tables.seated(screen, table=entry.journal_id, place=entry.place)


def _channels(room: Room, screen: Screen, entry: Entry, language: str) -> list[Channel]:
    shared = room.channel(language=language)
    screen.follow(shared, seen=entry.after)
    if entry.shown.seat is None:
        return [shared]
    desk = room.channel(language=language, seat=entry.shown.seat)
    # Whole, whatever the reader has seen: a desk carries no line of its own to take up from.
    screen.follow(desk, seen=-1)
    return [shared, desk]


def _page(journal_id: uuid.UUID, *, after: int) -> list[tuple[int, bytes]]:
    return list(islice(journal.encoded(journal_id=journal_id, after=after), PAGE))
