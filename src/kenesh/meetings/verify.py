"""Checking a record from its file and a public key alone: no Django, no database, one line in memory at a time."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kenesh.core import chain, signing
from kenesh.meetings import codec
from kenesh.meetings.domain import journal
from kenesh.meetings.domain.state import Contradiction, Meeting

KEYS: Final = {"seq", "kind", "version", "payload", "at", "by", "prev_hash", "hash"}
TEXTS: Final = ("kind", "at", "by", "prev_hash", "hash")
SAID: Final = 400  # characters of a reason: it may quote a forged line


class Broken(Exception):
    """The first line that does not hold, counted from 1 in the file, and why."""

    def __init__(self, *, line: int, reason: str) -> None:
        self.line = line
        # What a forged line says must not move the cursor or the direction of writing of who reads about it.
        self.reason = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in reason[:SAID])
        super().__init__(f"line {line}: {self.reason}")


class _Fault(Exception):
    """A reason, before the line it belongs to is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    lines: int
    signatures: int
    head: str
    meeting: str
    key: str
    final: bool


class Fold(Protocol):
    """What the lines are about: takes each of them, or raises `Contradiction` or `UnknownForm`."""

    @property
    def symbol(self) -> str: ...

    @property
    def closed(self) -> bool: ...

    def take(self, line: chain.Line) -> None: ...


@dataclass
class MeetingFold:
    """The meeting itself, by the same fold that the live room runs."""

    meeting: Meeting | None = None

    @property
    def symbol(self) -> str:
        return self.meeting.symbol if self.meeting else ""

    @property
    def closed(self) -> bool:
        return self.meeting is not None and self.meeting.over

    def take(self, line: chain.Line) -> None:
        event = codec.decode(line.kind, line.version, line.payload)
        kind, version, payload = codec.encode(event)
        # A line of an earlier release is read into today's form, so only today's form can be compared.
        if (kind, version) == (line.kind, line.version) and chain.canonical(payload) != chain.canonical(line.payload):
            raise codec.UnknownForm(f"{kind}: the payload is not written as this kind of line is written")
        self.meeting = journal.apply(self.meeting, event, at=chain.moment(line.at), by=line.by)


def verify(
    *, lines: Iterable[bytes], public_key: Ed25519PublicKey, interim: bool = False, fold: Fold | None = None
) -> Report:
    """Check the record line by line and raise `Broken` at the first that does not hold.

    Checked: canonical form, fields, numbers without a gap, hashes, time, signatures and where they are due, the fold,
    and the closing signature at the end; with `interim` the record of a meeting still open passes too.
    """
    reading = _Reading(public_key=public_key, fold=fold if fold is not None else MeetingFold())
    number = 0
    for number, raw in enumerate(lines, start=1):
        try:
            reading.take(raw)
        except _Fault as fault:
            raise Broken(line=number, reason=str(fault)) from None
    try:
        return reading.report(interim=interim)
    except _Fault as fault:
        raise Broken(line=max(number, 1), reason=str(fault)) from None


def read_lines(*, file: BinaryIO) -> Iterator[bytes]:
    """Read a file line by line, never more of it at once than a line may be long."""
    while raw := file.readline(chain.LONGEST + 2):
        yield raw


