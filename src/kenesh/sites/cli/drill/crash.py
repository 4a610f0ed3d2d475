"""The crash drill: acts under load, a server killed again and again, and the record held against the answers."""

import asyncio
import random
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from rich.progress import Progress, TaskID

from kenesh.sites.cli.child import ChildSite
from kenesh.sites.cli.delegates import Answer, Delegate, NoAnswer, Room, enter, open_meeting, ways
from kenesh.sites.cli.drill.record import DrillRecord, fetch_record
from kenesh.sites.rehearsal.client import SiteFails

PAUSE: Final = 0.05  # seconds before an act that was not answered is sent again
PATIENCE: Final = 300.0  # seconds in which every act must have been answered
SENT_AGAIN: Final = 0.1  # share of acts that are sent again although they were answered
JITTER: Final = 0.1  # seconds between an act and the kill that it lets loose, at most
COMING_UP: Final = 1.5  # seconds into a start that is itself killed, at most
EVERY: Final = 5  # each kill of that number strikes a site that is coming up
CHANCE: Final = random.Random()  # noqa: S311 -- chance, not a secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """Where the answer to an act said that its line stands."""

    seq: int
    hash: str


@dataclass
class Ledger:
    """What the clients were answered, and what they were not."""

    acknowledged: dict[str, Acknowledged] = field(default_factory=dict)
    unanswered: int = 0
    failed: int = 0
    sent_again: int = 0
    differing: int = 0
    kills: int = 0
    moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def take(self, key: str, answer: Answer) -> None:
        """Note an answer; a second one to the same key must be the first one's."""
        found = Acknowledged(seq=answer.said["seq"], hash=answer.said["hash"])
        self.differing += self.acknowledged.setdefault(key, found) != found
        async with self.moved:
            self.moved.notify_all()

    async def reached(self, number: int) -> None:
        """Wait until so many acts are acknowledged."""
        async with self.moved:
            await self.moved.wait_for(lambda: len(self.acknowledged) >= number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the drill found."""

    acts: int
    ledger: Ledger
    found: DrillRecord
    lost: int
    doubled: int
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether every act was acknowledged, none is lost, none doubled, and the record verifies."""
        complete = len(self.ledger.acknowledged) == self.acts
        return complete and self.found.verified and not (self.lost or self.doubled or self.ledger.differing)

    @property
    def record(self) -> bytes:
        return self.found.record

    @property
    def key(self) -> bytes:
        return self.found.key

    def as_json(self) -> dict[str, Any]:
        """Say it for a program."""
        return {
            "acts": self.acts,
            "acknowledged": len(self.ledger.acknowledged),
            "lost": self.lost,
            "doubled": self.doubled,
            "differing": self.ledger.differing,
            "kills": self.ledger.kills,
            "unanswered": self.ledger.unanswered,
            "failed": self.ledger.failed,
            "sent_again": self.ledger.sent_again,
            "verified": self.found.verified,
            "reason": self.found.reason,
            "lines": len(self.found.lines),
            "seconds": round(self.seconds, 1),
        }


async def run(*, site: ChildSite, acts: int, kills: int, clients: int, progress: Progress) -> Result:
    """Convene a meeting, let its seats act while the site is killed, and judge."""
    start = time.monotonic()
    ledger = Ledger()
    await asyncio.to_thread(site.come_up)
    async with ways() as shared:
        room = await enter(site=site.address, number=max(clients, 2), ways=shared)
        await open_meeting(room=room)
        for delegate in room.states[:clients]:
            await delegate.do("request-floor", kind="statement")
        await _under_load(site, room.states[:clients], ledger, acts=acts, kills=kills, progress=progress)
        await _close(room, clients=clients)
        found = await fetch_record(delegate=room.secretariat)
    await asyncio.to_thread(site.stop)
    lost, doubled = judged(lines=found.lines, acknowledged=ledger.acknowledged)
    return Result(acts=acts, ledger=ledger, found=found, lost=lost, doubled=doubled, seconds=time.monotonic() - start)


def judged(*, lines: Sequence[Mapping[str, Any]], acknowledged: Mapping[str, Acknowledged]) -> tuple[int, int]:
    """Return how many acknowledged acts are not in the record where they were said to be, and how many stand twice."""
    handed: defaultdict[str, list[Acknowledged]] = defaultdict(list)
    for line in lines:
        if line["kind"] == "StatementHandedIn":
            handed[_key(line["payload"]["text"])].append(Acknowledged(seq=line["seq"], hash=line["hash"]))
    lost = sum(where not in handed[key] for key, where in acknowledged.items())
    return lost, sum(len(places) > 1 for places in handed.values())


async def _under_load(
    site: ChildSite, delegates: Sequence[Delegate], ledger: Ledger, *, acts: int, kills: int, progress: Progress
) -> None:
    """Let the delegates act until every act is acknowledged, and the site be killed until it was often enough."""
    keys = iter([uuid.uuid4().hex for _ in range(acts)])
    tasks = [asyncio.create_task(_act(delegate, keys, ledger)) for delegate in delegates]
    tasks.append(asyncio.create_task(_kill(site, ledger, acts=acts, kills=kills)))
    watching = asyncio.create_task(_watch(ledger, progress, progress.add_task("", total=acts)))
    try:
        async with asyncio.timeout(PATIENCE + acts):
            await asyncio.gather(*tasks)
    except TimeoutError:
        raise SiteFails(f"after {PATIENCE + acts:.0f} seconds not every act was answered") from None
    finally:
        for task in (*tasks, watching):
            task.cancel()
        await asyncio.gather(*tasks, watching, return_exceptions=True)


async def _act(delegate: Delegate, keys: Iterator[str], ledger: Ledger) -> None:
    """Hand in one statement after the other, each until it is answered."""
    for key in keys:
        text = _text(key)
        await ledger.take(key, await _insist(delegate, ledger, key=key, text=text))
        if CHANCE.random() < SENT_AGAIN:
            ledger.sent_again += 1
            await ledger.take(key, await _insist(delegate, ledger, key=key, text=text))


async def _insist(delegate: Delegate, ledger: Ledger, *, key: str, text: str) -> Answer:
    while True:
        try:
            answer = await delegate.act("hand-in-statement", key=key, language="en", text=text)
        except httpx.TransportError:
            ledger.unanswered += 1
        except NoAnswer:
            ledger.failed += 1
        else:
            if not answer.done:
                raise SiteFails(f"{delegate.code} was refused a statement: {answer.said}")
            return answer
        await asyncio.sleep(PAUSE)


async def _kill(site: ChildSite, ledger: Ledger, *, acts: int, kills: int) -> None:
    """Kill the site at random moments, spread over the acts, and start it again."""
    for number, moment in enumerate(sorted(CHANCE.sample(range(1, acts), kills)), start=1):
        if number % EVERY:
            await ledger.reached(moment)
            await asyncio.sleep(CHANCE.uniform(0, JITTER))
        else:
            await asyncio.sleep(CHANCE.uniform(0, COMING_UP))
        await asyncio.to_thread(site.kill)
        ledger.kills += 1
        site.start()
    await asyncio.to_thread(site.wait)


async def _close(room: Room, *, clients: int) -> None:
    """End the meeting, so that the record ends with its closing signature."""
    for delegate in room.states[:clients]:
        await delegate.do("withdraw-request", kind="statement")
    await room.chair.do("close-meeting")


async def _watch(ledger: Ledger, progress: Progress, task: TaskID) -> None:
    while True:
        progress.update(task, completed=len(ledger.acknowledged), description=_told(ledger))
        await asyncio.sleep(0.2)


def _told(ledger: Ledger) -> str:
    return f"Acts under load, the site killed {ledger.kills} times"


def _text(key: str) -> str:
    return f"Statement {key}"


def _key(text: str) -> str:
    return text.removeprefix("Statement ")
