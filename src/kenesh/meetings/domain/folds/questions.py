"""Questions, positions and outcomes as they were recorded."""

from datetime import datetime
from typing import assert_never

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.folds.anew import anew
from kenesh.meetings.domain.folds.numbered import added, changed, having, one, without
from kenesh.meetings.domain.state import Contradiction, Meeting, Question, Tally


def apply(meeting: Meeting, event: e.QuestionEvent, *, at: datetime) -> Meeting:  # noqa: PLR0911 -- one case per event
    """Return the meeting after an event of a question."""
    match event:
        case e.QuestionPut():
            return _put(meeting, event, at=at)
        case e.SeatCalled():
            called = (*_open(meeting, event.question).called, event.seat)
            return anew(meeting, questions=changed(meeting.questions, event.question, called=called))
        case e.ObjectionRaised():
            objections = having(_open(meeting, event.question).objections, event.seat, event.reason)
            return anew(meeting, questions=changed(meeting.questions, event.question, objections=objections))
        case e.ObjectionWithdrawn():
            objections = without(_open(meeting, event.question).objections, event.seat)
            return anew(meeting, questions=changed(meeting.questions, event.question, objections=objections))
        case e.PositionTaken():
            positions = having(_open(meeting, event.question).positions, event.seat, event.position)
            return anew(meeting, questions=changed(meeting.questions, event.question, positions=positions))
        case e.SilenceBroken():
            question = _open(meeting, event.question)
            objections = having(question.objections, event.seat, event.reason)
            questions = changed(meeting.questions, event.question, broken_by=event.seat, objections=objections)
            return anew(meeting, questions=questions)
        case e.QuestionWithdrawn():
            _open(meeting, event.question)
            questions = changed(meeting.questions, event.question, state="withdrawn", closed_at=at)
            return anew(meeting, questions=questions)
        case e.QuestionClosed():
            return _close(meeting, event, at=at)
        case _:
            assert_never(event)


def _open(meeting: Meeting, number: int) -> Question:
    question = one(meeting.questions, number)
    if question.state != "open":
        raise Contradiction(f"question {number} is no longer open")
    return question


def _put(meeting: Meeting, event: e.QuestionPut, *, at: datetime) -> Meeting:
    _refers_to_something(meeting, event.subject)
    question = Question(
        number=event.question,
        subject=event.subject,
        method=event.method,
        majority=event.majority,
        deadline=event.deadline,
        order=event.order,
        put_at=at,
        chair=meeting.presiding,
        positions={},
        objections={},
    )
    return anew(meeting, questions=added(meeting.questions, event.question, question), appealable=None)


def _refers_to_something(meeting: Meeting, subject: e.Subject) -> None:
    things = {"proposal": meeting.proposals, "amendment": meeting.amendments, "ruling": meeting.rulings}
    if subject.kind != "agenda":
        one(things[subject.kind], subject.number)


def _close(meeting: Meeting, event: e.QuestionClosed, *, at: datetime) -> Meeting:
    question = _open(meeting, event.question)
    if dict(event.positions) != {seat: question.positions.get(seat) for seat in event.positions}:
        raise Contradiction(f"question {event.question} was closed on positions that nobody took")
    tally = Tally(
        outcome=event.outcome,
        rule=event.rule,
        entitled=event.entitled,
        present=event.present,
        yes=event.yes,
        no=event.no,
        abstain=event.abstain,
        needed=event.needed,
    )
    questions = changed(meeting.questions, event.question, state="closed", closed_at=at, tally=tally)
    meeting = anew(meeting, questions=questions)
    # A text on which there was no consensus was not voted down: it can be worked on and put again.
    voted = question.method not in {"consensus", "silence"}
    if question.subject.kind != "proposal" or not (voted or event.outcome == "adopted"):
        return meeting
    proposals = changed(meeting.proposals, question.subject.number, state=event.outcome)
    return anew(meeting, proposals=proposals)
