"""Plays a scenario on the rules alone: no server, no database, the forms of the acts and the fold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import QueryDict

from kenesh.council.codec import SeatEntry, laid_out
from kenesh.council.domain.periods import in_force
from kenesh.meetings.domain.acts import decide
from kenesh.meetings.domain.events import ConvenedItem, Event, InvitedSeat, MeetingConvened
from kenesh.meetings.domain.journal import apply
from kenesh.meetings.domain.rules.guards import OutOfOrder
from kenesh.meetings.domain.state import MACHINE, Meeting
from kenesh.meetings.forms.acts import FORMS
from kenesh.meetings.profiles import profile_of, shipped_profile
from kenesh.sites.rehearsal.scenario import Scenario
from kenesh.sites.rehearsal.steps import Act, Presence, Step, Together
from kenesh.sites.rehearsal.wire import act_form


@dataclass
class OnPaper:
    """A meeting as it would stand if every act of a scenario were put straight to the rules."""

    scenario: Scenario
    meeting: Meeting
    at: datetime = datetime(2020, 5, 7, 8, tzinfo=UTC)
    acts: int = 0
    refused: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def play(self, step: Step) -> None:
        self.at += timedelta(seconds=10)
        match step:
            case Together():
                for act in step.together:
                    self.play(act)
            case Presence():
                for code in step.join:
                    self._follow(
                        decide(self.meeting, act="connect_seat", by=MACHINE, at=self.at, fields={"seat": code}), MACHINE
                    )
                for code in step.leave:
                    self._follow(
                        decide(self.meeting, act="disconnect_seat", by=MACHINE, at=self.at, fields={"seat": code}),
                        MACHINE,
                    )
            case Act():
                self._act(step)

    def _act(self, act: Act) -> None:
        where = f"{act.seat} {act.name} {act.fields}"
        try:
            events = decide(self.meeting, act=act.name, by=act.seat, at=self.at, fields=self._values(act))
        except OutOfOrder as refused:
            self.refused.append(refused.rule)
            if refused.rule != act.refused:
                self.wrong.append(f"{where}: refused under {refused.rule}: {refused}; expected {act.refused}")
            return
        if act.refused:
            self.wrong.append(f"{where}: accepted; expected refused under {act.refused}")
        if not events:
            self.wrong.append(f"{where}: changed nothing")
        self.acts += 1
        self.events += events
        self._follow(events, act.seat)

    def _values(self, act: Act) -> dict[str, Any]:
        sent = QueryDict(mutable=True)
        for name, value in act_form(act=act, now=self.at).items():
            sent.setlist(name, [value] if isinstance(value, str) else value)
        form = FORMS[act.name](sent, meeting=self.meeting, seat=act.seat)
        assert form.is_valid(), f"{act}: {form.errors.as_json()}"
        return form.values()

    def _follow(self, events: tuple[Event, ...], by: str) -> None:
        for event in events:
            self.meeting = apply(self.meeting, event, at=self.at, by=by)


def play_on_paper(scenario: Scenario) -> OnPaper:
    paper = OnPaper(scenario, started(scenario))
    for step in scenario.steps:
        paper.play(step)
    return paper


def started(scenario: Scenario) -> Meeting:
    return apply(None, _convened(scenario), at=scenario.meeting.start, by=scenario.secretariat)


def _convened(scenario: Scenario) -> MeetingConvened:
    meeting, council = scenario.meeting, scenario.council
    name = scenario.rules
    own = scenario.own_rules
    return MeetingConvened(
        symbol=meeting.symbol,
        council=council.council,
        council_names=council.names[0].names,
        body={},
        title=meeting.title,
        referral=meeting.referral,
        starts_at=meeting.start,
        languages=tuple(meeting.languages or council.languages),
        seats=tuple(
            _seat(seat, place, scenario) for place, seat in enumerate(council.seats) if seat.code in meeting.seats
        ),
        chair=meeting.chair,
        agenda=tuple(
            ConvenedItem(number=place, titles=item.title, minutes=item.minutes)
            for place, item in enumerate(meeting.agenda, start=1)
        ),
        profile=profile_of(name=name, data=own[name] if name in own else shipped_profile(name)),
    )


def _seat(seat: SeatEntry, place: int, scenario: Scenario) -> InvitedSeat:
    turn = in_force(laid_out(seat.statuses), on=scenario.meeting.start.date())
    assert turn is not None
    assert turn.value is not None
    status = turn.value.status
    return InvitedSeat(
        code=seat.code,
        kind="organ" if seat.organ else "state",
        status="secretariat" if status == "organ" else status,
        precedence=place,
        names=seat.names,
        authority=seat.authority.names if seat.authority else {},
        time_zone=seat.time_zone,
    )
