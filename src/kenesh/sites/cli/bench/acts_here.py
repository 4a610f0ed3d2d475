"""What `kenesh bench acts` measures inside one process: acts and commits in turns, then the record."""

import asyncio
import hashlib
import itertools
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction
from rich.console import Console
from rich.progress import Progress

from kenesh.core import journal, nudge, signing
from kenesh.meetings import access, actions, queries, verify
from kenesh.meetings.domain.events import Subject, Version
from kenesh.sites.cli import crowd

BLOCK: Final = 40
WARM_UP: Final = 200
STATEMENT: Final = "The delegation thanks the Chair and speaks on the item before the meeting. " * 4
BARE: Final = 'INSERT INTO "bench_commit" ("note") VALUES (%s)'
NOTE: Final = "what a commit costs on this disk"

Act = tuple[str, str, dict[str, Any]]
Meeting = Any  # the row of a meeting: its model is behind the door of its room


def measure(*, seats: int, acts: int, lines: int) -> dict[str, Any]:
    """Bring the meeting to its length, measure, and say what was found."""
    meeting = access.meeting_for_reader(council=crowd.COUNCIL, slug=crowd.SLUG)
    script = _script(crowd.states(number=seats))
    return asyncio.run(_measured(meeting, script, acts=acts, lines=lines))


def lengthened(*, meeting: Meeting, seats: int, lines: int) -> int:
    """Bring a meeting of the crowd to its length, measuring nothing; return the lines it has then."""
    return asyncio.run(_lengthened(meeting, _script(crowd.states(number=seats)), lines=lines))


async def _lengthened(meeting: Meeting, script: Iterator[Act], *, lines: int) -> int:
    async with nudge.Messenger().working():
        return await asyncio.to_thread(_long, meeting, script, lines=lines)


def _long(meeting: Meeting, script: Iterator[Act], *, lines: int) -> int:
    try:
        with Progress(console=Console(stderr=True), transient=True) as progress, _hastily():
            _fill(meeting, script, lines=lines, progress=progress)
        return journal.head(journal_id=meeting.journal_id)[0]
    finally:
        connection.close()


async def _measured(meeting: Meeting, script: Iterator[Act], *, acts: int, lines: int) -> dict[str, Any]:
    # As in a server, where other processes are told by a thread of its own.
    async with nudge.Messenger().working():
        return await asyncio.to_thread(_all, meeting, script, acts=acts, lines=lines)


def _all(meeting: Meeting, script: Iterator[Act], *, acts: int, lines: int) -> dict[str, Any]:
    try:
        with Progress(console=Console(stderr=True), transient=True) as progress:
            with _hastily():
                _fill(meeting, script, lines=lines - acts - WARM_UP, progress=progress)
            figures = {"durability": _durability()} | _in_turns(meeting, script, acts=acts, progress=progress)
            with _hastily():
                _fill(meeting, script, lines=lines, progress=progress)
        return figures | _record(meeting)
    finally:
        connection.close()


def _script(states: tuple[str, ...]) -> Iterator[Act]:
    """Give acts without end: everyone speaks in turn and hands in the text, then a proposal is voted upon."""
    chair, proposer = states[0], states[1]
    for number in itertools.count(1):
        for state in states:
            yield state, "request_floor", {"kind": "statement"}
            yield chair, "give_floor", {"to": state}
            yield state, "hand_in_statement", {"language": "en", "text": STATEMENT}
            yield state, "yield_floor", {}
        version = Version(title=f"Proposal {number}", paragraphs=(STATEMENT,))
        yield proposer, "table_proposal", {"language": "en", "version": version}
        subject = Subject(kind="proposal", number=number)
        yield chair, "put_question", {"subject": subject, "method": "majority"}
        for place, state in enumerate(states):
            yield state, "take_position", {"question": number + 1, "position": ("yes", "no", "abstain")[place % 3]}
        yield chair, "close_question", {"question": number + 1}


