"""What the room does by itself: presence that follows the streams, and deadlines. Any process may be the one that acts.

Every process looks; a seat that is connected already, a silence that has ended: the rules let nothing happen twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kenesh.core import clock
from kenesh.meetings import actions, queries
from kenesh.meetings.domain.deadlines import Deadline, deadlines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kenesh.meetings.models import Meeting

log = logging.getLogger(__name__)

# A stream that ended says so, and is dated back by what a killed process may have been silent for.
UNSEEN_FOR: Final = actions.SEEN_EVERY + actions.GRACE


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What matters here of a meeting's state, so that a meeting in which nothing happens is not folded again."""

    hash: str
    connected: frozenset[str]
    deadlines: tuple[Deadline, ...]


class Clockwork:
    """Ticks in one thread; knows of each meeting what was true at its last line."""

    def __init__(self) -> None:
        """Give everyone the grace to come back: what was true before this process began, it has not seen."""
        self._patient_until = clock.now() + UNSEEN_FOR
        self._swept_at = self._patient_until
        self._noted: dict[int, Noted] = {}

    def tick(self) -> None:
        """Record who came, who has been away longer than the grace, and what has fallen due."""
        now = clock.now()
        seen = queries.streams_seen()
        alive = queries.meetings_alive(ids=tuple(seen))
        for meeting in alive:
            try:
                self._look_after(meeting, seen.get(meeting.pk, {}), now=now)
            except Exception:  # one meeting that cannot be read must not hold up the others
                log.exception("the room of %s cannot be looked after", meeting.journal.subject)
        known = {meeting.pk for meeting in alive}
        self._noted = {key: noted for key, noted in self._noted.items() if key in known}
        self._sweep(now)

    def arrive(self, *, meeting_id: int, seat: str) -> None:
        """Record a seat that came, without waiting for the tick."""
        for meeting in queries.meetings_alive(ids=(meeting_id,)):
            if meeting.pk == meeting_id and seat not in self._note(meeting).connected:
                actions.act_of_the_room(meeting=meeting, name="connect_seat", fields={"seat": seat})

    def _note(self, meeting: Meeting) -> Noted:
        known = self._noted.get(meeting.pk)
        head = queries.head(journal_id=meeting.journal_id)
        if known is None or known.hash != head.hash:
            connected = frozenset(seat.code for seat in head.meeting.seats if seat.connected)
            known = Noted(hash=head.hash, connected=connected, deadlines=deadlines(head.meeting))
            self._noted[meeting.pk] = known
        return known

    def _look_after(self, meeting: Meeting, seen: Mapping[str, datetime], *, now: datetime) -> None:
        noted = self._note(meeting)
        here = {seat for seat, last in seen.items() if last > now - UNSEEN_FOR}
        for seat in sorted(here - noted.connected):
            actions.act_of_the_room(meeting=meeting, name="connect_seat", fields={"seat": seat})
        for seat in sorted(noted.connected - here) if now >= self._patient_until else ():
            actions.act_of_the_room(meeting=meeting, name="disconnect_seat", fields={"seat": seat})
        for deadline in noted.deadlines:
            if deadline.at <= now:
                actions.act_of_the_room(meeting=meeting, name=deadline.act, fields=deadline.fields)

    def _sweep(self, now: datetime) -> None:
        """Drop the rows of streams long gone; their seats' absence is recorded by now."""
        if now >= self._swept_at + UNSEEN_FOR:
            actions.forget_streams(unseen_since=now - 2 * UNSEEN_FOR)
            self._swept_at = now
