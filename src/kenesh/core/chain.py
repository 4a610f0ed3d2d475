"""Lines of a record, each holding the hash of the one before it: RFC 8785 canonical JSON under SHA-256."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import rfc8785

GENESIS: Final = "0" * 64
LONGEST: Final = 4 * 1024 * 1024  # bytes of one encoded line; a reader can refuse anything longer without holding it
LARGEST: Final = 2**53 - 1

_STAMP: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", re.ASCII)
_HASH_ROOM: Final = len(f',"hash":"{GENESIS}"')
_QUOTE: Final = json.encoder.encode_basestring
_IN_ORDER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class NotCanonical(ValueError):
    """A value that a record cannot hold exactly; says where in the value and why."""


class NotAMoment(ValueError):
    """Text that is not a time as a record writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    seq: int
    kind: str
    version: int
    payload: dict[str, Any]
    at: str
    by: str
    prev_hash: str
    hash: str


def canonical(value: object) -> bytes:
    """Refuse what would not come back the same: floats, tuples, integers beyond 2^53-1, lone surrogates."""
    try:
        if _is_plain(value):
            return _IN_ORDER(value).encode()
    except (RecursionError, UnicodeEncodeError):
        pass  # refused below, with its place
    try:
        _refuse_inexact(value, "value")
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # its type says Sequence; ours was just checked
    except RecursionError:
        raise NotCanonical("value: nested too deeply") from None
    except UnicodeEncodeError:
        raise NotCanonical("value: an object key holds half a character (a lone surrogate)") from None
    except rfc8785.CanonicalizationError as error:
        raise NotCanonical(f"value: {error}") from None


def seal(*, seq: int, kind: str, version: int, payload: dict[str, Any], at: str, by: str, prev_hash: str) -> Line:
    return seal_encoded(
        seq=seq,
        kind=kind,
        version=version,
        payload=payload,
        encoded=canonical(payload),
        at=at,
        by=by,
        prev_hash=prev_hash,
    )


def seal_encoded(
    *, seq: int, kind: str, version: int, payload: dict[str, Any], encoded: bytes, at: str, by: str, prev_hash: str
) -> Line:
    """For who has the payload in canonical form already: a line is written and checked many thousand times."""
    head, tail = _around(seq=seq, kind=kind, version=version, encoded=encoded, at=at, by=by, prev_hash=prev_hash)
    if len(head) + len(tail) + _HASH_ROOM > LONGEST:
        raise NotCanonical(f"value: longer than a line may be ({LONGEST} bytes)")
    return Line(
        seq=seq,
        kind=kind,
        version=version,
        payload=payload,
        at=at,
        by=by,
        prev_hash=prev_hash,
        hash=hashlib.sha256(head + tail).hexdigest(),
    )


def encode(line: Line) -> bytes:
    return encode_stored(line=line, encoded=canonical(line.payload))


def encode_stored(*, line: Line, encoded: bytes) -> bytes:
    head, tail = _around(
        seq=line.seq,
        kind=line.kind,
        version=line.version,
        encoded=encoded,
        at=line.at,
        by=line.by,
        prev_hash=line.prev_hash,
    )
    return b'%b,"hash":%b%b' % (head, _quoted(line.hash), tail)


def stamp(moment: datetime, /) -> str:
    if moment.tzinfo is None:
        raise NotAMoment(f"{moment} has no time zone, so it is no moment")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def moment(text: str, /) -> datetime:
    if not _STAMP.fullmatch(text):
        raise NotAMoment(f"{text!r} is not a time like 2020-05-07T09:00:00.000000Z")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise NotAMoment(f"{text!r} is not a time: {error}") from None


def _around(
    *, seq: int, kind: str, version: int, encoded: bytes, at: str, by: str, prev_hash: str
) -> tuple[bytes, bytes]:
    # The keys of a line stand in their canonical order, so the object without its hash is head + tail,
    # and the payload, by far the largest part, is made canonical once.
    head = b'{"at":%b,"by":%b' % (_quoted(at), _quoted(by))
    tail = b',"kind":%b,"payload":%b,"prev_hash":%b,"seq":%d,"version":%d}' % (
        _quoted(kind),
        encoded,
        _quoted(prev_hash),
        seq,
        version,
    )
    return head, tail


def _quoted(text: str) -> bytes:
    # The standard library quotes a text exactly as RFC 8785 does, in C.
    try:
        return _QUOTE(text).encode()
    except UnicodeEncodeError:
        raise NotCanonical("half a character (a lone surrogate) has no canonical form") from None


def _is_plain(value: object) -> bool:
    """Tell whether the standard library, in C, writes this as RFC 8785 does: it orders keys as that does in ASCII."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return -LARGEST <= value <= LARGEST  # type: ignore[operator]  # mypy does not narrow by `kind`
    if kind is dict:
        return all(type(key) is str and key.isascii() and _is_plain(item) for key, item in value.items())  # type: ignore[attr-defined]  # likewise
    return kind is list and all(map(_is_plain, value))  # type: ignore[call-overload]  # likewise


def _refuse_inexact(value: object, where: str) -> None:
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical(f"{where}: an object key is {type(key).__name__}, not text")
            _refuse_inexact(item, f"{where}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _refuse_inexact(item, f"{where}[{index}]")
    elif not isinstance(value, int):
        raise NotCanonical(f"{where}: {type(value).__name__} has no exact canonical form")
    elif abs(value) > LARGEST:
        raise NotCanonical(f"{where}: an integer beyond 2^53-1 is not exact in JSON")
