"""The journal on Django: lock, look up, add lines, move the head, read back, export."""

import json
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db.models import Max
from django.dispatch import Signal

from kenesh.core import chain, clock, signing, statements
from kenesh.core.models import Journal as Journal  # noqa: PLC0414 -- by this door other rooms name it
from kenesh.core.models import Line, Snapshot

Entry = tuple[str, int, dict[str, Any]]  # kind, version, payload

appended: Final = Signal(use_caching=True)  # inside the transaction; kwargs: journal, lines

_UNASKED: Final = (None, None, None)
_PAGE: Final = 500
_END: Final = 2**31 - 1


class JournalError(Exception):
    """What must not happen to a journal; a fault of the caller, not of the delegate."""


class Sealed(JournalError):
    """The closing signature stands: nothing may follow it."""


class Backwards(JournalError):
    """A line dated before the one it follows; take the moment from `instant`."""


class Overtaken(JournalError):
    """The head moved since the journal was read: it was not taken under `locked`."""


class KeyReused(Exception):
    """An idempotency key that came with another request before; sending it again will not help."""


@dataclass(slots=True, kw_only=True)
class Held:
    """A journal in the transaction that holds it: its last line is what the next one has to follow."""

    pk: uuid.UUID
    subject: str
    sealed: bool = False
    head_seq: int = 0
    head_hash: str = chain.GENESIS
    head_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    lines: tuple[chain.Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    rule: str
    reason: str
    params: Mapping[str, Any]


def create(*, subject: str) -> Held:
    return Held(pk=Journal.objects.create(subject=subject).pk, subject=subject)


@contextmanager
def locked(*, journal_id: uuid.UUID) -> Iterator[Held]:
    """One act at a time: a durable transaction that holds the journal's row (on SQLite, IMMEDIATE: the database)."""
    with statements.locked(journal_id=journal_id) as (rows, _):
        yield _held(journal_id, rows)


@contextmanager
def locked_for(
    *, journal_id: uuid.UUID, key: str, fingerprint: str = ""
) -> Iterator[tuple[Held, Accepted | Refused | None]]:
    """Lock as `locked` does, and give beside the journal what this key was answered the first time.

    Refused: ``KeyReused`` for a key that came with another request.
    """
    with statements.locked(journal_id=journal_id, key=key) as (rows, first):
        journal = _held(journal_id, rows)
        yield journal, _result(journal, first, key=key, fingerprint=fingerprint)


def instant(*, journal: Held) -> datetime:
    """Give the moment of an act: now, and never before the line it follows, whatever the machine's clock did."""
    now = clock.now()
    return max(now, chain.moment(journal.head_at)) if journal.head_at else now


def append(
    *, journal: Held, entries: Sequence[Entry], at: datetime, by: str, key: str = "", fingerprint: str = ""
) -> tuple[chain.Line, ...]:
    """Add what an act produced and give all the lines written, a due signature among them.

    Line 100, 200, ... is always a signature (`signing.EVERY`). Refused after the closing signature, before the head's
    moment, and when the head has moved since.
    """
    if not entries:
        return ()
    rows: list[tuple[chain.Line, bytes]] = []
    seq, head, moment = journal.head_seq + 1, journal.head_hash, chain.stamp(at)
    for kind, version, payload in entries:
        if seq % signing.EVERY == 0:
            rows.append(_signature(seq=seq, at=moment, head=head, final=False))
            seq, head = seq + 1, rows[-1][0].hash
        rows.append(_sealed(seq=seq, kind=kind, version=version, payload=payload, at=moment, by=by, prev_hash=head))
        seq, head = seq + 1, rows[-1][0].hash
    return _write(journal=journal, rows=rows, key=key, fingerprint=fingerprint)


def checkpoint(*, journal: Held, final: bool, at: datetime) -> chain.Line:
    """Sign the record as it stands; after a final signature nothing may follow."""
    row = _signature(seq=journal.head_seq + 1, at=chain.stamp(at), head=journal.head_hash, final=final)
    return _write(journal=journal, rows=[row], final=final)[0]


def refuse(
    *,
    journal: Held,
    key: str,
    fingerprint: str = "",
    rule: str,
    reason: str,
    params: Mapping[str, Any],
    at: datetime,
) -> None:
    """Keep the refusal as this key's first result; without a key there is nothing to keep, and no line either way."""
    if key:
        kept = chain.canonical(dict(params)).decode()
        answer = (statements.identity(journal.pk), key, fingerprint, rule, reason, kept, chain.stamp(at))
        statements.run(statements.REFUSE, answer)


def head(*, journal_id: uuid.UUID) -> tuple[int, str]:
    journal = _read(journal_id)
    return journal.head_seq, journal.head_hash


def heads(*, journal_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """Tell at which line each of these journals stands, in one query."""
    found = Line.objects.filter(journal_id__in=journal_ids).values_list("journal_id").annotate(last=Max("seq"))
    return dict.fromkeys(journal_ids, 0) | dict(found)


def lines(*, journal_id: uuid.UUID, after: int = 0, limit: int | None = None) -> Iterator[chain.Line]:
    """Read on from a line, a page at a time: lines are never changed, so pages read at different times agree."""
    last = _END if limit is None else min(after + limit, _END)
    for seq, kind, version, payload, at, by, prev_hash, digest in _rows(journal_id, after=after, last=last):
        yield chain.Line(
            seq=seq,
            kind=kind,
            version=version,
            payload=json.loads(payload),
            at=at,
            by=by,
            prev_hash=prev_hash,
            hash=digest,
        )


def encoded(*, journal_id: uuid.UUID, after: int = 0, last: int = _END) -> Iterator[tuple[int, bytes]]:
    """Read on from a line as `lines` does, each in the bytes of the record's file, with its number."""
    for seq, kind, version, payload, at, by, prev_hash, digest in _rows(journal_id, after=after, last=last):
        line = chain.Line(
            seq=seq, kind=kind, version=version, payload={}, at=at, by=by, prev_hash=prev_hash, hash=digest
        )
        yield seq, chain.encode_stored(line=line, encoded=payload.encode())


def export(*, journal_id: uuid.UUID) -> Iterator[bytes]:
    """Give the record's file line by line; one that is still open ends with a signature that is not stored."""
    journal = _read(journal_id)
    for _, line in encoded(journal_id=journal_id, last=journal.head_seq):
        yield line + b"\n"
    if not journal.sealed:
        at = chain.stamp(instant(journal=journal))
        signature, _ = _signature(seq=journal.head_seq + 1, at=at, head=journal.head_hash, final=False)
        yield chain.encode(signature) + b"\n"


def save_snapshot(*, journal: Held, state: str, shape: str = "") -> None:
    """Keep the state at the head in place of the one before; `shape` names the form it is written in."""
    Snapshot.objects.update_or_create(
        journal_id=journal.pk,
        defaults={"seq": journal.head_seq, "hash": journal.head_hash, "shape": shape, "state": state},
    )


def snapshot(*, journal_id: uuid.UUID, shape: str = "") -> tuple[int, str] | None:
    """Give the seq and state to read on from, unless its line has another hash or its form is not the one asked for."""
    rows, _ = statements.run(statements.SNAPSHOT, (statements.identity(journal_id), shape))
    return (rows[0][0], rows[0][1]) if rows else None


def public_pem() -> bytes:
    return signing.public_pem(public=_key().public_key())


def columns(line: chain.Line, encoded: bytes, /) -> tuple[Any, ...]:
    """Return a line as the table keeps it, with its payload in canonical form."""
    return line.seq, line.kind, line.version, encoded.decode(), line.at, line.by, line.prev_hash, line.hash


def _read(journal_id: uuid.UUID) -> Held:
    rows, _ = statements.run(statements.HEAD, (statements.identity(journal_id),) * 2)
    return _held(journal_id, rows)


def _held(journal_id: uuid.UUID, rows: statements.Rows) -> Held:
    if not rows:
        raise Journal.DoesNotExist(f"no journal {journal_id}")
    subject, sealed, seq, digest, at = rows[0]
    return Held(
        pk=journal_id,
        subject=subject,
        sealed=bool(sealed),
        head_seq=seq or 0,
        head_hash=digest or chain.GENESIS,
        head_at=at or "",
    )


def _result(journal: Held, rows: statements.Rows, *, key: str, fingerprint: str) -> Accepted | Refused | None:
    if not rows:
        return None
    first, last, known, rule, reason, params = rows[0]
    if known != fingerprint:
        raise KeyReused(key)
    if not first:
        return Refused(rule=rule, reason=reason, params=json.loads(params))
    return Accepted(lines=tuple(lines(journal_id=journal.pk, after=first - 1, limit=last - first + 1)))


def _rows(journal_id: uuid.UUID, *, after: int, last: int) -> Iterator[tuple[Any, ...]]:
    while after < last:
        page, _ = statements.run(statements.LINES, (statements.identity(journal_id), after, last, _PAGE))
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1][0]


def _sealed(**fields: Any) -> tuple[chain.Line, bytes]:
    encoded = chain.canonical(fields["payload"])
    return chain.seal_encoded(encoded=encoded, **fields), encoded


def _signature(*, seq: int, at: str, head: str, final: bool) -> tuple[chain.Line, bytes]:
    line = signing.sign(key=_key(), seq=seq, at=at, head=head, final=final)
    return line, chain.canonical(line.payload)


def _write(
    *,
    journal: Held,
    rows: Sequence[tuple[chain.Line, bytes]],
    final: bool = False,
    key: str = "",
    fingerprint: str = "",
) -> tuple[chain.Line, ...]:
    _refuse_misuse(journal, rows[0][0].at)
    written = tuple(line for line, _ in rows)
    identity, last = statements.identity(journal.pk), written[-1]
    answered: list[tuple[Any, ...]] = [(key, fingerprint, last.seq) if key else _UNASKED]
    answered += [_UNASKED] * (len(rows) - 1)
    added = [(identity, *columns(*row), *answer) for row, answer in zip(rows, answered, strict=True)]
    if not statements.add(rows=added):
        raise Overtaken(f"{journal.subject}: the head is no longer {journal.head_seq}")
    if final:
        statements.run(statements.SEAL, (identity,))
    journal.head_seq, journal.head_hash, journal.head_at, journal.sealed = last.seq, last.hash, last.at, final
    appended.send(sender=Journal, journal=journal, lines=written)
    return written


def _refuse_misuse(journal: Held, at: str) -> None:
    if not statements.in_transaction():
        raise JournalError("lines are added inside the transaction of `locked`")
    if journal.sealed:
        raise Sealed(f"{journal.subject}: the record carries its closing signature")
    if at < journal.head_at:
        raise Backwards(f"{journal.subject}: {at} is before the head's {journal.head_at}")


def _key() -> Ed25519PrivateKey:
    return _key_at(Path(settings.SIGNING_KEY_FILE))


@cache
def _key_at(path: Path) -> Ed25519PrivateKey:
    return signing.private_key(path=path)
