"""The race drill: positions against the Chair's close of a question, and what every seat is shown of it."""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rich.progress import Progress

from kenesh.sites.cli.child import ChildSite
from kenesh.sites.cli.delegates import Answer, Delegate, Room, enter, open_meeting, ways
from kenesh.sites.cli.drill.record import DrillRecord, fetch_record
from kenesh.sites.rehearsal.client import SiteFails

POSITIONS: Final = ("yes", "no", "abstain")
SPREAD: Final = 0.3  # seconds over which the positions are sent
SECOND_THOUGHTS: Final = 0.3  # share of seats that take another position at once
CHANCE: Final = random.Random()  # noqa: S311 -- chance, not a secret

_ARTICLE: Final = re.compile(r'<article class="outcome (outcome--\w+)".*?</article>', re.DOTALL)
_NUMBER: Final = re.compile(r"<strong>(\d+)\.</strong>")
_COUNT: Final = re.compile(r"<dd>(\d+)</dd>")
OUTCOMES: Final = {"outcome--adopted": "adopted", "outcome--rejected": "not_adopted"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A question's outcome: as a page shows it, or as the record holds it."""

    outcome: str
    yes: int
    no: int
    abstain: int
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What came of one question: each position with its answer, the two closes, and what everyone was shown."""

    question: int
    answers: Sequence[Answer]
    closes: Sequence[Answer]
    shown: Sequence[Outcome | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the drill found."""

    clients: int
    rounds: Sequence[Round]
    faults: Sequence[str]
    found: DrillRecord
    seconds: float

    @property
    def rounds_equal(self) -> int:
        return len(self.rounds) - len(self.faults)

    @property
    def holds(self) -> bool:
        """Whether every round came out the same for everyone, and as the record has it."""
        return not self.faults and self.found.verified

    @property
    def record(self) -> bytes:
        return self.found.record

    @property
    def key(self) -> bytes:
        return self.found.key

    def as_json(self) -> dict[str, Any]:
        """Say it for a program."""
        answers = [answer for one in self.rounds for answer in one.answers]
        accepted = sum(answer.done for answer in answers)
        return {
            "clients": self.clients,
            "rounds": len(self.rounds),
            "rounds_equal": self.rounds_equal,
            "faults": list(self.faults),
            "positions": len(answers),
            "accepted": accepted,
            "refused": len(answers) - accepted,
            "verified": self.found.verified,
            "reason": self.found.reason,
            "lines": len(self.found.lines),
            "seconds": round(self.seconds, 1),
        }


async def run(*, site: ChildSite, clients: int, rounds: int, progress: Progress) -> Result:
    """Put question after question, let positions race the close, and judge."""
    start = time.monotonic()
    await asyncio.to_thread(site.come_up)
    async with ways() as shared:
        room = await enter(site=site.address, number=clients, ways=shared)
        await open_meeting(room=room)
        numbers = progress.track(range(1, rounds + 1), description="Positions race the close")
        played = [await _round(room, number) for number in numbers]
        found = await fetch_record(delegate=room.secretariat)
    await asyncio.to_thread(site.stop)
    faults = [fault for one in played if (fault := fault_of(played=one, lines=found.lines))]
    return Result(clients=clients, rounds=played, faults=faults, found=found, seconds=time.monotonic() - start)


async def _round(room: Room, number: int) -> Round:
    """Play one round; the meeting's first question was the agenda."""
    proposer, question = room.states[1], str(number + 1)
    await proposer.do("table-proposal", language="en", title=f"Proposal {number}", paragraphs="Let it be.")
    await room.chair.do("put-question", subject_kind="proposal", subject_number=str(number), method="majority")
    races = [_take_positions(delegate, question) for delegate in room.states]
    ends = [_close(room.chair, question) for _ in range(2)]
    *answered, first, second = await asyncio.gather(*races, *ends)
    pages = await asyncio.gather(*(delegate.page() for delegate in room.states))
    return Round(
        question=number + 1,
        answers=[answer for answers in answered for answer in answers],
        closes=[*first, *second],
        shown=[shown_on(page=page, question=number + 1) for page in pages],
    )


async def _take_positions(delegate: Delegate, question: str) -> list[Answer]:
    await asyncio.sleep(CHANCE.uniform(0, SPREAD))
    first, second, _ = CHANCE.sample(POSITIONS, 3)
    answers = [await delegate.act_surely("take-position", question=question, position=first)]
    if answers[0].done and CHANCE.random() < SECOND_THOUGHTS:
        answers.append(await delegate.act_surely("take-position", question=question, position=second))
    return answers


async def _close(chair: Delegate, question: str) -> list[Answer]:
    await asyncio.sleep(CHANCE.uniform(SPREAD / 2, SPREAD * 2))
    answer = await chair.act_surely("close-question", question=question)
    if not answer.done:
        raise SiteFails(f"the Chair could not close question {question}: {answer.said}")
    return [answer]


def shown_on(*, page: str, question: int) -> Outcome | None:
    """Return the outcome of a question as a page of the room shows it."""
    for article in _ARTICLE.finditer(page):
        number = _NUMBER.search(article[0])
        counts = [int(count) for count in _COUNT.findall(article[0])]
        if number and int(number[1]) == question and len(counts) == len(POSITIONS) + 1:
            yes, no, abstain, needed = counts
            return Outcome(outcome=OUTCOMES.get(article[1], ""), yes=yes, no=no, abstain=abstain, needed=needed)
    return None


def fault_of(*, played: Round, lines: Sequence[Mapping[str, Any]]) -> str:
    """Say what is wrong with a round, nothing where everyone was shown what the record holds."""
    number = played.question
    closes = [line for line in lines if _is(line, "QuestionClosed", number)]
    if len(closes) != 1:
        return f"question {number} was closed {len(closes)} times"
    close, taken = closes[0], [line for line in lines if _is(line, "PositionTaken", number)]
    if set(played.shown) != {_recorded(close)}:
        return f"question {number}: not everyone was shown {_recorded(close)}"
    if late := [line["seq"] for line in taken if line["seq"] > close["seq"]]:
        return f"question {number}: positions after the close, at lines {late}"
    if {line["payload"]["seat"]: line["payload"]["position"] for line in taken} != close["payload"]["positions"]:
        return f"question {number}: the outcome does not count the positions recorded"
    return _misanswered(played, close, taken)


def _misanswered(played: Round, close: Mapping[str, Any], taken: Sequence[Mapping[str, Any]]) -> str:
    accepted = sorted(answer.said["seq"] for answer in played.answers if answer.done)
    if accepted != sorted(line["seq"] for line in taken):
        return f"question {played.question}: what was accepted is not what is recorded"
    if any(answer.said["key"] != "question" for answer in played.answers if not answer.done):
        return f"question {played.question}: a position was refused under another rule"
    if sorted(len(answer.said["events"]) > 0 for answer in played.closes) != [False, True]:
        return f"question {played.question}: closing it twice was not answered once"
    if any(answer.said["seq"] < close["seq"] for answer in played.closes):
        return f"question {played.question}: a close was answered before it was recorded"
    return ""


def _is(line: Mapping[str, Any], kind: str, question: int) -> bool:
    return bool(line["kind"] == kind and line["payload"]["question"] == question)


def _recorded(close: Mapping[str, Any]) -> Outcome:
    """Return the outcome as the record has it, its counts counted anew."""
    payload = close["payload"]
    count = Counter(payload["positions"].values())
    return Outcome(
        outcome=payload["outcome"],
        yes=count["yes"],
        no=count["no"],
        abstain=count["abstain"],
        needed=payload["needed"],
    )
