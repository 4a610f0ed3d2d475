"""When a meeting starts for each seat, and how its agenda stands against the time there is, laid out for templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kenesh.core.domain.text import pick
from kenesh.meetings.domain.planning import overrun, planned_end, planned_minutes, seconds_ahead
from kenesh.meetings.wording import reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kenesh.meetings.domain.state import Meeting


def zones_of(seats: Iterable[Any]) -> list[dict[str, Any]]:
    """Return every time zone of these seats with the names of those who live in it, in the order of the seats."""
    found: dict[str, list[str]] = {}
    for seat in seats:
        found.setdefault(seat.time_zone, []).append(pick(seat.names, reading()))
    return [{"zone": zone, "names": names} for zone, names in found.items()]


def timing(meeting: Meeting, *, runs: bool = False) -> dict[str, Any]:
    """Return the estimates of the agenda in minutes, and where clocks run, the time until they are used up."""
    minutes = planned_minutes(meeting)
    in_session = runs and minutes > 0 and meeting.phase == "open"
    return {
        "planned": minutes,
        "ends_at": planned_end(meeting),
        "ahead": -(-seconds_ahead(meeting) // 60),
        "behind": max(overrun(meeting), 0) // 60,
        "runs": in_session,
        "counts_from": meeting.opened_at if in_session else None,
        "seconds": minutes * 60,
    }
