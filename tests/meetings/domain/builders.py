"""The founding table, three sets of rules, and a meeting that a test can play."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.acts import decide
from kenesh.meetings.domain.journal import apply
from kenesh.meetings.domain.majority import Share
from kenesh.meetings.domain.profile import RULES, Profile, Rule, Status
from kenesh.meetings.domain.rules.guards import OutOfOrder
from kenesh.meetings.domain.state import MACHINE, Meeting, Question

START = datetime(2020, 5, 7, 8, 0, tzinfo=UTC)
MEMBERS = ("AZ", "KZ", "KG", "TR", "UZ")
OTHERS = ("HU", "SEC")
SEATS = MEMBERS + OTHERS
LANGUAGES = ("en", "az", "kk", "ky", "tr", "uz", "hu", "ru")

MORE_THAN_HALF = Share(numerator=1, denominator=2, more_than=True)
EVERYBODY: tuple[Status, ...] = ("member", "observer", "secretariat")
MEMBERS_ONLY: tuple[Status, ...] = ("member",)

TURKIC_COUNCIL = Profile(
    name="turkic-council",
    title={"en": "As the Turkic Council meets"},
    quorum_open=MORE_THAN_HALF,
    quorum_decide=MORE_THAN_HALF,
    substance=("consensus", "unanimity", "silence"),
    procedure=("consensus", "majority"),
    substance_majority="unanimity",
    procedure_majority="simple",
    may_speak=EVERYBODY,
    may_propose=("member", "secretariat"),
    may_decide=("member",),
    may_raise_points=MEMBERS_ONLY,
    seconds={"statement": 600, "point_of_order": 120, "right_of_reply": 180},
    replies=2,
    interrupts="at_once",
    appeals=False,
    list_order="request",
    cut_off=False,
    silence_hours=72,
    final_languages=(),
    chair_represents_state=True,
    rules={key: Rule(number=str(n), title={"en": key}, text={"en": key}) for n, key in enumerate(RULES, start=1)},
)
UNGA_LIKE = replace(
    TURKIC_COUNCIL,
    name="unga-like",
    quorum_open=Share(numerator=1, denominator=3),
    substance=("consensus", "majority", "roll_call", "silence"),
    substance_majority="two_thirds",
    appeals=True,
    chair_represents_state=False,
)
OSCE_LIKE = replace(
    TURKIC_COUNCIL,
    name="osce-like",
    substance=("consensus", "silence"),
    procedure=("consensus",),
    may_propose=MEMBERS_ONLY,
    replies=1,
    interrupts="between_speeches",
    list_order="precedence",
    cut_off=True,
    silence_hours=24,
    final_languages=("en", "ru"),
)
PROFILES = (TURKIC_COUNCIL, UNGA_LIKE, OSCE_LIKE)

AGENDA = e.Subject(kind="agenda", number=0)
TEXT = e.Version(title="Overstay", paragraphs=("No action is taken.", "Stay is allowed.", "The parties inform."))
GROUP = e.Version(
    title="Working group",
    paragraphs=("A working group is established.",),
    body_name="Migration Coordination Group",
    body_mandate="To solve the issues arising promptly.",
)


def proposal(number: int) -> e.Subject:
    return e.Subject(kind="proposal", number=number)


def amendment(number: int) -> e.Subject:
    return e.Subject(kind="amendment", number=number)


def establishing(*members: str, convenor: str = "SEC", day: int = 20) -> e.Establishment:
    return e.Establishment(
        members=members, convenor=convenor, first_meeting_by=datetime(2020, 5, day, tzinfo=UTC).date()
    )


def invited() -> tuple[e.InvitedSeat, ...]:
    statuses: dict[str, Status] = {"HU": "observer", "SEC": "secretariat"}
    return tuple(
        e.InvitedSeat(
            code=code,
            kind="organ" if code == "SEC" else "state",
            status=statuses.get(code, "member"),
            precedence=place,
            names={"en": code},
            authority={"en": f"Authority of {code}"},
            time_zone="UTC",
        )
        for place, code in enumerate(SEATS, start=1)
    )


def convened(*, profile: Profile = TURKIC_COUNCIL, items: int = 3) -> e.MeetingConvened:
    return e.MeetingConvened(
        symbol="TC/MIG/2020/1",
        council="turkic-council",
        council_names={"en": "Turkic Council"},
        body={"en": "Heads of migration authorities"},
        title={"en": "Video-conference"},
        referral={"en": "Extraordinary Summit"},
        starts_at=START,
        languages=LANGUAGES,
        seats=invited(),
        chair="AZ",
        agenda=tuple(e.ConvenedItem(number=n, titles={"en": f"Item {n}"}, minutes=30) for n in range(1, items + 1)),
        profile=profile,
    )


class Table:
    """A meeting under way, with a clock that the test turns."""

    def __init__(self, *, profile: Profile = TURKIC_COUNCIL, items: int = 3) -> None:
        self.at = START
        self.lines: list[tuple[e.Event, datetime, str]] = []
        self._meeting: Meeting | None = None
        self.record(convened(profile=profile, items=items), by="SEC")

    @property
    def meeting(self) -> Meeting:
        assert self._meeting is not None
        return self._meeting

    @property
    def question(self) -> Question:
        """The question last put."""
        return self.meeting.questions[-1]

    def record(self, event: e.Event, *, by: str) -> None:
        self._meeting = apply(self._meeting, event, at=self.at, by=by)
        self.lines.append((event, self.at, by))

    def wait(self, **span: int) -> None:
        self.at += timedelta(**span)

    def do(self, act: str, by: str, /, **fields: Any) -> tuple[e.Event, ...]:
        """Let a seat do an act, and apply what follows."""
        events = decide(self.meeting, act=act, by=by, at=self.at, fields=fields)
        for event in events:
            self.record(event, by=by)
        return events

    def refuses(self, rule: str, act: str, by: str, /, **fields: Any) -> OutOfOrder:
        """Let a seat try an act that the rule of that key refuses."""
        with pytest.raises(OutOfOrder) as refused:
            decide(self.meeting, act=act, by=by, at=self.at, fields=fields)
        assert refused.value.rule == rule, refused.value
        assert rule in self.meeting.profile.rules
        return refused.value

    def come(self, *seats: str) -> None:
        for seat in seats:
            self.do("connect_seat", MACHINE, seat=seat)

    def leave(self, *seats: str) -> None:
        for seat in seats:
            self.do("disconnect_seat", MACHINE, seat=seat)

    def speak(self, seat: str, *, kind: str = "statement") -> None:
        """Let a seat ask for the floor, get it, speak for a minute and end."""
        self.do("request_floor", seat, kind=kind)
        self.do("give_floor", self.meeting.presiding, to=seat)
        self.wait(seconds=60)
        self.do("yield_floor", seat)

    def point(self, seat: str, *, sustained: bool = False) -> None:
        """Let a seat raise a point of order and the Chair rule on it."""
        self.speak(seat, kind="point_of_order")
        self.do("rule_on_point", self.meeting.presiding, sustained=sustained, text="So it is.")

    def put(self, subject: e.Subject, method: str, *, deadline: datetime | None = None) -> int:
        self.do("put_question", self.meeting.presiding, subject=subject, method=method, deadline=deadline)
        return self.question.number

    def close(self) -> e.QuestionClosed:
        """Close the question last put."""
        closed = self.do("close_question", self.meeting.presiding, question=self.question.number)[0]
        assert isinstance(closed, e.QuestionClosed)
        return closed

    def vote(self, position: str, *seats: str) -> None:
        for seat in seats:
            self.do("take_position", seat, question=self.question.number, position=position)


def opened(*, profile: Profile = TURKIC_COUNCIL, absent: Sequence[str] = ()) -> Table:
    """A meeting just opened, everybody present but those absent."""
    table = Table(profile=profile)
    table.come(*(seat for seat in SEATS if seat not in absent))
    table.do("open_meeting", "AZ")
    return table


def under_way(*, profile: Profile = TURKIC_COUNCIL, absent: Sequence[str] = ()) -> Table:
    """A meeting that has adopted its agenda and taken up its first item."""
    table = opened(profile=profile, absent=absent)
    table.put(AGENDA, "consensus")
    table.close()
    table.do("open_item", "AZ", item=1)
    return table


def with_text(*, profile: Profile = TURKIC_COUNCIL, absent: Sequence[str] = (), version: e.Version = TEXT) -> Table:
    """A meeting with the text of KZ before it, final in every language required."""
    table = under_way(profile=profile, absent=absent)
    table.do("table_proposal", "KZ", language="en", version=version)
    for language in profile.final_languages[1:]:
        table.do("translate_proposal", "KZ", proposal=1, language=language, version=version, final=True)
    return table


def said(events: Sequence[e.Event]) -> list[str]:
    return [type(event).__name__ for event in events]
