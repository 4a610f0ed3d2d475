"""What can happen in a meeting, in the past tense; frozen, and never changed once released.

One list in one file, longer than others: who reads a record finds every kind here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kenesh.meetings.domain.majority import Majority
from kenesh.meetings.domain.profile import Method, Profile, SpeechKind, Status, Texts

Position = Literal["yes", "no", "abstain"]
Outcome = Literal["adopted", "not_adopted"]
SubjectKind = Literal["agenda", "proposal", "amendment", "ruling"]
Change = Literal["adds", "deletes", "changes"]
ExhibitKind = Literal["paper", "measures", "procedure", "statistics", "screen"]
Rank = Literal["head", "alternate", "adviser"]
Circulation = Literal["all", "members", "secretariat"]
Finding = Literal["in_order", "not_in_order"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedSeat:
    """A seat as it was invited: one State or organ, with the status and names it had on the day."""

    code: str
    kind: Literal["state", "organ"]
    status: Status
    precedence: int
    names: Texts
    authority: Texts
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvenedItem:
    """An item of the provisional agenda."""

    number: int
    titles: Texts
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a question is about; ``number`` is that of the proposal, amendment or ruling, 0 for the agenda."""

    kind: SubjectKind
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A proposal's text in one language; the last two fields only where it establishes a body."""

    title: str
    paragraphs: tuple[str, ...]
    body_name: str = ""
    body_mandate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Establishment:
    """The body a proposal would establish; its name and mandate stand in the proposal's versions."""

    members: tuple[str, ...]
    convenor: str
    first_meeting_by: date | None


# Session and presence


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingConvened:
    """The first line of every record: all that is needed to read the rest without any other source."""

    symbol: str
    council: str
    council_names: Texts
    body: Texts
    title: Texts
    referral: Texts
    starts_at: datetime
    languages: tuple[str, ...]
    seats: tuple[InvitedSeat, ...]
    chair: str
    agenda: tuple[ConvenedItem, ...]
    profile: Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMoved:
    """The Secretariat called the meeting for another time."""

    starts_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCancelled:
    """The Secretariat called the meeting off before it was opened; nothing follows."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingOpened:
    """The Chair opened the meeting; ``present`` are the seats then present."""

    present: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSuspended:
    """The Chair suspended the meeting."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingResumed:
    """The Chair resumed the meeting; ``present`` are the seats then present."""

    present: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingClosed:
    """The Chair closed the meeting; nothing follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChairHandedOver:
    """From here on ``to_seat`` presides."""

    from_seat: str
    to_seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatConnected:
    """A delegate of the seat joined the room."""

    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatDisconnected:
    """The last delegate of the seat left the room, and the grace has passed."""

    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatMarkedPresent:
    """The Secretariat saw the seat present by other means."""

    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatMarkedAbsent:
    """The Secretariat took its mark of presence back."""

    seat: str


# Delegations and credentials


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate:
    """A member of a delegation: the office held, and the place in the delegation."""

    office: str
    rank: Rank


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationAnnounced:
    """Who represents a seat, the offices in one language; ``holder`` is the number of who holds the seat, from 1."""

    seat: str
    language: str
    members: tuple[Delegate, ...]
    holder: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialsReceived:
    """A seat's full powers came in: a file, known by its SHA-256."""

    seat: str
    digest: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialsExamined:
    """The Secretariat examined the full powers received so far."""

    seat: str
    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatAdmittedProvisionally:
    """The seat takes part with all its rights until its credentials are found in order."""

    seat: str


# Agenda


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItemAdded:
    """An item was put on the provisional agenda."""

    item: int
    titles: Texts
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaReordered:
    """The items are taken in this order."""

    order: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaAdopted:
    """The provisional agenda became the agenda."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItemOpened:
    """The meeting took the item up."""

    item: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItemClosed:
    """The meeting concluded the item."""

    item: int


# Floor and order


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorRequested:
    """A seat asked for the floor."""

    request: int
    seat: str
    kind: SpeechKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWithdrawn:
    """A seat no longer wants the floor."""

    request: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorGiven:
    """The Chair recognized a seat; ``reason`` says why it came out of turn, ``seconds`` 0 means no limit."""

    speech: int
    request: int | None
    seat: str
    kind: SpeechKind
    seconds: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorYielded:
    """The speaker ended."""

    speech: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorTimedOut:
    """The speaker's time was up and the floor was taken back."""

    speech: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorWithdrawn:
    """The Chair took the floor back from a seat called to order."""

    speech: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorInterrupted:
    """The speech waits, for a point of order or a suspension; ``seconds`` are left of it."""

    speech: int
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorResumed:
    """The interrupted speaker goes on."""

    speech: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorExtended:
    """The Chair gave the speaker more time."""

    speech: int
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakersListClosed:
    """No further statement can be asked for; points of order and replies can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakersListReopened:
    """Statements can be asked for again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatCalledToOrder:
    """The Chair called a seat to order."""

    seat: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRuled:
    """The Chair ruled on the point of order last heard."""

    ruling: int
    seat: str
    sustained: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingAppealed:
    """A seat appealed against the ruling; the appeal is put at once."""

    ruling: int
    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingUpheld:
    """The ruling stands."""

    ruling: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingOverturned:
    """The ruling does not stand."""

    ruling: int


