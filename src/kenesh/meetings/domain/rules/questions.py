"""Putting a question, and what seats do while it is open."""

from datetime import UTC, datetime, timedelta
from typing import Final, assert_never

from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.folds.numbered import one
from kenesh.meetings.domain.profile import Method
from kenesh.meetings.domain.rules.guards import (
    admitted,
    allowed,
    chair_or_secretariat,
    entitled_seats,
    filled,
    has_quorum,
    heard_out,
    in_session,
    is_present,
    not_over,
    presides,
    quorum,
    refuse,
    seated,
    undecided,
)
from kenesh.meetings.domain.rules.outcomes import close, first_in_order, not_called, open_question
from kenesh.meetings.domain.rules.proposals import (
    before_the_meeting,
    not_being_decided,
    pending_amendment,
    pending_amendments,
)
from kenesh.meetings.domain.state import Meeting, Question

PROCEDURE: Final = ("agenda", "ruling")
LONGEST_SILENCE: Final = timedelta(days=366)


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
    undecided(meeting)
    heard_out(meeting, rule="question")
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
    """Take a question back undecided: the Chair, before a vote on it began, or when there is no quorum to end it.

    An appeal is taken back by who made it, and then the ruling stands; a silence runs to its deadline.
    """
    seated(meeting, by)
    not_over(meeting)
    wanted = open_question(meeting, question)
    if wanted.method == "silence":
        refuse("silence", _("Nothing but its deadline ends a silence."))
    first_in_order(meeting, wanted)
    if wanted.subject.kind == "ruling":
        return _appeal_withdrawn(meeting, wanted, by=by)
    presides(meeting, by)
    if wanted.positions and wanted.method != "unanimity" and has_quorum(meeting):
        refuse("question", _("The vote has begun, so question %(number)s runs to its end."), number=str(question))
    return (e.QuestionWithdrawn(question=question),)


def raise_objection(meeting: Meeting, *, by: str, question: int, reason: str = "") -> tuple[e.Event, ...]:
    """Object to a consensus within the Chair's call."""
    in_session(meeting)
    wanted = _may_answer(meeting, by, question, method=("consensus",), rule="consensus")
    if wanted.objections.get(by) == reason:
        return ()
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
    """Call the next seat of a roll call, at its end those that came late; the Chair or the Secretariat."""
    in_session(meeting)
    chair_or_secretariat(meeting, by)
    wanted = open_question(meeting, question)
    if wanted.method != "roll_call":
        refuse("roll-call", _("Question %(number)s is not decided by roll call."), number=str(question))
    first_in_order(meeting, wanted)
    left = not_called(meeting, wanted)
    if not left:
        refuse("roll-call", _("Every seat has been called."))
    return (e.SeatCalled(question=question, seat=left[0]),)


def break_silence(meeting: Meeting, *, by: str, at: datetime, question: int, reason: str) -> tuple[e.Event, ...]:
    """Break a silence before its deadline by an objection in writing; an amendment tabled to the text does it too."""
    not_over(meeting)
    seated(meeting, by)
    filled(reason, rule="silence")
    wanted = open_question(meeting, question)
    return silence_broken(meeting, by=by, at=at, question=wanted, reason=reason, amendment=None)


def silence_broken(
    meeting: Meeting, *, by: str, at: datetime, question: Question, reason: str, amendment: int | None
) -> tuple[e.Event, ...]:
    """Return what follows when a seat breaks a silence: the text is not adopted, and stays before the meeting."""
    _may_answer(meeting, by, question.number, method=("silence",), rule="silence", in_writing=True)
    if question.deadline is None or at >= question.deadline:
        refuse("silence", _("The silence has ended."))
    broken = e.SilenceBroken(question=question.number, seat=by, reason=reason, amendment=amendment)
    return broken, *close(meeting, question=question, objections=(*question.objections, by))


def _may_answer(
    meeting: Meeting, by: str, number: int, *, method: tuple[Method, ...], rule: str, in_writing: bool = False
) -> Question:
    seat = seated(meeting, by)
    reason = _("%(seat)s is not entitled to take part in decisions.")
    allowed(seat, meeting.profile.may_decide, rule="entitlement", reason=reason)
    admitted(seat)
    wanted = open_question(meeting, number)
    if wanted.method not in method:
        refuse(rule, _("Question %(number)s is not decided in this way."), number=str(number))
    if seat not in entitled_seats(meeting, question=wanted):
        refuse("entitlement", _("The Chair does not take a position for its State."))
    if not in_writing:
        is_present(seat)
        first_in_order(meeting, wanted)
    return wanted


def _appeal_withdrawn(meeting: Meeting, question: Question, *, by: str) -> tuple[e.Event, ...]:
    appellant = one(meeting.rulings, question.subject.number).appealed_by
    if by != appellant and (by != meeting.presiding or has_quorum(meeting)):
        refuse("appeal", _("Only %(seat)s, which appealed, takes the appeal back."), seat=str(appellant))
    return e.QuestionWithdrawn(question=question.number), e.RulingUpheld(ruling=question.subject.number)


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
            amendment = pending_amendment(meeting, subject.number)
            not_being_decided(meeting, before_the_meeting(meeting, amendment.proposal))
        case "ruling":
            refuse("appeal", _("Only an appeal puts a ruling."))
        case _:
            assert_never(subject.kind)


def _proposal_can_be_put(meeting: Meeting, number: int) -> None:
    proposal = before_the_meeting(meeting, number)
    not_being_decided(meeting, proposal)
    pending = pending_amendments(meeting, number)
    if pending:
        which = ", ".join(str(amendment.number) for amendment in pending)
        refuse("amendment", _("Amendments are decided first; before the meeting: %(which)s."), retry=True, which=which)
    missing = [language for language in meeting.profile.final_languages if language not in proposal.final]
    if missing:
        reason = _("The text must be final in every required language; missing: %(languages)s.")
        refuse("languages", reason, retry=True, languages=", ".join(missing))


def _deadline(meeting: Meeting, method: Method, deadline: datetime | None, *, at: datetime) -> datetime | None:
    if method != "silence":
        if deadline is not None:
            refuse("silence", _("Only a silence has a deadline."))
        return None
    hours = meeting.profile.silence_hours
    if deadline is None or deadline.tzinfo is None or deadline < at + timedelta(hours=hours):
        reason = _("A silence has a deadline at least %(hours)s hours from now, with its date, hour and zone.")
        refuse("silence", reason, hours=str(hours))
    if deadline > at + LONGEST_SILENCE:
        refuse("silence", _("A silence ends within %(days)s days."), days=str(LONGEST_SILENCE.days))
    return deadline.astimezone(UTC)
