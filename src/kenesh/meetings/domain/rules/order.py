"""Order: the Chair's rulings on points of order, appeals against them, calls to order."""

from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.rules.floor import take_floor_back
from kenesh.meetings.domain.rules.guards import (
    admitted,
    allowed,
    entitled_seats,
    filled,
    in_session,
    is_present,
    presides,
    quorum,
    refuse,
    seated,
)
from kenesh.meetings.domain.state import Meeting


def rule_on_point(meeting: Meeting, *, by: str, sustained: bool, text: str) -> tuple[e.Event, ...]:
    """Rule on the point of order last heard."""
    presides(meeting, by)
    in_session(meeting)
    if meeting.point_heard is None:
        refuse("ruling", _("No point of order waits for a ruling."), retry=True)
    filled(text, rule="ruling")
    number = len(meeting.rulings) + 1
    return (e.PointRuled(ruling=number, seat=meeting.point_heard, sustained=sustained, text=text),)


def appeal_ruling(meeting: Meeting, *, by: str) -> tuple[e.Event, ...]:
    """Appeal against the ruling just given; the question whether it stands is put at once."""
    seat = seated(meeting, by)
    in_session(meeting)
    if not meeting.profile.appeals:
        refuse("appeal", _("Under these rules of procedure there is no appeal against a ruling."))
    allowed(seat, meeting.profile.may_decide, rule="appeal", reason=_("%(seat)s may not appeal against a ruling."))
    admitted(seat)
    if seat not in entitled_seats(meeting):
        refuse("entitlement", _("The Chair does not take a position for its State."))
    is_present(seat)
    if meeting.appealable is None:
        refuse("appeal", _("There is no ruling that could be appealed against now."))
    quorum(meeting, rule="quorum-decide")
    ruling = meeting.appealable
    put = e.QuestionPut(
        question=len(meeting.questions) + 1,
        subject=e.Subject(kind="ruling", number=ruling),
        method="majority",
        majority=meeting.profile.procedure_majority,
        deadline=None,
        order=(),
    )
    return e.RulingAppealed(ruling=ruling, seat=by), put


def call_to_order(meeting: Meeting, *, by: str, seat: str, reason: str) -> tuple[e.Event, ...]:
    """Call a seat to order; if it has the floor or was interrupted, its speech is over."""
    presides(meeting, by)
    in_session(meeting)
    seated(meeting, seat)
    filled(reason, rule="floor")
    return e.SeatCalledToOrder(seat=seat, reason=reason), *take_floor_back(meeting, seat=seat)
