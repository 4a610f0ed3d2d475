"""Who attended, when: presence as the record noted it, without every line that broke and came back."""

from collections.abc import Sequence
from datetime import datetime

from kenesh.meetings.domain import events as e
from kenesh.publications.domain.account import Attendance

Told = tuple[e.Event, datetime]


def attendance(*, codes: Sequence[str], events: Sequence[Told]) -> tuple[Attendance, ...]:
    """Return each seat's attendance in the order given: the first time it came after the opening, the last it left."""
    present: dict[str, set[str]] = {code: set() for code in codes}
    joined: dict[str, datetime] = {}
    left: dict[str, datetime] = {}
    opening: frozenset[str] = frozenset()
    opened = False
    for event, at in events:
        if isinstance(event, e.MeetingOpened):
            opening, opened = frozenset(event.present), True
        seat = _changed(present, event)
        if seat is None or not opened:
            continue
        if present[seat]:
            left.pop(seat, None)
            joined.setdefault(seat, at)
        else:
            left.setdefault(seat, at)
    return tuple(
        Attendance(
            seat=code,
            at_opening=code in opening,
            joined_at=None if code in opening else joined.get(code),
            left_at=left.get(code),
        )
        for code in codes
    )


def _changed(present: dict[str, set[str]], event: e.Event) -> str | None:
    """Note how a seat is present now; return it where that changed whether it is."""
    match event:
        case e.SeatConnected(seat=seat):
            return _set(present, seat, "connected", on=True)
        case e.SeatDisconnected(seat=seat):
            return _set(present, seat, "connected", on=False)
        case e.SeatMarkedPresent(seat=seat):
            return _set(present, seat, "marked", on=True)
        case e.SeatMarkedAbsent(seat=seat):
            return _set(present, seat, "marked", on=False)
        case _:
            return None


def _set(present: dict[str, set[str]], seat: str, how: str, *, on: bool) -> str | None:
    ways = present.setdefault(seat, set())
    before = bool(ways)
    (ways.add if on else ways.discard)(how)
    return seat if bool(ways) != before else None
