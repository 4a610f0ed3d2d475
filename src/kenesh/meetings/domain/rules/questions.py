"""Putting a question, and what seats do while it is open."""

from datetime import datetime, timedelta

from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.profile import Method
from kenesh.meetings.domain.rules.guards import (
    allowed,
    entitled_seats,
    filled,
    in_session,
    is_present,
    not_over,
    presides,
    quorum,
    refuse,
    seated,
)
from kenesh.meetings.domain.rules.outcomes import close, open_question
from kenesh.meetings.domain.rules.proposals import before_the_meeting, pending_amendment, pending_amendments
from kenesh.meetings.domain.state import Meeting, Question

PROCEDURE = ("agenda", "ruling")


def methods_for(meeting: Meeting, *, kind: e.SubjectKind) -> tuple[Method, ...]:
    """Return the methods the rules allow for a question of that kind, the usual one first."""
    return meeting.profile.procedure if kind in PROCEDURE else meeting.profile.substance


def put_question(
    meeting: Meeting,
    *,
    by: str,
    at: datetime,
    subject: e.Subject,
    method: Method,
    deadline: datetime | None = None,
) -> tuple[e.Event, ...]:
    """Put a question: one at a time, with a quorum, on a text that is final in every required language."""
    presides(meeting, by)
    in_session(meeting)
    _nothing_is_under_way(meeting)
    _can_be_put(meeting, subject)
    if method not in methods_for(meeting, kind=subject.kind):
        refuse("question", _("Under these rules this question is not put by this method."), method=method)
    quorum(meeting, rule="quorum-decide")
    procedural = subject.kind in PROCEDURE
    put = e.QuestionPut(
        question=len(meeting.questions) + 1,
        subject=subject,
        method=method,
        majority=meeting.profile.procedure_majority if procedural else meeting.profile.substance_majority,
        deadline=_deadline(meeting, method, deadline, at=at),
        order=tuple(s.code for s in entitled_seats(meeting) if s.present) if method == "roll_call" else (),
    )
    return (put,)


def withdraw_question(meeting: Meeting, *, by: str, question: int) -> tuple[e.Event, ...]:
    """Take a question back undecided; a silence cannot be, nor an appeal."""
    presides(meeting, by)
    in_session(meeting)
    wanted = open_question(meeting, question)
    if wanted.method == "silence" or wanted.subject.kind == "ruling":
        refuse("question", _("This question runs to its end."))
    return (e.QuestionWithdrawn(question=question),)


def raise_objection(meeting: Meeting, *, by: str, question: int, reason: str = "") -> tuple[e.Event, ...]:
    """Object to a consensus within the Chair's call."""
    in_session(meeting)
    _may_answer(meeting, by, question, method=("consensus",), rule="consensus")
    return (e.ObjectionRaised(question=question, seat=by, reason=reason),)


def withdraw_objection(meeting: Meeting, *, by: str, question: int) -> tuple[e.Event, ...]:
    """Take one's objection to a consensus back."""
    in_session(meeting)
    wanted = _may_answer(meeting, by, question, method=("consensus",), rule="consensus")
    if by not in wanted.objections:
        refuse("consensus", _("%(seat)s has not objected."), seat=by)
    return (e.ObjectionWithdrawn(question=question, seat=by),)


def take_position(meeting: Meeting, *, by: str, question: int, position: e.Position) -> tuple[e.Event, ...]:
    """Take the seat's position; the last one before the close counts, whoever of the delegation presses."""
    in_session(meeting)
    wanted = _may_answer(meeting, by, question, method=("unanimity", "majority", "roll_call"), rule="question")
    if wanted.method == "roll_call" and by not in wanted.called:
        refuse("roll-call", _("%(seat)s has not been called yet."), retry=True, seat=by)
    if wanted.positions.get(by) == position:
        return ()
    return (e.PositionTaken(question=question, seat=by, position=position),)


def call_seat(meeting: Meeting, *, by: str, question: int) -> tuple[e.Event, ...]:
    """Call the next seat of a roll call; the Chair or the Secretariat."""
    in_session(meeting)
    if seated(meeting, by).status != "secretariat":
        presides(meeting, by)
    wanted = open_question(meeting, question)
    if wanted.method != "roll_call":
        refuse("roll-call", _("Question %(number)s is not decided by roll call."), number=str(question))
    if len(wanted.called) == len(wanted.order):
        refuse("roll-call", _("Every seat has been called."))
    return (e.SeatCalled(question=question, seat=wanted.order[len(wanted.called)]),)


