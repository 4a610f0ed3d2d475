"""Statements, exhibits, proposals and amendments."""

from dataclasses import replace
from datetime import datetime
from typing import Final, assert_never

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.folds.anew import anew
from kenesh.meetings.domain.folds.numbered import added, changed, having, one
from kenesh.meetings.domain.state import Amendment, Caption, Exhibit, Meeting, Proposal, Statement

CAPTIONS_KEPT: Final = 24


def apply(meeting: Meeting, event: e.PaperEvent, *, at: datetime) -> Meeting:  # noqa: C901, PLR0911, PLR0912 -- one case per event
    """Return the meeting after an event of the papers."""
    match event:
        case e.StatementHandedIn():
            return anew(meeting, statements=_statements(meeting, event, at=at))
        case e.SpeechCaptioned():
            return _caption(meeting, event)
        case e.ExhibitShown():
            return anew(meeting, exhibits=_exhibits(meeting, event, at=at))
        case e.ExhibitWithdrawn():
            return anew(meeting, exhibits=changed(meeting.exhibits, event.exhibit, withdrawn_at=at))
        case e.ProposalTabled():
            return anew(meeting, proposals=added(meeting.proposals, event.proposal, _proposal(event)))
        case e.ProposalTranslated():
            return _translate(meeting, event)
        case e.ProposalSponsored():
            sponsors = (*one(meeting.proposals, event.proposal).sponsors, event.seat)
            return anew(meeting, proposals=changed(meeting.proposals, event.proposal, sponsors=sponsors))
        case e.ProposalWithdrawn():
            return anew(meeting, proposals=changed(meeting.proposals, event.proposal, state="withdrawn"))
        case e.AmendmentTabled():
            return anew(meeting, amendments=added(meeting.amendments, event.amendment, _amendment(event)))
        case e.AmendmentWithdrawn():
            return anew(meeting, amendments=changed(meeting.amendments, event.amendment, state="withdrawn"))
        case e.AmendmentRejected():
            return anew(meeting, amendments=changed(meeting.amendments, event.amendment, state="rejected"))
        case e.AmendmentIncorporated():
            return _incorporate(meeting, event.amendment)
        case _:
            assert_never(event)


def _statements(meeting: Meeting, event: e.StatementHandedIn, *, at: datetime) -> tuple[Statement, ...]:
    statement = Statement(
        number=event.statement,
        seat=event.seat,
        speech=event.speech,
        item=event.item,
        language=event.language,
        text=event.text,
        summary=event.summary,
        at=at,
    )
    return added(meeting.statements, event.statement, statement)


def _caption(meeting: Meeting, event: e.SpeechCaptioned) -> Meeting:
    """Keep the last words of this speech; all of them stand in the record."""
    one(meeting.speeches, event.speech)
    caption = Caption(speech=event.speech, language=event.language, text=event.text)
    of_speech = tuple(other for other in meeting.captions if other.speech == event.speech)
    return anew(meeting, captions=(*of_speech, caption)[-CAPTIONS_KEPT:])


def _exhibits(meeting: Meeting, event: e.ExhibitShown, *, at: datetime) -> tuple[Exhibit, ...]:
    shown = meeting.exhibit
    before = changed(meeting.exhibits, shown.number, withdrawn_at=at) if shown else meeting.exhibits
    exhibit = Exhibit(
        number=event.exhibit,
        seat=event.seat,
        kind=event.kind,
        title=event.title,
        reference=event.reference,
        shown_at=at,
    )
    return added(before, event.exhibit, exhibit)


def _proposal(event: e.ProposalTabled) -> Proposal:
    return Proposal(
        number=event.proposal,
        seat=event.seat,
        sponsors=(event.seat,),
        item=event.item,
        original=event.language,
        versions={event.language: event.version},
        final=(event.language,),
        establishes=event.establishes,
    )


def _translate(meeting: Meeting, event: e.ProposalTranslated) -> Meeting:
    proposal = one(meeting.proposals, event.proposal)
    others = tuple(language for language in proposal.final if language != event.language)
    versions = having(proposal.versions, event.language, event.version)
    final = (*others, event.language) if event.final else others
    stale = tuple(language for language in proposal.stale if language != event.language)
    proposals = changed(meeting.proposals, event.proposal, versions=versions, final=final, stale=stale)
    return anew(meeting, proposals=proposals)


def _amendment(event: e.AmendmentTabled) -> Amendment:
    return Amendment(
        number=event.amendment,
        proposal=event.proposal,
        seat=event.seat,
        change=event.change,
        paragraph=event.paragraph,
        text=event.text,
    )


def _incorporate(meeting: Meeting, number: int) -> Meeting:
    """Consolidate the original; every other version is now older than it, so no longer final."""
    amendment = one(meeting.amendments, number)
    proposal = one(meeting.proposals, amendment.proposal)
    version = replace(proposal.text, paragraphs=consolidated(proposal.text.paragraphs, amendment))
    proposals = changed(
        meeting.proposals,
        proposal.number,
        versions=having(proposal.versions, proposal.original, version),
        final=(proposal.original,),
        stale=tuple(language for language in proposal.versions if language != proposal.original),
        revision=proposal.revision + 1,
    )
    amendments = changed(meeting.amendments, number, state="incorporated")
    return anew(meeting, proposals=proposals, amendments=_renumbered(amendments, amendment))


def consolidated(paragraphs: tuple[str, ...], amendment: Amendment) -> tuple[str, ...]:
    """Return the paragraphs with the amendment in them; paragraphs count from 1."""
    at = amendment.paragraph
    match amendment.change:
        case "adds":
            return (*paragraphs[:at], amendment.text, *paragraphs[at:])
        case "deletes":
            return (*paragraphs[: at - 1], *paragraphs[at:])
        case "changes":
            return (*paragraphs[: at - 1], amendment.text, *paragraphs[at:])
        case _:
            assert_never(amendment.change)


def _renumbered(amendments: tuple[Amendment, ...], done: Amendment) -> tuple[Amendment, ...]:
    """Let the amendments still before the meeting point at the paragraphs they meant."""
    return tuple(
        replace(other, paragraph=_moved(other, done))
        if other.proposal == done.proposal and other.state == "before"
        else other
        for other in amendments
    )


def _moved(other: Amendment, done: Amendment) -> int:
    """Return where ``other`` points once ``done`` is in the text.

    An addition stands between two paragraphs: where the one before it goes, it follows the one before that; where
    another was added at its place, it follows that one.
    """
    between = other.change == "adds" and other.paragraph == done.paragraph
    if other.paragraph < done.paragraph or (other.paragraph == done.paragraph and not between):
        return other.paragraph
    return other.paragraph + {"adds": 1, "deletes": -1, "changes": 0}[done.change]
