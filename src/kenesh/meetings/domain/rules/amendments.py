"""Amendments: tabled, accepted into the text by its author, withdrawn."""

from datetime import datetime

from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.rules.guards import allowed, filled, not_over, refuse, seated
from kenesh.meetings.domain.rules.proposals import (
    before_the_meeting,
    conflicts,
    incorporation,
    not_being_decided,
    pending_amendment,
)
from kenesh.meetings.domain.rules.questions import silence_broken
from kenesh.meetings.domain.state import Meeting, Proposal, Question


def table_amendment(
    meeting: Meeting, *, by: str, at: datetime, proposal: int, change: e.Change, paragraph: int, text: str = ""
) -> tuple[e.Event, ...]:
    """Propose to add after, delete or change an operative paragraph; replacing the whole is a new proposal.

    Tabled to a text under silence by a seat that takes part in decisions, it breaks the silence.
    """
    seat = seated(meeting, by)
    not_over(meeting)
    allowed(seat, meeting.profile.may_propose, rule="amendment", reason=_("%(seat)s may not make proposals."))
    amended = before_the_meeting(meeting, proposal)
    silence = _silence_that_can_be_broken(meeting, amended, by=by)
    if silence is None:
        not_being_decided(meeting, amended)
    _fits(amended, change=change, paragraph=paragraph, text=text)
    tabled = e.AmendmentTabled(
        amendment=len(meeting.amendments) + 1,
        proposal=proposal,
        seat=by,
        change=change,
        paragraph=paragraph,
        text="" if change == "deletes" else text,
    )
    if silence is None:
        return (tabled,)
    number = tabled.amendment
    return tabled, *silence_broken(meeting, by=by, at=at, question=silence, reason=tabled.text, amendment=number)


def accept_amendment(meeting: Meeting, *, by: str, amendment: int) -> tuple[e.Event, ...]:
    """Take an amendment into one's own proposal, without a question, where no other one would fall by it."""
    seated(meeting, by)
    not_over(meeting)
    wanted = pending_amendment(meeting, amendment)
    proposal = before_the_meeting(meeting, wanted.proposal)
    not_being_decided(meeting, proposal)
    if proposal.seat != by:
        refuse("amendment", _("Only %(seat)s, which tabled the proposal, accepts an amendment."), seat=proposal.seat)
    rivals = conflicts(meeting, wanted)
    if rivals:
        which = ", ".join(str(rival.number) for rival in rivals)
        reason = _("The meeting decides this amendment, for others are in conflict with it: %(which)s.")
        refuse("amendment", reason, retry=True, which=which)
    return incorporation(meeting, wanted)


def withdraw_amendment(meeting: Meeting, *, by: str, amendment: int) -> tuple[e.Event, ...]:
    """Withdraw one's amendment before it is put."""
    seated(meeting, by)
    not_over(meeting)
    wanted = pending_amendment(meeting, amendment)
    if wanted.seat != by:
        refuse("withdrawal", _("Only %(seat)s, which tabled it, may withdraw this amendment."), seat=wanted.seat)
    not_being_decided(meeting, before_the_meeting(meeting, wanted.proposal))
    return (e.AmendmentWithdrawn(amendment=amendment),)


def _silence_that_can_be_broken(meeting: Meeting, proposal: Proposal, *, by: str) -> Question | None:
    subject = e.Subject(kind="proposal", number=proposal.number)
    entitled = {seat.code for seat in meeting.seats if seat.status in meeting.profile.may_decide}
    silences = (q for q in meeting.open_questions if q.method == "silence" and q.subject == subject)
    return next(silences, None) if by in entitled else None


def _fits(amended: Proposal, *, change: e.Change, paragraph: int, text: str) -> None:
    first, last = (0 if change == "adds" else 1), len(amended.text.paragraphs)
    if not first <= paragraph <= last:
        refuse("amendment", _("This proposal has paragraphs %(first)s to %(last)s."), first=str(first), last=str(last))
    if change == "deletes" and last == 1:
        refuse("amendment", _("An amendment cannot delete the only paragraph; withdraw the proposal instead."))
    if change != "deletes":
        filled(text, rule="amendment")
