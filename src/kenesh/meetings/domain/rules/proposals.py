"""Proposals, their language versions, and what an amendment does to a text."""

from typing import Final

from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.folds.numbered import one
from kenesh.meetings.domain.rules.guards import allowed, not_over, refuse, seated
from kenesh.meetings.domain.state import Amendment, Meeting, Proposal

TWO: Final = 2


def table_proposal(
    meeting: Meeting,
    *,
    by: str,
    language: str,
    version: e.Version,
    establishes: e.Establishment | None = None,
) -> tuple[e.Event, ...]:
    """Put a text before the meeting; a body it would establish has every participating State for a member."""
    seat = seated(meeting, by)
    not_over(meeting)
    allowed(seat, meeting.profile.may_propose, rule="proposal", reason=_("%(seat)s may not make proposals."))
    _language_of_the_meeting(meeting, language)
    _complete(version, names_a_body=establishes is not None)
    if establishes is not None:
        establishes = _membership(meeting, establishes)
    tabled = e.ProposalTabled(
        proposal=len(meeting.proposals) + 1,
        seat=by,
        item=meeting.item.number if meeting.item else None,
        language=language,
        version=version,
        establishes=establishes,
    )
    return (tabled,)


def translate_proposal(
    meeting: Meeting, *, by: str, proposal: int, language: str, version: e.Version, final: bool
) -> tuple[e.Event, ...]:
    """Give the proposal in a further language, or such a version anew; its sponsors and the Secretariat."""
    seat = seated(meeting, by)
    not_over(meeting)
    text = before_the_meeting(meeting, proposal)
    not_being_decided(meeting, text)
    if by not in text.sponsors and seat.status != "secretariat":
        refuse("languages", _("Only a sponsor or the Secretariat gives the text in another language."))
    if language == text.original:
        refuse("amendment", _("The original text changes by amendment only."))
    _language_of_the_meeting(meeting, language)
    _complete(version, names_a_body=text.establishes is not None)
    if len(version.paragraphs) != len(text.text.paragraphs):
        theirs, ours = str(len(version.paragraphs)), str(len(text.text.paragraphs))
        reason = _("This version has %(theirs)s paragraphs, the original %(ours)s.")
        refuse("languages", reason, theirs=theirs, ours=ours)
    return (e.ProposalTranslated(proposal=proposal, seat=by, language=language, version=version, final=final),)


def sponsor_proposal(meeting: Meeting, *, by: str, proposal: int) -> tuple[e.Event, ...]:
    """Join the sponsors."""
    seat = seated(meeting, by)
    not_over(meeting)
    allowed(seat, meeting.profile.may_propose, rule="proposal", reason=_("%(seat)s may not make proposals."))
    text = before_the_meeting(meeting, proposal)
    if by in text.sponsors:
        refuse("proposal", _("%(seat)s sponsors this proposal already."), seat=by)
    not_being_decided(meeting, text)
    return (e.ProposalSponsored(proposal=proposal, seat=by),)


def withdraw_proposal(meeting: Meeting, *, by: str, proposal: int) -> tuple[e.Event, ...]:
    """Withdraw one's proposal before it is put, unless it was amended; the amendments to it fall with it."""
    seated(meeting, by)
    not_over(meeting)
    text = before_the_meeting(meeting, proposal)
    not_being_decided(meeting, text)
    if text.seat != by:
        refuse("withdrawal", _("Only %(seat)s, which tabled it, may withdraw this proposal."), seat=text.seat)
    if text.revision:
        refuse("withdrawal", _("A proposal that has been amended can no longer be withdrawn."))
    fallen = (e.AmendmentWithdrawn(amendment=amendment.number) for amendment in pending_amendments(meeting, proposal))
    return *fallen, e.ProposalWithdrawn(proposal=proposal)


def incorporation(meeting: Meeting, amendment: Amendment) -> tuple[e.Event, ...]:
    """Return what follows when an amendment becomes part of the text: those in conflict with it fall."""
    fallen = (e.AmendmentRejected(amendment=other.number) for other in conflicts(meeting, amendment))
    return e.AmendmentIncorporated(amendment=amendment.number), *fallen


