"""What the documents tell of a meeting: values folded from its record, in no language yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kenesh.meetings.domain.events import Change, ExhibitKind, Outcome, Position, SubjectKind
from kenesh.meetings.domain.profile import Method, Rule, SpeechKind, Texts
from kenesh.meetings.domain.state import Decision, Explanation, Presidency, Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """A seat's presence: at the opening, from when it joined later, and until when if it left before the close."""

    seat: str
    at_opening: bool
    joined_at: datetime | None
    left_at: datetime | None

    @property
    def attended(self) -> bool:
        """Whether the seat was in the meeting at all."""
        return self.at_opening or self.joined_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text handed in, in its own language."""

    seat: str
    language: str
    text: str
    summary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoke:
    """A speech, with what was handed in for it; ``reason`` where it came out of turn."""

    seat: str
    kind: SpeechKind
    at: datetime
    until: datetime | None
    reason: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A text handed in without a speech."""

    at: datetime
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Showed:
    """An exhibit put on everyone's screen."""

    seat: str
    kind: ExhibitKind
    title: str
    reference: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """The Chair's ruling on a point of order, and what an appeal made of it."""

    seat: str
    sustained: bool
    text: str
    at: datetime
    appealed_by: str | None
    stands: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledToOrder:
    """The Chair called a seat to order."""

    seat: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabled:
    """A proposal laid before the meeting."""

    seat: str
    symbol: str
    titles: Texts
    at: datetime
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """An amendment tabled, and what became of it."""

    seat: str
    symbol: str
    change: Change
    paragraph: int
    text: str
    at: datetime
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question put, with its outcome; None where it was withdrawn or never closed."""

    number: int
    subject: SubjectKind
    symbol: str
    titles: Texts
    method: Method
    at: datetime
    chair: str
    outcome: Outcome | None
    rule: Rule | None
    entitled: tuple[str, ...]
    positions: Mapping[str, Position]
    objections: Mapping[str, str]
    yes: int
    no: int
    abstain: int
    needed: int
    explanations: tuple[Explanation, ...]
    decision: Decision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended:
    """The meeting was suspended; None where it never resumed."""

    at: datetime
    reason: str
    resumed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """The chair was handed over."""

    at: datetime
    to_seat: str


Entry = Spoke | HandedIn | Showed | Ruled | CalledToOrder | Tabled | Amended | Asked | Suspended | HandedOver


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What happened under one item, in order; ``item`` 0 is what came before the first."""

    item: int
    titles: Texts
    opened_at: datetime | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The whole meeting as the documents tell it; times are UTC, shown in the time zone of the host."""

    symbol: str
    council_names: Texts
    body: Texts
    title: Texts
    referral: Texts
    languages: tuple[str, ...]
    seats: Mapping[str, Seat]
    host: str
    starts_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    presidencies: tuple[Presidency, ...]
    attendance: tuple[Attendance, ...]
    agenda_adopted: bool
    items: Mapping[int, Texts]
    sections: tuple[Section, ...]
    decisions: tuple[Decision, ...]

    @property
    def zone(self) -> str:
        """The time zone of the seat that opened the meeting."""
        return self.seats[self.host].time_zone

    @property
    def started_at(self) -> datetime:
        """When the meeting was opened, or was to be."""
        return self.opened_at or self.starts_at
