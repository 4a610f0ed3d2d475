"""Calls to order, points of order and the Chair's rulings."""

from datetime import datetime
from typing import assert_never

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.folds.anew import anew
from kenesh.meetings.domain.folds.numbered import added, changed
from kenesh.meetings.domain.state import Meeting, Ruling


def apply(meeting: Meeting, event: e.OrderEvent, *, at: datetime) -> Meeting:  # noqa: ARG001 -- as every fold
    """Return the meeting after an event of order."""
    match event:
        case e.SeatCalledToOrder():
            return anew(meeting, called_to_order=(*meeting.called_to_order, event.seat))
        case e.PointRuled():
            ruling = Ruling(number=event.ruling, seat=event.seat, sustained=event.sustained, text=event.text)
            rulings = added(meeting.rulings, event.ruling, ruling)
            return anew(meeting, rulings=rulings, point_heard=None, appealable=event.ruling)
        case e.RulingAppealed():
            rulings = changed(meeting.rulings, event.ruling, appealed_by=event.seat)
            return anew(meeting, rulings=rulings, appealable=None)
        case e.RulingUpheld():
            return anew(meeting, rulings=changed(meeting.rulings, event.ruling, stands=True))
        case e.RulingOverturned():
            return anew(meeting, rulings=changed(meeting.rulings, event.ruling, stands=False))
        case _:
            assert_never(event)
