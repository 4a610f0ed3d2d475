"""Entries of an archive, read and refused by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final, NoReturn, TypeVar

from kenesh.core import zipped
from kenesh.meetings.verify import read_lines
from kenesh.publications.codec import Part, UnreadablePart, decode

PART_MOST: Final = 64 * 1024 * 1024  # bytes of an entry that is read whole
P = TypeVar("P", bound=Part)


class NotWhole(Exception):
    """The entry of an archive that does not hold, and why; the line, where it is one of the record's."""

    def __init__(self, *, entry: str, reason: str, line: int = 0) -> None:
        self.entry, self.line = entry, line
        self.reason = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in reason)
        super().__init__(f"{entry}: {self.reason}" if entry else self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The entries of an archive that is open."""

    file: BinaryIO
    named: Mapping[str, zipped.Entry]

    def require(self, name: str) -> zipped.Entry:
        """Return an entry that must be there."""
        if name not in self.named:
            refuse(name, "it is not there")
        return self.named[name]

    def content(self, name: str, *, most: int = PART_MOST) -> bytes:
        """Return all of an entry."""
        return zipped.content(file=self.file, entry=self.require(name), most=most)

    def part(self, name: str, kind: type[P]) -> P:
        """Return an entry of this form."""
        try:
            return decode(kind, self.content(name))
        except UnreadablePart as unread:
            refuse(name, str(unread))

    def lines(self, name: str) -> Iterator[bytes]:
        """Read an entry line by line."""
        return read_lines(file=zipped.opened(file=self.file, entry=self.require(name)))


def refuse(entry: str, reason: str) -> NoReturn:
    """Say that an entry does not hold."""
    raise NotWhole(entry=entry, reason=reason)
