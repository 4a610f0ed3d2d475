"""Closing a question: who was entitled is frozen here, and the outcome cites the rule that produced it."""

from collections import Counter
from datetime import datetime
from typing import assert_never

from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.folds.numbered import one
from kenesh.meetings.domain.majority import votes_needed
from kenesh.meetings.domain.rules.guards import (
    admitted,
    allowed,
    entitled_seats,
    filled,
    in_a_language,
    in_session,
    not_over,
    order_restored,
    presides,
    quorum,
    refuse,
    seated,
)
from kenesh.meetings.domain.rules.proposals import incorporation
from kenesh.meetings.domain.state import MACHINE, Meeting, Question

RULE_OF = {
    "consensus": "consensus",
    "unanimity": "unanimity",
    "majority": "majority",
    "roll_call": "majority",
    "silence": "silence",
}


def close_question(meeting: Meeting, *, by: str, at: datetime, question: int) -> tuple[e.Event, ...]:
    """Declare the outcome; a question closed before is left as it is. Nothing but its deadline ends a silence."""
    if by != MACHINE:
        presides(meeting, by)
    if 1 <= question <= len(meeting.questions) and meeting.questions[question - 1].state == "closed":
        return ()
    wanted = open_question(meeting, question)
    if wanted.method == "silence":
        return _end_silence(meeting, wanted, at=at)
    presides(meeting, by)
    in_session(meeting)
    first_in_order(meeting, wanted)
    if meeting.speech:
        refuse("point-of-order", _("%(seat)s still has the floor."), retry=True, seat=meeting.speech.seat)
    order_restored(meeting)
    quorum(meeting, rule="quorum-decide")
    _everybody_was_heard(meeting, wanted)
    return close(meeting, question=wanted, objections=tuple(wanted.objections))


def close(meeting: Meeting, *, question: Question, objections: tuple[str, ...]) -> tuple[e.Event, ...]:
    """Return the outcome of a question and what follows from it."""
    closed = _tally(meeting, question, objections)
    return closed, *_consequences(meeting, question, closed)


def explain_position(meeting: Meeting, *, by: str, question: int, language: str, text: str) -> tuple[e.Event, ...]:
    """Explain one's position on a question that is decided; only a State that takes part in decisions has one."""
    seat = seated(meeting, by)
    not_over(meeting)
    reason = _("%(seat)s is not entitled to take part in decisions.")
    allowed(seat, meeting.profile.may_decide, rule="explanation", reason=reason)
    admitted(seat)
    in_a_language(language, rule="explanation")
    if not 1 <= question <= len(meeting.questions) or meeting.questions[question - 1].state != "closed":
        refuse("explanation", _("Question %(number)s has not been decided."), retry=True, number=str(question))
    filled(text, rule="explanation")
    return (e.PositionExplained(question=question, seat=by, language=language, text=text),)


def attach_interpretation(meeting: Meeting, *, by: str, decision: int, language: str, text: str) -> tuple[e.Event, ...]:
    """Attach to a decision how the seat understands it; only a State that could take part in the decision."""
    seat = seated(meeting, by)
    not_over(meeting)
    reason = _("%(seat)s is not entitled to take part in decisions.")
    allowed(seat, meeting.profile.may_decide, rule="explanation", reason=reason)
    admitted(seat)
    in_a_language(language, rule="explanation")
    if not 1 <= decision <= len(meeting.decisions):
        refuse("explanation", _("There is no decision %(number)s at this meeting."), number=str(decision))
    filled(text, rule="explanation")
    return (e.InterpretativeStatementAttached(decision=decision, seat=by, language=language, text=text),)


def open_question(meeting: Meeting, number: int) -> Question:
    """Return the question; refuse one that is not open."""
    if not 1 <= number <= len(meeting.questions) or meeting.questions[number - 1].state != "open":
        refuse("question", _("Question %(number)s is not before the meeting."), number=str(number))
    return meeting.questions[number - 1]


def not_called(meeting: Meeting, question: Question) -> tuple[str, ...]:
    """Return the seats still to be called in a roll call: those in its order, then those that came late."""
    late = tuple(
        s.code for s in entitled_seats(meeting, question=question) if s.present and s.code not in question.order
    )
    return tuple(code for code in (*question.order, *late) if code not in question.called)


def first_in_order(meeting: Meeting, question: Question) -> None:
    """Let an appeal raised during a question be decided before that question."""
    now = meeting.question
    if now and now.number != question.number:
        refuse("appeal", _("Question %(number)s is decided first."), retry=True, number=str(now.number))