@dataclass
class _Reading:
    public_key: Ed25519PublicKey
    fold: Fold
    seq: int = 0
    head: str = chain.GENESIS
    at: str = ""
    signatures: int = 0
    signed: bool = field(default=False)  # the last line is a signature
    final: bool = False

    def take(self, raw: bytes) -> None:
        line = _line(raw)
        self._follow(line)
        if line.kind == signing.SIGNED:
            self._check_signature(line)
        else:
            self._check_act(line)
        self.seq, self.head, self.at, self.signed = line.seq, line.hash, line.at, line.kind == signing.SIGNED

    def report(self, *, interim: bool) -> Report:
        if not self.seq:
            raise _Fault("the file is empty: a record has at least one line and its signature")
        if not self.signed:
            raise _Fault("the record ends without a signature: its tail may be missing")
        if not self.final and not interim:
            raise _Fault(
                "the record ends with an interim signature: the meeting was still open, or the tail is missing"
            )
        return Report(
            lines=self.seq,
            signatures=self.signatures,
            head=self.head,
            meeting=self.fold.symbol,
            key=signing.key_id(public=self.public_key),
            final=self.final,
        )

    def _follow(self, line: chain.Line) -> None:
        if self.final:
            raise _Fault("a line follows the closing signature")
        if line.seq != self.seq + 1:
            raise _Fault(f"seq is {line.seq} where {self.seq + 1} was due: a line is missing, doubled or out of order")
        if line.prev_hash != self.head:
            raise _Fault("prev_hash is not the hash of the line before")
        if line.at < self.at:
            raise _Fault(f"at goes backwards, from {self.at} to {line.at}")

    def _check_signature(self, line: chain.Line) -> None:
        try:
            signing.check(public=self.public_key, line=line)
        except signing.BadSignature as error:
            raise _Fault(str(error)) from None
        self.final = line.payload["final"]
        if self.final != self.fold.closed:
            raise _Fault("a closing signature stands right after the meeting was closed, and there only")
        self.signatures += 1

    def _check_act(self, line: chain.Line) -> None:
        if line.seq % signing.EVERY == 0:
            raise _Fault(f"each line whose number {signing.EVERY} divides is a signature, and this one is not")
        try:
            self.fold.take(line)
        except (codec.UnknownForm, Contradiction) as error:
            raise _Fault(str(error)) from None
        except Exception as error:  # noqa: BLE001 -- whatever a forged line makes the fold trip over, it is that line
            raise _Fault(f"{line.kind}: cannot be read ({type(error).__name__}: {error})") from None


def _line(raw: bytes) -> chain.Line:
    value = _object(_content(raw))
    _check_fields(value)
    encoded = chain.canonical(value["payload"])
    said = value.pop("hash")
    line = chain.seal_encoded(encoded=encoded, **value)
    if line.hash != said:
        raise _Fault("the line does not match its hash")
    return line


def _content(raw: bytes) -> bytes:
    content = raw.removesuffix(b"\n")
    if raw.startswith(b"\x1f\x8b"):
        raise _Fault("this is a gzip file; unpack it first")
    if raw.startswith(b"\xef\xbb\xbf"):
        raise _Fault("the line begins with a byte order mark")
    if len(content) > chain.LONGEST:
        raise _Fault(f"the line is longer than {chain.LONGEST} bytes")
    if not content.strip():
        raise _Fault("the line is blank")
    if content.endswith(b"\r"):
        raise _Fault("the line ends with CR LF, not with LF alone")
    if content == raw:
        raise _Fault("the line has no end: the file is cut, or its last LF is missing")
    return content


def _object(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content.decode("utf-8"))
        again = chain.canonical(value)
    except UnicodeDecodeError as error:
        raise _Fault(f"the line is not UTF-8, at byte {error.start + 1}") from None
    except json.JSONDecodeError as error:
        raise _Fault(f"the line is not JSON: {error.msg} at character {error.pos + 1}") from None
    except chain.NotCanonical as error:
        raise _Fault(f"the line is not canonical JSON: {error}") from None
    except (ValueError, RecursionError):
        raise _Fault("the line is not canonical JSON: a number or a nesting beyond measure") from None
    if not isinstance(value, dict):
        raise _Fault("the line is not a JSON object")
    if again != content:
        raise _Fault("the line is not canonical JSON (RFC 8785): " + _difference(content, again))
    return value


def _difference(content: bytes, again: bytes) -> str:
    pairs: list[list[str]] = []
    json.loads(content, object_pairs_hook=lambda found: pairs.append([key for key, _ in found]))
    if any(len(set(keys)) < len(keys) for keys in pairs):
        return "a key occurs twice in one object"
    place = next(
        (i for i, (a, b) in enumerate(zip(content, again, strict=False)) if a != b), min(len(content), len(again))
    )
    return f"it differs from byte {place + 1} on"


def _check_fields(value: dict[str, Any]) -> None:
    if value.keys() != KEYS:
        odd = sorted(value.keys() ^ KEYS)
        raise _Fault("a line has the fields " + ", ".join(sorted(KEYS)) + "; missing or unknown: " + ", ".join(odd))
    if wrong := [name for name in TEXTS if not isinstance(value[name], str)]:
        raise _Fault(f"{wrong[0]} is not text")
    if wrong := [name for name in ("seq", "version") if type(value[name]) is not int or value[name] < 1]:
        raise _Fault(f"{wrong[0]} is not a whole number from 1 on")
    if not isinstance(value["payload"], dict):
        raise _Fault("payload is not an object")
    try:
        chain.moment(value["at"])
    except chain.NotAMoment as error:
        raise _Fault(f"at: {error}") from None