def conflicts(meeting: Meeting, amendment: Amendment) -> tuple[Amendment, ...]:
    """Return the other amendments before the meeting that cannot stand beside it.

    Two that delete or change one paragraph; and two deletions that would leave no paragraph.
    """
    if amendment.change == "adds":
        return ()
    two_left = len(one(meeting.proposals, amendment.proposal).text.paragraphs) == TWO
    nothing_left = two_left and amendment.change == "deletes"
    return tuple(
        other
        for other in pending_amendments(meeting, amendment.proposal)
        if other.number != amendment.number
        and other.change != "adds"
        and (other.paragraph == amendment.paragraph or (nothing_left and other.change == "deletes"))
    )


def pending_amendments(meeting: Meeting, proposal: int) -> tuple[Amendment, ...]:
    """Return the amendments to a proposal that are still before the meeting."""
    return tuple(a for a in meeting.amendments if a.proposal == proposal and a.state == "before")


def pending_amendment(meeting: Meeting, number: int) -> Amendment:
    """Return the amendment; refuse one that is not before the meeting."""
    if not 1 <= number <= len(meeting.amendments) or meeting.amendments[number - 1].state != "before":
        refuse("amendment", _("Amendment %(number)s is not before the meeting."), number=str(number))
    return meeting.amendments[number - 1]


def before_the_meeting(meeting: Meeting, number: int) -> Proposal:
    """Return the proposal; refuse one that is not before the meeting."""
    if not 1 <= number <= len(meeting.proposals) or meeting.proposals[number - 1].state != "before":
        refuse("proposal", _("Proposal %(number)s is not before the meeting."), number=str(number))
    return meeting.proposals[number - 1]


def not_being_decided(meeting: Meeting, proposal: Proposal) -> None:
    """Refuse to touch a text while a question on it or on its amendment is open."""
    for question in meeting.open_questions:
        if _is_about(meeting, question.subject, proposal):
            which = str(question.number)
            refuse("question", _("Question %(number)s on this text is before the meeting."), retry=True, number=which)


def _is_about(meeting: Meeting, subject: e.Subject, proposal: Proposal) -> bool:
    if subject.kind == "amendment":
        return one(meeting.amendments, subject.number).proposal == proposal.number
    return subject == e.Subject(kind="proposal", number=proposal.number)


def _language_of_the_meeting(meeting: Meeting, language: str) -> None:
    if language not in meeting.languages:
        languages = ", ".join(meeting.languages)
        reason = _("%(language)s is not a language of this meeting; its languages are %(languages)s.")
        refuse("languages", reason, language=language, languages=languages)


def _complete(version: e.Version, *, names_a_body: bool) -> None:
    if not version.title.strip() or not version.paragraphs or not all(p.strip() for p in version.paragraphs):
        refuse("proposal", _("A proposal has a title and at least one operative paragraph, none of them empty."))
    if names_a_body and not (version.body_name.strip() and version.body_mandate.strip()):
        refuse("body", _("A proposal that establishes a body gives its name and its mandate."))
    if not names_a_body and (version.body_name or version.body_mandate):
        refuse("body", _("This proposal establishes no body."))


def _membership(meeting: Meeting, establishes: e.Establishment) -> e.Establishment:
    states = tuple(seat.code for seat in meeting.seats if seat.kind == "state")
    members = establishes.members or states
    for code in members:
        if code not in states:
            refuse("body", _("%(code)s is not a State participating in this meeting."), code=code)
    convenor = seated(meeting, establishes.convenor, rule="body")
    if convenor.kind == "state" and convenor.code not in members:
        refuse("body", _("%(seat)s would convene the body without being a member of it."), seat=convenor.code)
    if establishes.first_meeting_by and establishes.first_meeting_by < meeting.starts_at.date():
        refuse("body", _("The first meeting of the body cannot be before this meeting."))
    return e.Establishment(
        members=tuple(code for code in states if code in members),
        convenor=establishes.convenor,
        first_meeting_by=establishes.first_meeting_by,
    )