def _end_silence(meeting: Meeting, question: Question, *, at: datetime) -> tuple[e.Event, ...]:
    if question.deadline is None or at < question.deadline:
        refuse("silence", _("Nothing but its deadline ends a silence."), retry=True)
    return close(meeting, question=question, objections=tuple(question.objections))


def _everybody_was_heard(meeting: Meeting, question: Question) -> None:
    waiting: tuple[str, ...] = ()
    if question.method == "roll_call":
        waiting = not_called(meeting, question)
    if question.method == "unanimity":
        present = (seat.code for seat in entitled_seats(meeting, question=question) if seat.present)
        waiting = tuple(code for code in present if code not in question.positions)
    if waiting:
        reason = _("These seats have not been heard yet: %(seats)s.")
        rule = "roll-call" if question.method == "roll_call" else "unanimity"
        refuse(rule, reason, retry=True, seats=", ".join(waiting))


def _tally(meeting: Meeting, question: Question, objections: tuple[str, ...]) -> e.QuestionClosed:
    """Freeze who was entitled: who is present, and who took a position before leaving; in a silence, all who may."""
    heard = {*question.positions, *objections}
    entitled = tuple(
        seat.code
        for seat in entitled_seats(meeting, question=question)
        if seat.present or seat.code in heard or question.method == "silence"
    )
    positions: dict[str, e.Position] = {
        code: question.positions[code] for code in entitled if code in question.positions
    }
    objecting = tuple(code for code in entitled if code in objections)
    count: Counter[e.Position] = Counter(positions.values())
    needed = _needed(question, count)
    return e.QuestionClosed(
        question=question.number,
        outcome="adopted" if _carried(question, count, needed, objecting) else "not_adopted",
        rule=RULE_OF[question.method] if question.subject.kind != "ruling" else "appeal",
        entitled=entitled,
        present=meeting.present,
        positions=positions,
        objections=objecting,
        yes=count["yes"],
        no=count["no"],
        abstain=count["abstain"],
        needed=needed,
    )


def _needed(question: Question, count: Counter[e.Position]) -> int:
    """Return the affirmative positions needed of those present and voting; abstaining is not voting."""
    if question.method in {"consensus", "silence"}:
        return 0
    majority = "unanimity" if question.method == "unanimity" else question.majority
    return votes_needed(base=count["yes"] + count["no"], majority=majority)


def _carried(question: Question, count: Counter[e.Position], needed: int, objecting: tuple[str, ...]) -> bool:
    if question.method in {"consensus", "silence"}:
        return not objecting
    if question.subject.kind == "ruling":
        # A ruling stands unless a majority says no, so a tie upholds the Chair.
        return count["no"] < votes_needed(base=count["yes"] + count["no"], majority=question.majority)
    return count["yes"] >= needed


def _consequences(meeting: Meeting, question: Question, closed: e.QuestionClosed) -> tuple[e.Event, ...]:
    adopted, number = closed.outcome == "adopted", question.subject.number
    match question.subject.kind:
        case "agenda":
            return (e.AgendaAdopted(),) if adopted else ()
        case "ruling":
            return (e.RulingUpheld(ruling=number) if adopted else e.RulingOverturned(ruling=number),)
        case "amendment":
            amendment = one(meeting.amendments, number)
            return incorporation(meeting, amendment) if adopted else (e.AmendmentRejected(amendment=number),)
        case "proposal":
            return _decision(meeting, question) if adopted else ()
        case _:
            assert_never(question.subject.kind)


def _decision(meeting: Meeting, question: Question) -> tuple[e.Event, ...]:
    proposal = one(meeting.proposals, question.subject.number)
    number = len(meeting.decisions) + 1
    versions = {language: proposal.versions[language] for language in proposal.final}
    decision = e.DecisionAdopted(
        decision=number,
        symbol=f"{meeting.symbol}/DEC.{number}",
        question=question.number,
        proposal=proposal.number,
        versions=versions,
    )
    if proposal.establishes is None:
        return (decision,)
    body = e.BodyEstablished(
        decision=number,
        names={language: version.body_name for language, version in versions.items()},
        mandates={language: version.body_mandate for language, version in versions.items()},
        members=proposal.establishes.members,
        convenor=proposal.establishes.convenor,
        first_meeting_by=proposal.establishes.first_meeting_by,
    )
    return decision, body
