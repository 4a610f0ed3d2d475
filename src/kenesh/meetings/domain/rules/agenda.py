"""The agenda: provisional until adopted, then taken item by item."""

from collections.abc import Mapping

from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.rules.guards import in_session, not_over, presides, refuse, seated
from kenesh.meetings.domain.state import AgendaItem, Meeting


def add_agenda_item(meeting: Meeting, *, by: str, titles: Mapping[str, str], minutes: int) -> tuple[e.Event, ...]:
    """Put an item on the provisional agenda; the Chair or the Secretariat, until it is adopted."""
    not_over(meeting)
    _chair_or_secretariat(meeting, by)
    if meeting.agenda_adopted:
        refuse("agenda", _("The agenda has been adopted; no item can be added."))
    number = max((item.number for item in meeting.agenda), default=0) + 1
    return (e.AgendaItemAdded(item=number, titles=titles, minutes=minutes),)


def reorder_agenda(meeting: Meeting, *, by: str, order: tuple[int, ...]) -> tuple[e.Event, ...]:
    """Take the items in another order; every item once."""
    not_over(meeting)
    _chair_or_secretariat(meeting, by)
    if sorted(order) != sorted(item.number for item in meeting.agenda):
        refuse("agenda", _("The order must name every item of the agenda once."))
    return (e.AgendaReordered(order=order),)


def open_item(meeting: Meeting, *, by: str, item: int) -> tuple[e.Event, ...]:
    """Take an item up, once the agenda is adopted; one at a time, so the one before is concluded."""
    presides(meeting, by)
    in_session(meeting)
    if not meeting.agenda_adopted:
        refuse("agenda", _("The agenda has not been adopted yet."), retry=True)
    wanted = _item(meeting, item)
    if wanted.state == "open":
        refuse("agenda", _("Item %(item)s is open already."), item=str(item))
    concluded = () if meeting.item is None else close_item(meeting, by=by, item=meeting.item.number)
    return (*concluded, e.AgendaItemOpened(item=item))


def close_item(meeting: Meeting, *, by: str, item: int) -> tuple[e.Event, ...]:
    """Conclude the open item; the speaker is heard out first."""
    presides(meeting, by)
    in_session(meeting)
    if _item(meeting, item).state != "open":
        refuse("agenda", _("Item %(item)s is not open."), item=str(item))
    if meeting.speech:
        refuse("agenda", _("%(seat)s still has the floor."), retry=True, seat=meeting.speech.seat)
    return (e.AgendaItemClosed(item=item),)


def _item(meeting: Meeting, number: int) -> AgendaItem:
    item = next((item for item in meeting.agenda if item.number == number), None)
    if item is None:
        refuse("agenda", _("There is no item %(item)s on the agenda."), item=str(number))
    return item


def _chair_or_secretariat(meeting: Meeting, by: str) -> None:
    if seated(meeting, by).status != "secretariat":
        presides(meeting, by)
