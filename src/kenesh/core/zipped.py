"""A zip in one form only: equal entries make the same file, byte by byte, and a file in any other form is refused.

Entries stand one after the other in the order of their names, not compressed, without times, owners or comments. So
every byte of the file follows from the names and the contents, and nothing can hide between, before or after them.
"""

import hashlib
import io
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

LARGEST: Final = 2**31 - 1  # bytes of a whole archive
MOST: Final = 10_000  # entries
BEGINS: Final = b"PK\x03\x04"

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,2}", re.ASCII)
_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END: Final = struct.Struct("<4sHHHHIIH")
_NEEDED: Final = 20  # version 2.0 of the format reads it
_MADE_BY: Final = 3 << 8 | _NEEDED
_DAY: Final = 1 << 5 | 1  # 1 January 1980, the first a zip can name
_MODE: Final = 0o100644 << 16
_ENCRYPTED: Final = 1
_PIECE: Final = 1 << 20
_SAID: Final = 100  # characters of a name that may have been made to confuse


class NotAnArchive(ValueError):
    """A file that is not written as an archive is: at which entry, where it is one, and why."""

    def __init__(self, reason: str, *, entry: str = "") -> None:
        super().__init__(reason)
        self.reason, self.entry = reason, entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry and where in the file its content stands."""

    name: str
    size: int
    sha256: str
    offset: int
    crc: int


_Entries = dict[str, Entry]  # by name in small letters: some folders do not tell large ones from them


def is_name(text: str, /) -> bool:
    """Tell whether an entry can be called so: plain letters, two folders at most, nowhere else than below them."""
    return _NAME.fullmatch(text) is not None


def write(*, file: BinaryIO, entries: Iterable[tuple[str, bytes]]) -> None:
    """Write entries, which come in the order of their names."""
    written: _Entries = {}
    for name, content in entries:
        _refuse_name(name, written)
        start = file.tell() + _before(name)
        if start + len(content) > LARGEST:
            raise NotAnArchive(f"an archive is at most {LARGEST} bytes long", entry=name)
        entry = Entry(name=name, size=len(content), sha256="", offset=start, crc=zlib.crc32(content))
        file.write(_header(entry) + content)
        written[name.lower()] = entry
    file.write(_directory(written))


def read(*, file: BinaryIO) -> Mapping[str, Entry]:
    """Return the entries of an archive by name, each with its hash; refused (NotAnArchive) in any other form."""
    size = file.seek(0, 2)
    if size > LARGEST:
        raise NotAnArchive(f"an archive is at most {LARGEST} bytes long, and this one {size}")
    file.seek(0)
    entries: _Entries = {}
    while (start := file.read(_LOCAL.size)).startswith(BEGINS):
        entry = _entry(file, start, entries, size)
        entries[entry.name.lower()] = entry
    if not entries:
        raise NotAnArchive("it does not begin as an archive does")
    _check_end(file, start, entries)
    return {entry.name: entry for entry in entries.values()}


def pieces(*, file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """Read an entry a piece at a time."""
    file.seek(entry.offset)
    left = entry.size
    while left:
        piece = file.read(min(left, _PIECE))
        if not piece:
            raise NotAnArchive("the file is cut", entry=entry.name)
        left -= len(piece)
        yield piece


def opened(*, file: BinaryIO, entry: Entry) -> BinaryIO:
    """Return an entry as a file of its own, to be read from its beginning."""
    return io.BufferedReader(_Window(file, entry))


def content(*, file: BinaryIO, entry: Entry, most: int) -> bytes:
    """Return all of an entry; refused (NotAnArchive) where it is longer than it can rightly be."""
    if entry.size > most:
        raise NotAnArchive(f"it is {entry.size} bytes long, and {most} at most are read here", entry=entry.name)
    return b"".join(pieces(file=file, entry=entry))


class _Window(io.RawIOBase):
    def __init__(self, file: BinaryIO, entry: Entry) -> None:
        self._file, self._at, self._end = file, entry.offset, entry.offset + entry.size

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        self._file.seek(self._at)
        piece = self._file.read(min(len(into), self._end - self._at))
        into[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


def _entry(file: BinaryIO, start: bytes, before: _Entries, whole: int) -> Entry:
    if len(start) < _LOCAL.size:
        raise NotAnArchive("the file is cut")
    _, _, flags, method, _, _, crc, packed, size, named, _ = _LOCAL.unpack(start)
    raw = file.read(named)
    name = raw.decode("ascii", "backslashreplace")
    _refuse_name(name, before)
    if flags & _ENCRYPTED:
        raise NotAnArchive("it is encrypted; entries of an archive stand open", entry=name)
    if method or packed != size:
        raise NotAnArchive("it is compressed; entries of an archive stand as they are", entry=name)
    offset = file.tell()
    if offset + size > whole:
        raise NotAnArchive("the file is cut, or the entry says that it is longer than it is", entry=name)
    digest, found = _sums(file, size)
    entry = Entry(name=name, size=size, sha256=digest, offset=offset, crc=found)
    if crc != found:
        raise NotAnArchive("it was changed: its content is not that of its checksum", entry=name)
    if _header(entry) != start + raw:
        raise NotAnArchive("its header holds something else than its name, its size and its checksum", entry=name)
    return entry


def _refuse_name(name: str, before: _Entries) -> None:
    shown = "".join(c if c.isprintable() else "�" for c in name[:_SAID])
    if not is_name(name):
        reason = "an entry cannot be called so: plain letters, at most two folders, none of them .."
        raise NotAnArchive(reason, entry=shown)
    if name.lower() in before:
        raise NotAnArchive("the name stands there twice", entry=shown)
    if before and name < next(reversed(before.values())).name:
        raise NotAnArchive("entries stand in the order of their names", entry=shown)
    if len(before) >= MOST:
        raise NotAnArchive(f"an archive has at most {MOST} entries", entry=shown)


def _sums(file: BinaryIO, size: int) -> tuple[str, int]:
    digest, crc, left = hashlib.sha256(), 0, size
    while left and (piece := file.read(min(left, _PIECE))):
        digest.update(piece)
        crc, left = zlib.crc32(piece, crc), left - len(piece)
    return digest.hexdigest(), crc


def _check_end(file: BinaryIO, start: bytes, entries: _Entries) -> None:
    wanted = _directory(entries)
    found = start + file.read(max(len(wanted) + 1 - len(start), 0))
    if found == wanted:
        return
    if found.startswith(wanted):
        raise NotAnArchive("something follows the end of the archive")
    if wanted.startswith(found):
        raise NotAnArchive("the file is cut: its end is missing")
    raise NotAnArchive("its directory does not name the entries as they stand in the file")


def _before(name: str) -> int:
    return _LOCAL.size + len(name)


def _header(entry: Entry) -> bytes:
    name = entry.name.encode("ascii")
    sums = (entry.crc, entry.size, entry.size, len(name), 0)
    return _LOCAL.pack(BEGINS, _NEEDED, 0, 0, 0, _DAY, *sums) + name


def _directory(entries: _Entries) -> bytes:
    listed = b"".join(map(_listed, entries.values()))
    last = next(reversed(entries.values()), None)
    start = last.offset + last.size if last else 0
    return listed + _END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), len(listed), start, 0)


def _listed(entry: Entry) -> bytes:
    name = entry.name.encode("ascii")
    sums = (entry.crc, entry.size, entry.size, len(name), 0, 0, 0, 0, _MODE, entry.offset - _before(entry.name))
    return _CENTRAL.pack(b"PK\x01\x02", _MADE_BY, _NEEDED, 0, 0, 0, _DAY, *sums) + name
