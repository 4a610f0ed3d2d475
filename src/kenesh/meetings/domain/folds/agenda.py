"""The agenda and the item taken up."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.folds.anew import anew
from kenesh.meetings.domain.state import AgendaItem, Contradiction, Meeting


def apply(meeting: Meeting, event: e.AgendaEvent, *, at: datetime) -> Meeting:
    """Return the meeting after an event of the agenda."""
    match event:
        case e.AgendaItemAdded():
            if any(item.number == event.item for item in meeting.agenda):
                raise Contradiction(f"item {event.item} is on the agenda already")
            item = AgendaItem(number=event.item, titles=event.titles, minutes=event.minutes)
            return anew(meeting, agenda=(*meeting.agenda, item))
        case e.AgendaReordered():
            by_number = {item.number: item for item in meeting.agenda}
            if sorted(event.order) != sorted(by_number):
                raise Contradiction(f"the order {event.order} is not one of the agenda's items")
            return anew(meeting, agenda=tuple(by_number[number] for number in event.order))
        case e.AgendaAdopted():
            return anew(meeting, agenda_adopted=True)
        case e.AgendaItemOpened():
            opened = replace(_item(meeting, event.item), state="open", running_since=at)
            return anew(meeting, agenda=_with_item(meeting, opened), list_closed=False, appealable=None)
        case e.AgendaItemClosed():
            closed = replace(paused(_item(meeting, event.item), at=at), state="closed")
            return anew(meeting, agenda=_with_item(meeting, closed), appealable=None)
        case _:
            assert_never(event)


def paused(item: AgendaItem, *, at: datetime) -> AgendaItem:
    """Return the item with the time it took so far counted, its clock standing."""
    if item.running_since is None:
        return item
    return replace(item, spent=item.spent + int((at - item.running_since).total_seconds()), running_since=None)


def suspended(meeting: Meeting, *, at: datetime) -> tuple[AgendaItem, ...]:
    """Return the agenda of a meeting that is suspended: no item takes time meanwhile."""
    return tuple(paused(item, at=at) for item in meeting.agenda)


def resumed(meeting: Meeting, *, at: datetime) -> tuple[AgendaItem, ...]:
    """Return the agenda of a meeting that goes on with the item it had taken up."""
    return tuple(replace(item, running_since=at) if item.state == "open" else item for item in meeting.agenda)


def _item(meeting: Meeting, number: int) -> AgendaItem:
    found = next((item for item in meeting.agenda if item.number == number), None)
    if found is None:
        raise Contradiction(f"there is no agenda item {number}")
    return found


def _with_item(meeting: Meeting, changed: AgendaItem) -> tuple[AgendaItem, ...]:
    return tuple(changed if item.number == changed.number else item for item in meeting.agenda)
