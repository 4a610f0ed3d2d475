"""Plays a scenario against a site: every seat a client of its own, every act a POST, every expectation read back."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from kenesh.core.domain.text import pick
from kenesh.meetings import codec
from kenesh.meetings.verify import Broken
from kenesh.sites.rehearsal import leaving
from kenesh.sites.rehearsal import record as records
from kenesh.sites.rehearsal.client import Answer
from kenesh.sites.rehearsal.doing import Errands
from kenesh.sites.rehearsal.expecting import Expect
from kenesh.sites.rehearsal.links import Links
from kenesh.sites.rehearsal.looking import unmet
from kenesh.sites.rehearsal.report import Refusal, Report
from kenesh.sites.rehearsal.scenario import Scenario
from kenesh.sites.rehearsal.steps import Act, Presence, Step, Together, Wait
from kenesh.sites.rehearsal.table import PUBLIC, Table
from kenesh.sites.rehearsal.teller import Teller
from kenesh.sites.rehearsal.wire import act_form

ALL_SERVED: Final = 15.0


class Stopped(Exception):
    """The play cannot go on: an act was not answered as the scenario says."""


class Seating(Protocol):
    """What makes the table."""

    def __call__(self, *, scenario: Scenario, links: Links) -> Table:
        """Seat everyone."""
        ...


async def play(
    *,
    scenario: Scenario,
    links: Links,
    out: Path,
    teller: Teller,
    real_pace: bool = False,
    seating: Seating = Table,
) -> Report:
    """Play a scenario from signing in to the verified record in ``out``, and report what was shown.

    What does not hold is in the report; ``SiteFails``, ``NoLinks`` and ``NotConvened`` say why it could not be played.
    """
    began = time.monotonic()
    table = seating(scenario=scenario, links=links)
    player = _Player(table=table, teller=teller, real_pace=real_pace)
    try:
        await player.run(out)
    finally:
        await table.close()
    player.report.seconds = time.monotonic() - began
    return player.report


class _Player:
    def __init__(self, *, table: Table, teller: Teller, real_pace: bool) -> None:
        self.table = table
        self.scenario = table.scenario
        self.tell = teller
        self.report = Report(
            site=table.links.address,
            probes=self.scenario.probes,
            expect_total=len(self.scenario.expectations) + self.scenario.looked_at,
        )
        self.ledger = records.Ledger()
        self.head = 0
        self._pace = real_pace
        self._began = 0.0

    async def run(self, out: Path) -> None:
        await self._gather()
        errands = Errands(table=self.table, teller=self.tell, report=self.report, ledger=self.ledger)
        await errands.run(self.scenario.before)
        try:
            for step in self.scenario.steps:
                await self._step(step)
            if self.scenario.expect:
                self.tell.note("At the end")
            await self._expect(self.scenario.expect)
        except Stopped as stopped:
            self._fail(f"{stopped}; the rest was not played")
        self._conclude()
        await self._all_served()
        await self._all_heard()
        await self._keep(out)
        await self._afterwards(errands, out)

    async def _afterwards(self, errands: Errands, out: Path) -> None:
        """Do what follows a meeting that is over, and fetch what it leaves."""
        meeting = self.table.latest
        if meeting is None or meeting.phase != "closed":
            return
        await errands.run(self.scenario.after)
        self.report.documents = await leaving.documents(table=self.table, folder=out, languages=errands.languages)
        self.report.languages = list(dict.fromkeys(one["language"] for one in self.report.documents))
        if self.report.key:
            self.report.archive, wrong = await leaving.archive(table=self.table, folder=out, key=self.report.key)
            if wrong:
                self._fail(f"the archive does not hold: {wrong}")

    async def _gather(self) -> None:
        """Sign everyone in, convene, and let the public look on where it may."""
        await self.table.sign_in()
        self.tell.tells(f"Signed in, each by its own link: {', '.join(self.scenario.meeting.seats)}")
        await self.table.convene()
        await self.table.fetch_tokens()
        meeting = self.scenario.meeting
        self.tell.tells(f"The Secretariat has convened {meeting.symbol}: {pick(meeting.title, 'en')}")
        if meeting.open_to_public:
            await self.table.presences[PUBLIC].enter()
        self._began = time.monotonic()

    async def _step(self, step: Step) -> None:
        await self._wait_for_its_time(step.at)
        self.tell.note(step.note)
        match step:
            case Together():
                await self._together(step)
            case Presence():
                await self._presence(step)
            case Act():
                self._judge(step, await self._send(step))
            case Wait():
                await asyncio.sleep(step.wait)
        await self._expect(step.expect)
        await self.table.settle(self.head)

    async def _wait_for_its_time(self, at: timedelta | None) -> None:
        if self._pace and at is not None:
            await asyncio.sleep(max(0.0, self._began + at.total_seconds() - time.monotonic()))

    async def _together(self, step: Together) -> None:
        acts: list[Act] = list(step.together)
        answers = await asyncio.gather(*(self._send(act) for act in acts))
        for act, answer in zip(acts, answers, strict=True):
            self._judge(act, answer)
        for act in acts:
            await self._expect(act.expect)

    async def _presence(self, step: Presence) -> None:
        if step.disconnect:
            await self.table.cut(step.disconnect)
            self.tell.present(codes=step.disconnect, how="cut off")
        if step.leave:
            await self.table.leave(step.leave)
            self.tell.present(codes=step.leave, how="left the room")
        if step.join:
            await self.table.join(step.join)
            self.tell.present(codes=step.join, how="in the room")

    async def _send(self, act: Act) -> Answer:
        form = act_form(act=act, now=datetime.now(tz=UTC))
        return await self.table.clients[act.seat].act(place=self.table.place, act=act.name, form=form)

    def _judge(self, act: Act, answer: Answer) -> None:
        """Hold an answer against what the scenario says of the act."""
        if answer.done:
            self._done(act, answer.said)
        elif answer.refused and act.refused == answer.said.get("key"):
            self.report.refusals.append(_refusal(act, answer))
            self.tell.refused(code=act.seat, act=act.name, said=answer.said, meeting=self.table.latest)
        elif answer.refused and act.refused:
            self._fail(f"{_named(act)}: refused under {_rule(answer)}, expected under {act.refused}")
        else:
            raise Stopped(f"{_named(act)}: {_why(answer)}")

    def _done(self, act: Act, said: Any) -> None:
        self.ledger.note(by=act.seat, events=said["events"])
        self.head = max(self.head, said["seq"])
        if act.refused:
            raise Stopped(f"{_named(act)}: done, expected refused under {act.refused}")
        self.report.acts += 1
        events = [codec.decode(one["kind"], codec.VERSIONS[one["kind"]], one["payload"]) for one in said["events"]]
        self.tell.did(code=act.seat, events=events, meeting=self.table.latest)

    async def _expect(self, expectations: list[Expect]) -> None:
        met = 0
        for one in expectations:
            wrong = await unmet(self.table, one, head=self.head)
            met += not wrong
            for difference in wrong:
                self._fail(difference)
        self.report.expect_met += met
        self.tell.met(met)

    async def _all_served(self) -> None:
        """Ask that everyone in the room was served the same journal, to its end."""
        for code in (*self.table.seats_inside, PUBLIC):
            if self.table.inside(code):
                served = self.table.served(code)
                if not await served.until(partial(served.is_at, self.head), seconds=ALL_SERVED) or served.broken:
                    self._fail(f"{code}: {served.broken or f'served up to line {served.seq} of {self.head}'}")

    async def _all_heard(self) -> None:
        self.report.sounded = await self.table.sounded()
        for failure in self.report.sounded.failures if self.report.sounded else ():
            self._fail(failure)

    def _conclude(self) -> None:
        """Take the last decision, a body's before any other, for the report."""
        meeting = self.table.latest
        decisions = meeting.decisions if meeting else ()
        chosen = next((one for one in reversed(decisions) if one.body), decisions[-1] if decisions else None)
        if chosen:
            self.report.decision = chosen.symbol
            self.report.body = pick(chosen.body.names, "en") if chosen.body else ""

    async def _keep(self, out: Path) -> None:
        client = self.table.clients[self.scenario.meeting.chair]
        record = await client.download(f"{self.table.place.meeting}record.jsonl")
        key = await client.download(f"{self.table.place.site}/keys/record.pub")
        self.report.record, self.report.key = records.keep(folder=out, record=record, key=key)
        meeting = self.table.latest
        try:
            verified = records.check(
                record=self.report.record, key=self.report.key, closed=meeting is not None and meeting.over
            )
        except (Broken, ValueError) as broken:
            self._fail(f"the record does not hold: {broken}")
            return
        self.report.verified, self.report.lines = True, verified.lines
        for difference in self.ledger.differences(record=self.report.record):
            self._fail(difference)
        recorded = records.hashes(record=self.report.record)
        for code, presence in self.table.presences.items():
            if not presence.served.hashes.items() <= recorded.items():
                self._fail(f"{code}: was served lines that are not those of the record")

    def _fail(self, text: str) -> None:
        self.report.failures.append(text)
        self.tell.fails(text)


def _refusal(act: Act, answer: Answer) -> Refusal:
    said = answer.said
    return Refusal(
        seat=act.seat,
        act=act.name,
        rule=str(said.get("key")),
        number=str(said.get("rule")),
        reason=str(said.get("reason")),
    )


def _named(act: Act) -> str:
    fields = ", ".join(
        f"{name} {value}" for name, value in act.fields.items() if value and isinstance(value, int | str)
    )
    return f"{act.seat} {act.name.replace('_', ' ')}" + (f" ({fields[:80]})" if fields else "")


def _rule(answer: Answer) -> str:
    return f"{answer.said.get('key')} ({answer.said.get('reason')})"


def _why(answer: Answer) -> str:
    if answer.refused:
        return f"refused under {_rule(answer)}, expected done"
    return f"not understood ({answer.status}): {answer.said.get('errors', answer.said)}"