# Statements and exhibits


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementHandedIn:
    """A seat handed in the text of what it says, or a summary; ``speech`` is None when handed in beforehand."""

    statement: int
    seat: str
    speech: int | None
    item: int | None
    language: str
    text: str
    summary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechCaptioned:
    """Words of the speech under way, as a captioner typed them in a language."""

    speech: int
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitShown:
    """Something was put on everyone's screen."""

    exhibit: int
    seat: str
    kind: ExhibitKind
    title: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitWithdrawn:
    """The exhibit was taken off the screens."""

    exhibit: int


# Papers


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCirculated:
    """A paper went out in a language: a file, known by its SHA-256, to whom it goes and not before when.

    Its title stands elsewhere: the record may be read by more people than the paper.
    """

    paper: int
    symbol: str
    revision: int
    language: str
    digest: str
    size: int
    media_type: str
    circulation: Circulation
    item: int | None
    embargo_until: datetime | None


# Proposals and amendments


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalTabled:
    """A seat put a text before the meeting."""

    proposal: int
    seat: str
    item: int | None
    language: str
    version: Version
    establishes: Establishment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalTranslated:
    """A language version of a proposal came in; only a final one can be put."""

    proposal: int
    seat: str
    language: str
    version: Version
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalSponsored:
    """A further seat sponsors the proposal."""

    proposal: int
    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalWithdrawn:
    """The proposal is no longer before the meeting."""

    proposal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentTabled:
    """A seat proposes to add after, delete or change an operative paragraph (0: add before the first)."""

    amendment: int
    proposal: int
    seat: str
    change: Change
    paragraph: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentWithdrawn:
    """The amendment is no longer before the meeting."""

    amendment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentIncorporated:
    """The amendment is part of the proposal, accepted by its sponsor or adopted by the meeting."""

    amendment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentRejected:
    """The meeting did not adopt the amendment."""

    amendment: int


# Questions and outcomes


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPut:
    """The Chair put a question; ``order`` is the order of a roll call, ``deadline`` the end of a silence."""

    question: int
    subject: Subject
    method: Method
    majority: Majority
    deadline: datetime | None
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatCalled:
    """A seat was called upon in a roll call."""

    question: int
    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRaised:
    """A seat objects to a consensus."""

    question: int
    seat: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionWithdrawn:
    """A seat no longer objects."""

    question: int
    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionTaken:
    """A seat took its position; its last one before the close counts."""

    question: int
    seat: str
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceBroken:
    """A seat broke the silence, by an objection or by an amendment in writing."""

    question: int
    seat: str
    reason: str
    amendment: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWithdrawn:
    """The question is no longer before the meeting; nothing was decided."""

    question: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionClosed:
    """The outcome, with all it rests on: who was entitled and present, every position, and the rule applied."""

    question: int
    outcome: Outcome
    rule: str
    entitled: tuple[str, ...]
    present: tuple[str, ...]
    positions: Mapping[str, Position]
    objections: tuple[str, ...]
    yes: int
    no: int
    abstain: int
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAdopted:
    """A proposal became a decision of the body, in these languages."""

    decision: int
    symbol: str
    question: int
    proposal: int
    versions: Mapping[str, Version]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyEstablished:
    """The decision established a body."""

    decision: int
    names: Texts
    mandates: Texts
    members: tuple[str, ...]
    convenor: str
    first_meeting_by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionExplained:
    """A seat explained its position on a question that is closed."""

    question: int
    seat: str
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpretativeStatementAttached:
    """A seat attached to a decision how it understands it."""

    decision: int
    seat: str
    language: str
    text: str


ConveningEvent = MeetingMoved | MeetingCancelled
SessionEvent = (
    MeetingOpened
    | MeetingSuspended
    | MeetingResumed
    | MeetingClosed
    | ChairHandedOver
    | SeatConnected
    | SeatDisconnected
    | SeatMarkedPresent
    | SeatMarkedAbsent
)
CredentialsEvent = DelegationAnnounced | CredentialsReceived | CredentialsExamined | SeatAdmittedProvisionally
AgendaEvent = AgendaItemAdded | AgendaReordered | AgendaAdopted | AgendaItemOpened | AgendaItemClosed
FloorEvent = (
    FloorRequested
    | RequestWithdrawn
    | FloorGiven
    | FloorYielded
    | FloorTimedOut
    | FloorWithdrawn
    | FloorInterrupted
    | FloorResumed
    | FloorExtended
    | SpeakersListClosed
    | SpeakersListReopened
)
OrderEvent = SeatCalledToOrder | PointRuled | RulingAppealed | RulingUpheld | RulingOverturned
PaperEvent = (
    StatementHandedIn
    | SpeechCaptioned
    | ExhibitShown
    | ExhibitWithdrawn
    | ProposalTabled
    | ProposalTranslated
    | ProposalSponsored
    | ProposalWithdrawn
    | AmendmentTabled
    | AmendmentWithdrawn
    | AmendmentIncorporated
    | AmendmentRejected
)
QuestionEvent = (
    QuestionPut
    | SeatCalled
    | ObjectionRaised
    | ObjectionWithdrawn
    | PositionTaken
    | SilenceBroken
    | QuestionWithdrawn
    | QuestionClosed
)
CirculationEvent = PaperCirculated
OutcomeEvent = DecisionAdopted | BodyEstablished | PositionExplained | InterpretativeStatementAttached
LaterEvent = (
    ConveningEvent
    | CredentialsEvent
    | SessionEvent
    | AgendaEvent
    | FloorEvent
    | OrderEvent
    | PaperEvent
    | CirculationEvent
    | QuestionEvent
    | OutcomeEvent
)
Event = MeetingConvened | LaterEvent