def _do(meeting: Meeting, act: Act) -> None:
    by, name, fields = act
    key = str(uuid.uuid4())
    fingerprint = hashlib.sha256(key.encode()).hexdigest()
    actions.act(meeting=meeting, by=by, act=name, fields=fields, key=key, fingerprint=fingerprint)


def _fill(meeting: Meeting, script: Iterator[Act], *, lines: int, progress: Progress) -> None:
    reached, _ = journal.head(journal_id=meeting.journal_id)
    task = progress.add_task(f"{connection.vendor}: a meeting of {lines} lines", total=lines, completed=reached)
    while reached < lines:
        _do(meeting, next(script))
        reached = queries.head(journal_id=meeting.journal_id).seq
        progress.update(task, completed=reached)


def _in_turns(meeting: Meeting, script: Iterator[Act], *, acts: int, progress: Progress) -> dict[str, Any]:
    with connection.cursor() as cursor:
        number = "bigserial" if connection.vendor == "postgresql" else "integer"
        cursor.execute(f'CREATE TABLE "bench_commit" ("id" {number} PRIMARY KEY, "note" text)')
    works: dict[str, Callable[[], None]] = {
        "acts": lambda: _do(meeting, next(script)),
        "bare_commits": _commit,
        "driver_commits": _driver_commit(),
    }
    for work in works.values():
        _timed(work, WARM_UP)
    blocks: dict[str, list[float]] = {name: [] for name in works}
    for _ in progress.track(range(-(-acts // BLOCK)), description=f"{connection.vendor}: acts and commits in turns"):
        for name, work in works.items():
            blocks[name].append(BLOCK / _timed(work, BLOCK))
    rates = {f"{name}_per_second": round(statistics.median(found), 1) for name, found in blocks.items()}
    return rates | {"ratio": round(rates["acts_per_second"] / rates["bare_commits_per_second"], 3)}


def _timed(work: Callable[[], None], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        work()
    return time.perf_counter() - start


def _commit() -> None:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(BARE, [NOTE])


def _driver_commit() -> Callable[[], None]:
    """Return a commit of the driver alone, on the connection that Django opened."""
    connection.ensure_connection()
    driver = connection.connection
    begin, insert = (
        ("BEGIN", BARE) if connection.vendor == "postgresql" else ("BEGIN IMMEDIATE", BARE.replace("%s", "?"))
    )

    def commit() -> None:
        driver.execute(begin)
        driver.execute(insert, (NOTE,))
        driver.commit()

    return commit


@contextmanager
def _hastily() -> Iterator[None]:
    """Let commits wait for no disk while nothing is measured."""
    postgresql = connection.vendor == "postgresql"
    hasty, durable = (
        ("SET synchronous_commit TO off", "SET synchronous_commit TO on")
        if postgresql
        else ("PRAGMA synchronous=OFF", "PRAGMA synchronous=FULL")
    )
    with connection.cursor() as cursor:
        cursor.execute(hasty)
        yield
        cursor.execute(durable)


def _durability() -> str:
    """Say how durable commits are, as the database itself says it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            asked = {name: f"SHOW {name}" for name in ("fsync", "synchronous_commit")}
        else:
            asked = {name: f"PRAGMA {name}" for name in ("journal_mode", "synchronous")}
        said = {name: str(cursor.execute(sql) and cursor.fetchone()[0]) for name, sql in asked.items()}
    if said not in ({"fsync": "on", "synchronous_commit": "on"}, {"journal_mode": "wal", "synchronous": "2"}):
        raise RuntimeError(f"commits would not reach the disk: {said}")
    return ", ".join(f"{name}={value}" for name, value in said.items())


def _record(meeting: Meeting) -> dict[str, float]:
    start = time.perf_counter()
    exported = list(journal.export(journal_id=meeting.journal_id))
    between = time.perf_counter()
    report = verify.verify(lines=exported, public_key=_public_key(), interim=True)
    end = time.perf_counter()
    return {
        "lines": report.lines,
        "export_seconds": round(between - start, 3),
        "verify_seconds": round(end - between, 3),
    }


def _public_key() -> Ed25519PublicKey:
    return signing.load_public(pem=journal.public_pem())
