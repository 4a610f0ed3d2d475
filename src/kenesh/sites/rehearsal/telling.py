"""The meeting told as it goes, one line for what each seat did, in plain English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kenesh.core.domain.text import pick
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.state import Meeting

LONGEST: Final = 110
POSITION: Final = {"yes": "in favor", "no": "against", "abstain": "abstains"}
KIND: Final = {"statement": "", "point_of_order": " on a point of order", "right_of_reply": " in reply"}

Names = Callable[[str], str]


def sentence(event: e.Event, *, meeting: Meeting | None, name: Names) -> str:
    """Say what happened; nothing where who acts has said it already."""
    said = _SAID.get(type(event))
    if said is None:
        return type(event).__name__
    if isinstance(said, str):
        return said
    return said(event, meeting, name)


def important(event: e.Event) -> bool:
    """Whether the line should catch the eye: something was decided, or the meeting came to be or to an end."""
    return isinstance(
        event,
        e.ConveningEvent
        | e.MeetingOpened
        | e.MeetingClosed
        | e.AgendaAdopted
        | e.QuestionClosed
        | e.DecisionAdopted
        | e.BodyEstablished,
    )


def shortened(text: str) -> str:
    """Return the first words of a text."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _all(codes: tuple[str, ...]) -> str:
    return ", ".join(codes) or "nobody"


def _item(number: int, meeting: Meeting | None) -> str:
    found = next((one for one in meeting.agenda if one.number == number), None) if meeting else None
    return f"item {number}" + (f": {pick(found.titles, 'en')}" if found else "")


def _about(subject: e.Subject) -> str:
    return "the agenda" if subject.kind == "agenda" else f"{subject.kind} {subject.number}"


def _floor(event: e.FloorGiven, _meeting: Meeting | None, name: Names) -> str:
    turn = f" out of turn ({event.reason})" if event.reason else ""
    return f"gives the floor to {name(event.seat)}{KIND[event.kind]}{turn}"


def _closed(event: e.QuestionClosed, _meeting: Meeting | None, _name: Names) -> str:
    outcome = "ADOPTED" if event.outcome == "adopted" else "NOT ADOPTED"
    counted = f", {event.yes} in favor, {event.no} against, {event.abstain} abstaining" if event.positions else ""
    objecting = f", objections by {_all(event.objections)}" if event.objections else ""
    return f"{outcome}: question {event.question}, by {event.rule}{counted}{objecting}"


def _decided(event: e.DecisionAdopted, _meeting: Meeting | None, _name: Names) -> str:
    title = pick({language: version.title for language, version in event.versions.items()}, "en")
    return f"DECISION {event.symbol}: {title} [{', '.join(event.versions)}]"


def _body(event: e.BodyEstablished, _meeting: Meeting | None, name: Names) -> str:
    members = ", ".join(event.members)
    return f"ESTABLISHED: {pick(event.names, 'en')}; members {members}; convened by {name(event.convenor)}"


def _statement(event: e.StatementHandedIn, _meeting: Meeting | None, _name: Names) -> str:
    return f"[{event.language}] {shortened(event.text)}"


def _question(event: e.QuestionPut, _meeting: Meeting | None, _name: Names) -> str:
    until = f" until {event.deadline:%Y-%m-%d %H:%M} UTC" if event.deadline else ""
    return f"puts question {event.question}: {_about(event.subject)}, by {event.method.replace('_', ' ')}{until}"


def _position(event: e.PositionTaken, _meeting: Meeting | None, _name: Names) -> str:
    return f"question {event.question}: {POSITION[event.position]}"


def _ruling(event: e.PointRuled, _meeting: Meeting | None, _name: Names) -> str:
    return f"rules: the point is {'well' if event.sustained else 'not well'} taken. {shortened(event.text)}"


def _amendment(event: e.AmendmentTabled, _meeting: Meeting | None, _name: Names) -> str:
    return f"amends proposal {event.proposal}, {event.change} paragraph {event.paragraph}. {shortened(event.text)}"


def _translated(event: e.ProposalTranslated, _meeting: Meeting | None, _name: Names) -> str:
    state = "final" if event.final else "draft"
    return f"[{event.language}, {state}] proposal {event.proposal}: {shortened(event.version.title)}"


