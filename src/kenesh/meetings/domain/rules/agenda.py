"""The agenda: provisional until adopted, then taken item by item."""

from collections.abc import Mapping
from typing import Final

from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.rules.floor import exhausted, what_waits
from kenesh.meetings.domain.rules.guards import (
    chair_or_secretariat,
    heard_out,
    in_session,
    not_over,
    presides,
    refuse,
    undecided,
)
from kenesh.meetings.domain.state import AgendaItem, Meeting

LONGEST_ITEM: Final = 1440  # minutes


def add_agenda_item(meeting: Meeting, *, by: str, titles: Mapping[str, str], minutes: int) -> tuple[e.Event, ...]:
    """Put an item on the provisional agenda; the Chair or the Secretariat, until it is adopted."""
    not_over(meeting)
    chair_or_secretariat(meeting, by)
    if meeting.agenda_adopted:
        refuse("agenda", _("The agenda has been adopted; no item can be added."))
    _not_being_decided(meeting)
    if not titles or not all(title.strip() for title in titles.values()):
        refuse("agenda", _("An item of the agenda has a title."))
    if not 0 <= minutes <= LONGEST_ITEM:
        refuse("agenda", _("An item is estimated at 0 to %(minutes)s minutes."), minutes=str(LONGEST_ITEM))
    number = max((item.number for item in meeting.agenda), default=0) + 1
    return (e.AgendaItemAdded(item=number, titles=titles, minutes=minutes),)


def reorder_agenda(meeting: Meeting, *, by: str, order: tuple[int, ...]) -> tuple[e.Event, ...]:
    """Take the items in another order, every item once; an adopted agenda only by the Chair."""
    not_over(meeting)
    chair_or_secretariat(meeting, by)
    if meeting.agenda_adopted:
        presides(meeting, by)
    _not_being_decided(meeting)
    now = tuple(item.number for item in meeting.agenda)
    if sorted(order) != sorted(now):
        refuse("agenda", _("The order must name every item of the agenda once."))
    return () if order == now else (e.AgendaReordered(order=order),)


def open_item(meeting: Meeting, *, by: str, item: int) -> tuple[e.Event, ...]:
    """Take an item up, once the agenda is adopted; one at a time, so the one before is concluded."""
    presides(meeting, by)
    in_session(meeting)
    if not meeting.agenda_adopted:
        refuse("agenda", _("The agenda has not been adopted yet."), retry=True)
    wanted = _item(meeting, item)
    if wanted.state == "open":
        refuse("agenda", _("Item %(item)s is open already."), item=str(item))
    heard_out(meeting, rule="agenda")
    undecided(meeting)
    concluded = () if meeting.item is None else close_item(meeting, by=by, item=meeting.item.number)
    return (*concluded, e.AgendaItemOpened(item=item))


def close_item(meeting: Meeting, *, by: str, item: int) -> tuple[e.Event, ...]:
    """Conclude the open item; everybody on the list is heard and every question on it decided first."""
    presides(meeting, by)
    in_session(meeting)
    if _item(meeting, item).state != "open":
        refuse("agenda", _("Item %(item)s is not open."), item=str(item))
    heard_out(meeting, rule="agenda")
    undecided(meeting)
    exhausted(meeting)
    absent = what_waits(meeting, seats=[seat.code for seat in meeting.seats if not seat.present])
    return *absent, e.AgendaItemClosed(item=item)


def _not_being_decided(meeting: Meeting) -> None:
    """Refuse to touch the agenda while it is put."""
    for question in meeting.open_questions:
        if question.subject.kind == "agenda":
            number = str(question.number)
            refuse("question", _("Question %(number)s on the agenda is open."), retry=True, number=number)


def _item(meeting: Meeting, number: int) -> AgendaItem:
    item = next((item for item in meeting.agenda if item.number == number), None)
    if item is None:
        refuse("agenda", _("There is no item %(item)s on the agenda."), item=str(number))
    return item
