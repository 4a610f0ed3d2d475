"""What a meeting is at one line of its journal; every value frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from kenesh.meetings.domain.events import (
    Change,
    Circulation,
    Delegate,
    Establishment,
    ExhibitKind,
    Finding,
    Outcome,
    Position,
    Subject,
    Version,
)
from kenesh.meetings.domain.majority import Majority
from kenesh.meetings.domain.profile import Method, Profile, SpeechKind, Status, Texts

Phase = Literal["convened", "open", "suspended", "closed", "cancelled"]
Standing = Literal["nothing", "received", "in_order", "not_in_order", "provisional"]
Ending = Literal["yielded", "timed_out", "withdrawn"]

MACHINE: Final = "kenesh"  # the author of what nobody did: presence noted by the room, a deadline passing


class Contradiction(Exception):
    """A line refers to something that is not in the record before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """Who represents a seat, as it was last announced; ``holder`` is the number of the member who holds the seat."""

    language: str
    members: tuple[Delegate, ...]
    holder: int

    @property
    def deputy(self) -> Delegate | None:
        """Who holds the seat in place of the head of the delegation."""
        holds = self.members[self.holder - 1]
        return None if holds.rank == "head" else holds


@dataclass(frozen=True, slots=True, kw_only=True)
class FullPowers:
    """A file that says who may act for a seat."""

    digest: str
    size: int
    media_type: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a seat has shown of its delegation's powers, and what was found; ``examined`` of the files have been."""

    received: tuple[FullPowers, ...] = ()
    examined: int = 0
    finding: Finding | None = None
    reason: str = ""
    examined_at: datetime | None = None
    provisional: bool = False

    @property
    def standing(self) -> Standing:
        """How the credentials stand, in one word."""
        if self.provisional:
            return "provisional"
        return self.finding or ("received" if self.received else "nothing")

    @property
    def waits(self) -> bool:
        """Whether a file has come in that nobody has examined."""
        return len(self.received) > self.examined


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A State's or an organ's place at the table."""

    code: str
    kind: Literal["state", "organ"]
    status: Status
    precedence: int
    names: Texts
    authority: Texts
    time_zone: str
    connected: bool = False
    marked: bool = False
    delegation: Delegation | None = None
    credentials: Credentials = Credentials()

    @property
    def admitted(self) -> bool:
        """Whether the seat takes part with all its rights; one whose credentials nobody asked for does."""
        return self.credentials.standing != "not_in_order"

    @property
    def present(self) -> bool:
        """Whether a delegate is in the room, or the Secretariat says so."""
        return self.connected or self.marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Presidency:
    """Who presided, from when."""

    seat: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The meeting was called for another time than ``from_start``."""

    from_start: datetime
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """An item; ``number`` is its identity, its place in ``Meeting.agenda`` is the order.

    ``spent`` seconds the meeting gave it before it was last suspended, and since ``running_since``.
    """

    number: int
    titles: Texts
    minutes: int
    state: Literal["pending", "open", "closed"] = "pending"
    spent: int = 0
    running_since: datetime | None = None

    @property
    def left(self) -> int:
        """The seconds of the estimate that were left when it last began to run; below 0 it has taken longer."""
        return 0 if self.state == "closed" else self.minutes * 60 - self.spent


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A seat waiting for the floor."""

    number: int
    seat: str
    kind: SpeechKind
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A seat speaking: ``spoken`` seconds before it was last interrupted, and since ``running_since``."""

    number: int
    seat: str
    kind: SpeechKind
    item: int | None
    seconds: int
    reason: str
    started_at: datetime
    running_since: datetime | None
    spoken: int = 0
    ended_at: datetime | None = None
    ending: Ending | None = None

    def elapsed(self, *, at: datetime) -> int:
        """Return the whole seconds spoken so far."""
        running = 0 if self.running_since is None else int((at - self.running_since).total_seconds())
        return self.spoken + max(running, 0)

    def remaining(self, *, at: datetime) -> int:
        """Return the whole seconds left of a limited speech, 0 when it is over."""
        return max(self.seconds - self.elapsed(at=at), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The Chair's ruling on a point of order, and what became of it."""

    number: int
    seat: str
    sustained: bool
    text: str
    appealed_by: str | None = None
    stands: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A text handed in by a seat."""

    number: int
    seat: str
    speech: int | None
    item: int | None
    language: str
    text: str
    summary: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """Words of a speech in a language."""

    speech: int
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """What is on everyone's screen."""

    number: int
    seat: str
    kind: ExhibitKind
    title: str
    reference: str
    shown_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circulated:
    """A paper's file in a language, as it went out."""

    language: str
    revision: int
    digest: str
    size: int
    media_type: str
    circulation: Circulation
    embargo_until: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper of the meeting, with everything of it that went out, in order."""

    number: int
    symbol: str
    item: int | None
    circulated: tuple[Circulated, ...]

    def latest(self, language: str) -> Circulated | None:
        """Return what went out last in a language."""
        return next((one for one in reversed(self.circulated) if one.language == language), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A text before the meeting.

    ``final`` are the languages whose version is final and not stale; ``stale`` those whose version is older than the
    original, since an amendment came into it.
    """

    number: int
    seat: str
    sponsors: tuple[str, ...]
    item: int | None
    original: str
    versions: Mapping[str, Version]
    final: tuple[str, ...]
    establishes: Establishment | None
    state: Literal["before", "withdrawn", "adopted", "not_adopted"] = "before"
    revision: int = 0
    stale: tuple[str, ...] = ()

    @property
    def text(self) -> Version:
        """The original version, consolidated with every amendment incorporated."""
        return self.versions[self.original]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A change proposed to one paragraph of a proposal."""

    number: int
    proposal: int
    seat: str
    change: Change
    paragraph: int
    text: str
    state: Literal["before", "withdrawn", "incorporated", "rejected"] = "before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The frozen outcome of a question."""

    outcome: Outcome
    rule: str
    entitled: tuple[str, ...]
    present: tuple[str, ...]
    yes: int
    no: int
    abstain: int
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A seat's explanation of its position, or its interpretative statement."""

    seat: str
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question the Chair put; ``chair`` is who presided then."""

    number: int
    subject: Subject
    method: Method
    majority: Majority
    deadline: datetime | None
    order: tuple[str, ...]
    put_at: datetime
    chair: str
    called: tuple[str, ...] = ()
    positions: Mapping[str, Position]
    objections: Mapping[str, str]
    broken_by: str | None = None
    state: Literal["open", "withdrawn", "closed"] = "open"
    closed_at: datetime | None = None
    tally: Tally | None = None
    explanations: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishedBody:
    """The body a decision established."""

    names: Texts
    mandates: Texts
    members: tuple[str, ...]
    convenor: str
    first_meeting_by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision adopted at this meeting."""

    number: int
    symbol: str
    question: int
    proposal: int
    versions: Mapping[str, Version]
    adopted_at: datetime
    body: EstablishedBody | None = None
    interpretations: tuple[Explanation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """The whole meeting, without slots and with nothing cached in it: each line copies it (`folds/anew.py`).

    Tuples of numbered things hold number n at index n - 1.
    """

    symbol: str
    council: str
    council_names: Texts
    body: Texts
    title: Texts
    referral: Texts
    starts_at: datetime
    languages: tuple[str, ...]
    profile: Profile
    seats: tuple[Seat, ...]
    presiding: str
    presidencies: tuple[Presidency, ...]
    agenda: tuple[AgendaItem, ...]
    phase: Phase = "convened"
    moves: tuple[Move, ...] = ()
    cancelled_at: datetime | None = None
    cancellation: str = ""
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    suspension: str = ""
    agenda_adopted: bool = False
    requests: int = 0
    speakers: tuple[Request, ...] = ()
    points: tuple[Request, ...] = ()
    list_closed: bool = False
    floor: int | None = None
    interrupted: tuple[int, ...] = ()
    speeches: tuple[Speech, ...] = ()
    point_heard: str | None = None
    rulings: tuple[Ruling, ...] = ()
    appealable: int | None = None
    called_to_order: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    captions: tuple[Caption, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    papers: tuple[Paper, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    questions: tuple[Question, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def find_paper(self, symbol: str) -> Paper | None:
        """Return the paper of that symbol, None where none went out."""
        return next((paper for paper in self.papers if paper.symbol == symbol), None)

    def find_seat(self, code: str) -> Seat | None:
        """Return the seat of that code, None where nobody of that code was invited."""
        for seat in self.seats:  # by hand, for every line asks: a generator takes twice as long
            if seat.code == code:
                return seat
        return None

    @property
    def over(self) -> bool:
        """Whether nothing can follow: the meeting was closed, or called off before it was opened."""
        return self.phase in {"closed", "cancelled"}

    @property
    def callings(self) -> int:
        """How often the seats were called to the meeting anew, its cancellation counted: SEQUENCE in calendars."""
        return len(self.moves) + (self.phase == "cancelled")

    @property
    def speech(self) -> Speech | None:
        """The speech under way."""
        return None if self.floor is None else self.speeches[self.floor - 1]

    @property
    def waiting(self) -> tuple[Speech, ...]:
        """The speeches interrupted, the latest first."""
        return tuple(self.speeches[number - 1] for number in reversed(self.interrupted))

    @property
    def item(self) -> AgendaItem | None:
        """The agenda item the meeting has taken up."""
        return next((item for item in self.agenda if item.state == "open"), None)

    @property
    def exhibit(self) -> Exhibit | None:
        """What is on the screens now."""
        last = self.exhibits[-1] if self.exhibits else None
        return last if last and last.withdrawn_at is None else None

    @property
    def members(self) -> tuple[Seat, ...]:
        """The seats of members, in order of precedence."""
        return tuple(seat for seat in self.seats if seat.status == "member")

    @property
    def present(self) -> tuple[str, ...]:
        """The codes of the seats present, in order of precedence."""
        return tuple(seat.code for seat in self.seats if seat.present)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions before the meeting, silences among them."""
        return tuple(question for question in self.questions if question.state == "open")

    @property
    def question(self) -> Question | None:
        """The question before the meeting now; a silence runs beside the meeting and is not it."""
        live = [question for question in self.open_questions if question.method != "silence"]
        return live[-1] if live else None
