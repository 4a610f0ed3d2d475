"""A machine that plays meetings and holds the laws after every act."""

import json
from datetime import datetime
from typing import Any, ClassVar, get_args

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from kenesh.core.chain import canonical
from kenesh.meetings import codec
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.acts import decide
from kenesh.meetings.domain.journal import apply, replay
from kenesh.meetings.domain.profile import Profile
from kenesh.meetings.domain.rules.circulation import Sheet
from kenesh.meetings.domain.rules.guards import OutOfOrder
from kenesh.meetings.domain.state import MACHINE, Meeting, Tally
from tests.meetings.domain.builders import (
    AGENDA,
    GROUP,
    MEMBERS,
    OTHERS,
    PROFILES,
    SEATS,
    START,
    TEXT,
    UNGA_LIKE,
    Table,
    amendment,
    convened,
    establishing,
    proposal,
)
from tests.meetings.domain.requests import Fields, requests, seats

Request = tuple[str, str, datetime, Fields]

# What makes a decision; who takes no part in decisions could as well not have asked for it.
DECIDING = {
    "put_question",
    "withdraw_question",
    "close_question",
    "raise_objection",
    "withdraw_objection",
    "take_position",
    "break_silence",
    "appeal_ruling",
    "rule_on_point",
}
LONG = 100  # requests, after which a meeting may as well be closed
numbers = st.integers(1, 3)
members = st.sampled_from(MEMBERS)
positions = st.one_of(
    st.just(dict.fromkeys(MEMBERS, "yes")),
    st.just(dict.fromkeys(MEMBERS, "no")),
    st.dictionaries(members, st.sampled_from(get_args(e.Position))),
)


def stored(event: e.Event) -> tuple[str, int, bytes]:
    kind, version, payload = codec.encode(event)
    return kind, version, canonical(payload)


def read(line: tuple[str, int, bytes]) -> e.Event:
    kind, version, payload = line
    return codec.decode(kind, version, json.loads(payload))


def outcomes(meeting: Meeting) -> list[Tally | None]:
    return [question.tally for question in meeting.questions]


def started(profile: Profile) -> Meeting:
    return apply(None, convened(profile=profile), at=START, by="SEC")