def break_silence(
    meeting: Meeting, *, by: str, at: datetime, question: int, reason: str, amendment: int | None = None
) -> tuple[e.Event, ...]:
    """Break a silence before its deadline, in writing: by an objection, or by an amendment tabled."""
    not_over(meeting)
    wanted = _may_answer(meeting, by, question, method=("silence",), rule="silence", in_writing=True)
    if wanted.deadline is None or at >= wanted.deadline:
        refuse("silence", _("The silence has ended."))
    filled(reason, rule="silence")
    broken = e.SilenceBroken(question=question, seat=by, reason=reason, amendment=amendment)
    return broken, *close(meeting, question=wanted, objections=(*wanted.objections, by))


def _may_answer(
    meeting: Meeting, by: str, number: int, *, method: tuple[Method, ...], rule: str, in_writing: bool = False
) -> Question:
    seat = seated(meeting, by)
    reason = _("%(seat)s is not entitled to take part in decisions.")
    allowed(seat, meeting.profile.may_decide, rule="entitlement", reason=reason)
    if seat not in entitled_seats(meeting):
        refuse("entitlement", _("The Chair does not take a position for its State."))
    if not in_writing:
        is_present(seat)
    wanted = open_question(meeting, number)
    if wanted.method not in method:
        refuse(rule, _("Question %(number)s is not decided in this way."), number=str(number))
    return wanted


def _nothing_is_under_way(meeting: Meeting) -> None:
    if meeting.question:
        number = str(meeting.question.number)
        refuse("question", _("Question %(number)s is before the meeting already."), retry=True, number=number)
    if meeting.speech:
        refuse("question", _("%(seat)s still has the floor."), retry=True, seat=meeting.speech.seat)
    if meeting.point_heard:
        seat = meeting.point_heard
        refuse("ruling", _("The Chair rules on the point of order of %(seat)s first."), retry=True, seat=seat)
    if meeting.points:
        seat = meeting.points[0].seat
        refuse("point-of-order", _("The point of order of %(seat)s is heard first."), retry=True, seat=seat)


def _can_be_put(meeting: Meeting, subject: e.Subject) -> None:
    match subject.kind:
        case "agenda":
            if meeting.agenda_adopted:
                refuse("agenda", _("The agenda has been adopted already."))
            if not meeting.agenda:
                refuse("agenda", _("The agenda has no item."))
        case "proposal":
            _proposal_can_be_put(meeting, subject.number)
        case "amendment":
            _not_under_silence(meeting, pending_amendment(meeting, subject.number).proposal)
        case "ruling":
            refuse("appeal", _("Only an appeal puts a ruling."))


def _proposal_can_be_put(meeting: Meeting, number: int) -> None:
    proposal = before_the_meeting(meeting, number)
    _not_under_silence(meeting, number)
    pending = pending_amendments(meeting, number)
    if pending:
        which = ", ".join(str(amendment.number) for amendment in pending)
        refuse("amendment", _("Amendments are decided first; before the meeting: %(which)s."), retry=True, which=which)
    missing = [language for language in meeting.profile.final_languages if language not in proposal.final]
    if missing:
        reason = _("The text must be final in every required language; missing: %(languages)s.")
        refuse("languages", reason, retry=True, languages=", ".join(missing))


def _not_under_silence(meeting: Meeting, proposal: int) -> None:
    for question in meeting.open_questions:
        if question.subject == e.Subject(kind="proposal", number=proposal):
            refuse("silence", _("Question %(number)s on this text is under silence."), number=str(question.number))


def _deadline(meeting: Meeting, method: Method, deadline: datetime | None, *, at: datetime) -> datetime | None:
    if method != "silence":
        if deadline is not None:
            refuse("silence", _("Only a silence has a deadline."))
        return None
    hours = meeting.profile.silence_hours
    if deadline is None or deadline < at + timedelta(hours=hours):
        reason = _("A silence has a deadline at least %(hours)s hours from now, with its date, hour and zone.")
        refuse("silence", reason, hours=str(hours))
    return deadline
