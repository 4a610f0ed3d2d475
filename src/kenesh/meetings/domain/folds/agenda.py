"""The agenda and the item taken up."""

from dataclasses import replace
from typing import Literal, assert_never

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.folds.anew import anew
from kenesh.meetings.domain.state import AgendaItem, Contradiction, Meeting


def apply(meeting: Meeting, event: e.AgendaEvent) -> Meeting:
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
            return _with_state(meeting, event.item, "open")
        case e.AgendaItemClosed():
            return _with_state(meeting, event.item, "closed")
        case _:
            assert_never(event)


def _with_state(meeting: Meeting, number: int, state: Literal["open", "closed"]) -> Meeting:
    if all(item.number != number for item in meeting.agenda):
        raise Contradiction(f"there is no agenda item {number}")
    agenda = tuple(replace(item, state=state) if item.number == number else item for item in meeting.agenda)
    return anew(meeting, agenda=agenda, list_closed=False if state == "open" else meeting.list_closed, appealable=None)