class MeetingMachine(RuleBasedStateMachine):
    """A meeting of which everybody asks anything, sensible things often enough to get somewhere."""

    reached: ClassVar[set[str]] = set()
    refused: ClassVar[set[str]] = set()

    # Only one of the three profiles knows appeals and roll calls.
    @initialize(profile=st.sampled_from((*PROFILES, UNGA_LIKE, UNGA_LIKE)), ready=st.integers(0, 4))
    def convene(self, profile: Profile, ready: int) -> None:
        self.table = Table(profile=profile)
        self.copy = started(profile)
        self.requests: list[Request] = []
        self.tallies: dict[int, Tally] = {}
        self.snapshot = 0, codec.encode_state(self.copy)
        if ready:
            self.come_in()
            self.do("open_meeting", "AZ")
            self.adopt_agenda(method="consensus", objector=None)

    # One request, and what it may and may not do

    def do(self, act: str, by: str, **fields: Any) -> None:
        meeting, at = self.table.meeting, self.table.at
        before = codec.encode_state(meeting)
        self.requests.append((act, by, at, fields))
        events = self.asked(act, by, fields)
        assert codec.encode_state(meeting) == before
        assert events == self.asked(act, by, fields)
        for event in events:
            self.record(event, by=by)
        self.hold_the_laws()

    def asked(self, act: str, by: str, fields: Fields) -> tuple[e.Event, ...]:
        """Return what follows, nothing from what is refused under a rule of the profile; anything else is an error."""
        meeting = self.table.meeting
        try:
            return decide(meeting, act=act, by=by, at=self.table.at, fields=fields)
        except OutOfOrder as out_of_order:
            refused = out_of_order
        assert refused.rule in meeting.profile.rules
        assert refused.reason % refused.params
        self.refused.add(refused.rule)
        return ()

    def record(self, event: e.Event, *, by: str) -> None:
        line = stored(event)
        again = read(line)
        assert again == event
        assert stored(again) == line
        self.table.record(event, by=by)
        self.copy = apply(self.copy, again, at=self.table.at, by=by)
        assert self.copy == self.table.meeting
        self.check(event, by=by)
        self.reached.add(type(event).__name__)

    def check(self, event: e.Event, *, by: str) -> None:
        meeting = self.table.meeting
        assert by == MACHINE or by in SEATS
        if isinstance(event, e.FloorGiven | e.FloorResumed):
            assert meeting.speech is not None
            assert meeting.speech.seat in meeting.present
        if isinstance(event, e.QuestionClosed):
            taking_part = set(event.entitled) | set(event.positions) | set(event.objections)
            assert taking_part <= {seat.code for seat in meeting.members if seat.admitted}
            assert event.yes + event.no + event.abstain == len(event.positions)
            tally = meeting.questions[event.question - 1].tally
            assert tally is not None
            self.tallies[event.question] = tally
            self.reached.add(f"{event.outcome} by {meeting.questions[event.question - 1].method}")
        if isinstance(event, e.PositionTaken | e.ObjectionRaised | e.SilenceBroken):
            assert event.seat == by
            assert by in {seat.code for seat in meeting.members if seat.admitted}

    # What anybody asks

    @rule(seat=seats, request=requests())
    def ask_anything(self, seat: str, request: tuple[str, Fields]) -> None:
        act, fields = request
        if act == "close_meeting" and len(self.requests) < LONG:
            return
        self.do(act, seat, **fields)

    @rule(request=requests())
    def ask_anything_as_the_chair(self, request: tuple[str, Fields]) -> None:
        act, fields = request
        if act == "close_meeting" and len(self.requests) < LONG:
            return
        self.do(act, self.chair, **fields)

    @rule(seconds=st.sampled_from((1, 60, 700, 3600, 100_000)))
    def wait(self, seconds: int) -> None:
        self.table.wait(seconds=seconds)

    @rule()
    def take_a_snapshot(self) -> None:
        self.snapshot = len(self.table.lines), codec.encode_state(self.table.meeting)

    # What a meeting is made of, each step of which can be refused

    @property
    def chair(self) -> str:
        return self.table.meeting.presiding

    @property
    def last(self) -> int:
        return len(self.table.meeting.questions)

    @rule()
    def come_in(self) -> None:
        for seat in SEATS:
            self.do("connect_seat", MACHINE, seat=seat)

    @rule(seat=seats)
    def leave(self, seat: str) -> None:
        self.do("disconnect_seat", MACHINE, seat=seat)

    @rule()
    def open_or_resume(self) -> None:
        self.do("open_meeting", self.chair)
        self.do("resume_meeting", self.chair)

    @rule(method=st.sampled_from(("consensus", "majority")), objector=st.none() | members)
    def adopt_agenda(self, method: str, objector: str | None) -> None:
        self.come_to_order()
        self.do("put_question", self.chair, subject=AGENDA, method=method)
        if objector:
            self.do("raise_objection", objector, question=self.last)
        self.do("close_question", self.chair, question=self.last)

    @rule(seat=seats, kind=st.sampled_from(("statement", "point_of_order", "right_of_reply")), end=st.booleans())
    def speak(self, seat: str, kind: str, *, end: bool) -> None:
        self.do("request_floor", seat, kind=kind)
        self.do("give_floor", self.chair)
        if end:
            self.do("yield_floor", seat)
            self.do("rule_on_point", self.chair, sustained=False, text="No.")

    def come_to_order(self) -> None:
        """Bring a meeting that is open to where a question can be put."""
        self.open_or_resume()
        self.clear_the_floor()
        if self.table.meeting.question:
            self.do("withdraw_question", self.chair, question=self.table.meeting.question.number)

    @rule()
    def clear_the_floor(self) -> None:
        for _turn in range(3):
            self.do("give_floor", self.chair)
            if self.table.meeting.speech:
                self.do("yield_floor", self.table.meeting.speech.seat)
            self.do("rule_on_point", self.chair, sustained=True, text="Yes.")

    @rule(seat=members, group=st.booleans())
    def table_text(self, seat: str, *, group: bool) -> None:
        version, establishes = (GROUP, establishing(convenor="SEC")) if group else (TEXT, None)
        self.do("table_proposal", seat, language="en", version=version, establishes=establishes)
        self.translate(len(self.table.meeting.proposals))

    def translate(self, number: int) -> None:
        for text in self.table.meeting.proposals[number - 1 : number]:
            self.do("translate_proposal", "SEC", proposal=number, language="ru", version=text.text, final=True)

    @rule(
        seat=members,
        number=numbers,
        change=st.sampled_from(get_args(e.Change)),
        paragraph=st.integers(0, 3),
        accept=st.booleans(),
    )
    def amend(self, seat: str, number: int, change: str, paragraph: int, *, accept: bool) -> None:
        self.do("table_amendment", seat, proposal=number, change=change, paragraph=paragraph, text="New.")
        if accept:
            for author in MEMBERS:
                self.do("accept_amendment", author, amendment=len(self.table.meeting.amendments))
        self.translate(number)

    @rule(
        subject=st.sampled_from([make(n) for n in (1, 2, 3) for make in (proposal, amendment)]) | st.none(),
        choice=st.integers(0, 2),
        votes=positions,
        close=st.booleans(),
    )
    def decide(self, subject: e.Subject | None, choice: int, votes: dict[str, str], *, close: bool) -> None:
        self.come_to_order()
        if subject is None:
            self.table_text("KZ", group=True)
            subject = proposal(len(self.table.meeting.proposals))
        methods = [method for method in self.table.meeting.profile.substance if method != "silence"]
        method = methods[choice % len(methods)]
        self.do("put_question", self.chair, subject=subject, method=method)
        self.vote(votes, close=close)

    @rule(votes=positions, close=st.booleans())
    def vote(self, votes: dict[str, str], *, close: bool) -> None:
        for seat in MEMBERS:
            self.do("call_seat", self.chair, question=self.last)
            self.do("take_position", seat, question=self.last, position=votes.get(seat, "yes"))
            if votes.get(seat) == "no":
                self.do("raise_objection", seat, question=self.last)
        if close:
            self.do("close_question", self.chair, question=self.last)

    @rule(number=numbers, how=st.sampled_from(("objection", "amendment", "deadline", "suspension")), seat=members)
    def silence(self, number: int, how: str, seat: str) -> None:
        self.come_to_order()
        deadline = self.table.at.replace(microsecond=0) + (datetime(2020, 1, 5) - datetime(2020, 1, 1))  # noqa: DTZ001 -- four days
        self.do("put_question", self.chair, subject=proposal(number), method="silence", deadline=deadline)
        if how == "suspension":
            self.do("suspend_meeting", self.chair)
        if how in {"objection", "suspension"}:
            self.do("break_silence", seat, question=self.last, reason="No.")
        if how == "amendment":
            self.do("table_amendment", seat, proposal=number, change="adds", paragraph=0, text="Recalling,")
        if how == "deadline":
            self.table.wait(days=4)
            self.do("close_question", MACHINE, question=self.last)

    @rule(seat=members, votes=positions)
    def appeal(self, seat: str, votes: dict[str, str]) -> None:
        self.come_to_order()
        self.speak(seat, "point_of_order", end=True)
        self.do("appeal_ruling", seat)
        self.vote(votes, close=True)

    @rule(seat=members, number=numbers, votes=positions)
    def choose_between_amendments(self, seat: str, number: int, votes: dict[str, str]) -> None:
        self.amend(seat, number, "changes", 1, accept=False)
        self.amend(seat, number, "deletes", 1, accept=False)
        self.decide(amendment(len(self.table.meeting.amendments)), 0, votes, close=True)

    @rule(seat=members, other=members, how=st.sampled_from(("point", "lost point", "leave", "suspend")))
    def interrupt(self, seat: str, other: str, how: str) -> None:
        self.come_to_order()
        self.speak(seat, "statement", end=False)
        if how == "point":
            self.speak(other, "point_of_order", end=True)
        if how == "lost point":
            self.speak(other, "point_of_order", end=False)
            self.leave(other)
            self.do("give_floor", self.chair)
            self.do("call_to_order", self.chair, seat=other, reason="Noise")
        if how == "leave":
            self.leave(seat)
        if how == "suspend":
            self.do("suspend_meeting", self.chair)
            self.open_or_resume()
        self.do("give_floor", self.chair)

    @rule(
        seat=seats, digest=st.sampled_from("abc"), finding=st.sampled_from((*get_args(e.Finding), "waits", "admitted"))
    )
    def show_full_powers(self, seat: str, digest: str, finding: str) -> None:
        self.do("receive_credentials", seat, digest=digest * 64, size=1, media_type="application/pdf")
        if finding in get_args(e.Finding):
            self.do("examine_credentials", "SEC", seat=seat, finding=finding, reason="So found.")
        if finding == "admitted":
            self.do("admit_provisionally", "SEC", seat=seat)

    @rule(paper=numbers, revision=numbers, circulation=st.sampled_from(get_args(e.Circulation)))
    def circulate(self, paper: int, revision: int, circulation: str) -> None:
        sheet = Sheet(language="en", revision=revision, digest="a" * 64, size=1, media_type="text/plain")
        symbol = f"{self.table.meeting.symbol}/WP.{paper}"
        self.do("circulate_paper", "SEC", paper=paper, symbol=symbol, sheets=(sheet,), circulation=circulation)
        self.do("show_exhibit", self.chair, kind="paper", reference=symbol)

    @rule(seat=members)
    def hand_over(self, seat: str) -> None:
        self.do("hand_over_chair", self.chair, to=seat)

    @rule()
    def close_the_meeting(self) -> None:
        if len(self.requests) > LONG:
            self.come_to_order()
            self.do("close_meeting", self.chair)

    @rule()
    def close_again(self) -> None:
        for number in self.tallies:
            assert (
                decide(
                    self.table.meeting,
                    act="close_question",
                    by=self.chair,
                    at=self.table.at,
                    fields={"question": number},
                )
                == ()
            )

    # What holds after every act

    def hold_the_laws(self) -> None:
        self.nobody_is_on_the_list_twice()
        self.at_most_one_speaks_and_who_speaks_is_in_the_room()
        self.nobody_has_the_floor_while_a_ruling_is_due()
        self.nobody_speaks_while_the_meeting_is_not_open()
        self.what_was_decided_stays_decided()
        self.every_text_has_a_paragraph_and_every_amendment_its_place()
        self.a_text_is_decided_once()
        self.a_closed_meeting_leaves_nothing_open()

    def nobody_is_on_the_list_twice(self) -> None:
        for queue in (self.table.meeting.speakers, self.table.meeting.points):
            waiting = [request.seat for request in queue]
            assert len(set(waiting)) == len(waiting)

    def at_most_one_speaks_and_who_speaks_is_in_the_room(self) -> None:
        meeting = self.table.meeting
        running = [speech.number for speech in meeting.speeches if speech.running_since]
        assert running == ([] if meeting.floor is None else [meeting.floor])
        assert meeting.speech is None or meeting.speech.seat in meeting.present
        assert all(meeting.find_seat(speech.seat) for speech in meeting.speeches)
        waiting = [speech.number for speech in meeting.speeches if not (speech.running_since or speech.ended_at)]
        assert sorted(meeting.interrupted) == waiting

    def nobody_has_the_floor_while_a_ruling_is_due(self) -> None:
        assert self.table.meeting.point_heard is None or self.table.meeting.floor is None

    def nobody_speaks_while_the_meeting_is_not_open(self) -> None:
        assert self.table.meeting.phase == "open" or self.table.meeting.floor is None

    def what_was_decided_stays_decided(self) -> None:
        tallies = {q.number: q.tally for q in self.table.meeting.questions if q.state == "closed"}
        assert tallies == self.tallies

    def every_text_has_a_paragraph_and_every_amendment_its_place(self) -> None:
        texts = {text.number: len(text.text.paragraphs) for text in self.table.meeting.proposals}
        assert all(texts.values())
        for change in self.table.meeting.amendments:
            first = 0 if change.change == "adds" else 1
            assert change.state != "before" or first <= change.paragraph <= texts[change.proposal]

    def a_text_is_decided_once(self) -> None:
        decided = [decision.proposal for decision in self.table.meeting.decisions]
        assert len(set(decided)) == len(decided)
        assert {t.number for t in self.table.meeting.proposals if t.state == "adopted"} == set(decided)

    def a_closed_meeting_leaves_nothing_open(self) -> None:
        meeting = self.table.meeting
        if meeting.phase == "closed":
            left = (meeting.open_questions, meeting.speakers, meeting.points, meeting.interrupted, meeting.item)
            assert left == ((), (), (), (), None)

    # What holds in the end

    def teardown(self) -> None:
        meeting, lines = self.table.meeting, self.table.lines
        assert replay((read(stored(event)), at, by) for event, at, by in lines) == meeting
        seen, state = self.snapshot
        assert replay(lines[seen:] if seen else lines[1:], start=codec.decode_state(state)) == meeting
        assert outcomes(self.without_those_who_do_not_decide()) == outcomes(meeting)

    def without_those_who_do_not_decide(self) -> Meeting:
        """The same meeting, had observers and Secretariat never tried to take part in a decision."""
        meeting = started(self.table.meeting.profile)
        for act, by, at, fields in self.requests:
            if by in OTHERS and act in DECIDING:
                continue
            try:
                events = decide(meeting, act=act, by=by, at=at, fields=fields)
            except OutOfOrder:
                continue
            for event in events:
                meeting = apply(meeting, event, at=at, by=by)
        return meeting
