"""The time an agenda is estimated to take, against the time there is."""

from datetime import datetime, timedelta
from typing import Final

from kenesh.meetings.domain.state import AgendaItem, Meeting

UNKNOWN: Final = 60  # minutes of a meeting whose agenda estimates none


def planned_minutes(meeting: Meeting) -> int:
    """Return the estimate of the whole agenda."""
    return sum(item.minutes for item in meeting.agenda)


def planned_end(meeting: Meeting) -> datetime:
    """Return when the meeting ends if every item takes what was estimated, counted from when it starts."""
    begin = meeting.opened_at or meeting.starts_at
    return begin + timedelta(minutes=planned_minutes(meeting) or UNKNOWN)


def seconds_ahead(meeting: Meeting) -> int:
    """Return what the items still ahead were estimated to take, of the one taken up what was left of it."""
    return sum(max(item.left, 0) for item in meeting.agenda)


def overrun(meeting: Meeting) -> int:
    """Return by how many seconds the items so far took longer than estimated; below 0 they took less."""
    return sum(_over(item) for item in meeting.agenda)


def _over(item: AgendaItem) -> int:
    if item.state == "pending":
        return 0
    over = item.spent - item.minutes * 60
    return over if item.state == "closed" else max(over, 0)