_SAID: Final[Mapping[type[Any], str | Callable[[Any, Meeting | None, Names], str]]] = {
    e.MeetingMoved: lambda event, _m, _n: f"MOVES the meeting to {event.starts_at:%Y-%m-%d %H:%M %Z}: {event.reason}",
    e.MeetingCancelled: lambda event, _m, _n: f"CANCELS the meeting: {event.reason}",
    e.DelegationAnnounced: lambda event, _m, name: (
        f"announces the delegation of {name(event.seat)}: {', '.join(one.office for one in event.members)}"
    ),
    e.CredentialsReceived: lambda event, _m, name: f"hands in the full powers of {name(event.seat)}",
    e.CredentialsExamined: lambda event, _m, name: (
        f"finds the credentials of {name(event.seat)} {event.finding.replace('_', ' ')}. {event.reason}".rstrip(". ")
        + "."
    ),
    e.SeatAdmittedProvisionally: lambda event, _m, name: f"admits {name(event.seat)} provisionally",
    e.PaperCirculated: lambda event, _m, _n: f"circulates {event.symbol} [{event.language}] to {event.circulation}",
    e.MeetingOpened: lambda event, _m, _n: f"OPENS the meeting, present: {_all(event.present)}",
    e.MeetingSuspended: lambda event, _m, _n: f"suspends the meeting. {event.reason}".rstrip(". ") + ".",
    e.MeetingResumed: "resumes the meeting",
    e.MeetingClosed: "CLOSES the meeting",
    e.ChairHandedOver: lambda event, _m, name: f"hands the chair to {name(event.to_seat)}",
    e.SeatMarkedPresent: lambda event, _m, name: f"marks {name(event.seat)} present",
    e.SeatMarkedAbsent: lambda event, _m, name: f"takes its mark of {name(event.seat)} back",
    e.AgendaItemAdded: lambda event, _m, _n: f"adds item {event.item}: {pick(event.titles, 'en')}",
    e.AgendaReordered: lambda event, _m, _n: f"orders the agenda: {', '.join(map(str, event.order))}",
    e.AgendaAdopted: "The agenda is adopted.",
    e.AgendaItemOpened: lambda event, meeting, _n: f"takes up {_item(event.item, meeting)}",
    e.AgendaItemClosed: lambda event, _m, _n: f"concludes item {event.item}",
    e.FloorRequested: lambda event, _m, _n: f"asks for the floor{KIND[event.kind]}",
    e.RequestWithdrawn: "leaves the list of speakers",
    e.FloorGiven: _floor,
    e.FloorYielded: "has spoken",
    e.FloorTimedOut: "takes the floor back: the time is up",
    e.FloorWithdrawn: "takes the floor back",
    e.FloorInterrupted: "interrupts the speech under way",
    e.FloorResumed: "lets the speaker who was interrupted go on",
    e.FloorExtended: lambda event, _m, _n: f"gives the speaker {event.seconds} seconds more",
    e.SpeakersListClosed: "closes the list of speakers",
    e.SpeakersListReopened: "reopens the list of speakers",
    e.SeatCalledToOrder: lambda event, _m, name: f"calls {name(event.seat)} to order: {shortened(event.reason)}",
    e.PointRuled: _ruling,
    e.RulingAppealed: "appeals against the ruling",
    e.RulingUpheld: "The ruling stands.",
    e.RulingOverturned: "The ruling is OVERTURNED.",
    e.StatementHandedIn: _statement,
    e.SpeechCaptioned: lambda event, _m, _n: f"[{event.language}] … {shortened(event.text)}",
    e.ExhibitShown: lambda event, _m, _n: f"shows to all: {event.title} {event.reference}".rstrip(),
    e.ExhibitWithdrawn: "takes the exhibit off the screens",
    e.ProposalTabled: lambda event, _m, _n: f"proposes [{event.language}]: {shortened(event.version.title)}",
    e.ProposalTranslated: _translated,
    e.ProposalSponsored: lambda event, _m, _n: f"sponsors proposal {event.proposal}",
    e.ProposalWithdrawn: lambda event, _m, _n: f"withdraws proposal {event.proposal}",
    e.AmendmentTabled: _amendment,
    e.AmendmentWithdrawn: lambda event, _m, _n: f"withdraws amendment {event.amendment}",
    e.AmendmentIncorporated: lambda event, _m, _n: f"Amendment {event.amendment} is part of the text.",
    e.AmendmentRejected: lambda event, _m, _n: f"Amendment {event.amendment} falls.",
    e.QuestionPut: _question,
    e.SeatCalled: lambda event, _m, name: f"calls upon {name(event.seat)}",
    e.ObjectionRaised: lambda event, _m, _n: f"objects. {shortened(event.reason)}".rstrip(),
    e.ObjectionWithdrawn: "objects no more",
    e.PositionTaken: _position,
    e.SilenceBroken: lambda event, _m, _n: f"breaks the silence: {shortened(event.reason)}",
    e.QuestionWithdrawn: lambda event, _m, _n: f"withdraws question {event.question}",
    e.QuestionClosed: _closed,
    e.DecisionAdopted: _decided,
    e.BodyEstablished: _body,
    e.PositionExplained: lambda event, _m, _n: f"explains its position [{event.language}]: {shortened(event.text)}",
    e.InterpretativeStatementAttached: lambda event, _m, _n: (
        f"attaches an interpretative statement [{event.language}]: {shortened(event.text)}"
    ),
}
