"""Decisions, the bodies they establish, and what seats attach to them."""

from datetime import datetime
from typing import assert_never

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.folds.anew import anew
from kenesh.meetings.domain.folds.numbered import added, changed, one
from kenesh.meetings.domain.state import Contradiction, Decision, EstablishedBody, Explanation, Meeting


def apply(meeting: Meeting, event: e.OutcomeEvent, *, at: datetime) -> Meeting:
    """Return the meeting after an event of an outcome."""
    match event:
        case e.DecisionAdopted():
            tally = one(meeting.questions, event.question).tally
            if tally is None or tally.outcome != "adopted":
                raise Contradiction(f"decision {event.decision} was adopted by a question that did not adopt it")
            return anew(meeting, decisions=added(meeting.decisions, event.decision, _decision(event, at=at)))
        case e.BodyEstablished():
            body = EstablishedBody(
                names=event.names,
                mandates=event.mandates,
                members=event.members,
                convenor=event.convenor,
                first_meeting_by=event.first_meeting_by,
            )
            return anew(meeting, decisions=changed(meeting.decisions, event.decision, body=body))
        case e.PositionExplained():
            note = Explanation(seat=event.seat, language=event.language, text=event.text)
            notes = (*one(meeting.questions, event.question).explanations, note)
            return anew(meeting, questions=changed(meeting.questions, event.question, explanations=notes))
        case e.InterpretativeStatementAttached():
            note = Explanation(seat=event.seat, language=event.language, text=event.text)
            notes = (*one(meeting.decisions, event.decision).interpretations, note)
            return anew(meeting, decisions=changed(meeting.decisions, event.decision, interpretations=notes))
        case _:
            assert_never(event)


def _decision(event: e.DecisionAdopted, *, at: datetime) -> Decision:
    return Decision(
        number=event.decision,
        symbol=event.symbol,
        question=event.question,
        proposal=event.proposal,
        versions=event.versions,
        adopted_at=at,
    )
