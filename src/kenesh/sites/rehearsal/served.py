"""What a seat was served: the journal's lines folded as they came, and the words on its screen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from kenesh.core import chain, signing
from kenesh.meetings import codec
from kenesh.meetings.domain.journal import apply
from kenesh.meetings.domain.state import Meeting

REGION: Final = "region-"
ALERT: Final = "alert"
SILENT: Final = frozenset({"script", "style", "template", "head"})
VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
INLINE: Final = frozenset(
    ("a", "abbr", "b", "bdi", "del", "em", "i", "ins", "kbd", "mark", "small", "span", "strong", "sup", "u")
)


class NotServed(Exception):
    """Something that should have been served was not; says what."""


@dataclass
class Served:
    """Everything one seat was served of a meeting since it came in."""

    meeting: Meeting | None = None
    seq: int = 0
    hashes: dict[int, str] = field(default_factory=dict)
    html: dict[str, str] = field(default_factory=dict)
    shown_seq: int = 0
    broken: str = ""
    folded: Callable[[chain.Line, Meeting], None] | None = None  # who wants to know of each line
    _words: dict[str, str] = field(default_factory=dict)  # of regions that were looked at: most never are
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def take_line(self, text: str) -> None:
        """Fold one line of the journal, as it came."""
        line = chain.Line(**json.loads(text))
        if line.seq <= self.seq:  # served again after a line was cut: the same, or the chain is broken
            if self.hashes.get(line.seq) != line.hash:
                self.broken = f"line {line.seq} was served twice, and differs"
            return
        if line.prev_hash != self.hashes.get(line.seq - 1, chain.GENESIS if line.seq == 1 else line.prev_hash):
            self.broken = f"line {line.seq} does not follow the line served before"
        if line.kind != signing.SIGNED:
            event = codec.decode(line.kind, line.version, line.payload)
            self.meeting = apply(self.meeting, event, at=chain.moment(line.at), by=line.by)
            if self.folded:
                self.folded(line, self.meeting)
        self.seq = line.seq
        self.hashes[line.seq] = line.hash
        self._tell()

    def take_region(self, *, name: str, html: str, seq: int) -> None:
        """Replace a region by what is now served."""
        self.html[name.removeprefix(REGION)] = html
        self._words.pop(name.removeprefix(REGION), None)
        self.take_seq(seq)

    def take_seq(self, seq: int) -> None:
        """Note up to which line the screen is."""
        self.shown_seq = max(self.shown_seq, seq)
        self._tell()

    def take_page(self, html: str) -> None:
        """Take the room's page as it was when the seat came in."""
        page = read_page(html)
        self._words = dict(page.regions)
        self.html = dict.fromkeys(page.regions, "")
        self.take_seq(page.seq)

    def is_at(self, seq: int) -> bool:
        """Whether every line up to this one was served."""
        return self.seq >= seq

    @property
    def words(self) -> dict[str, str]:
        """The words of each region on the seat's screen."""
        for name in self.html:
            if name not in self._words:
                self._words[name] = words_of(self.html[name])
        return self._words

    @property
    def screen(self) -> str:
        """All words on the seat's screen."""
        return " ".join(self.words.values())

    async def until(self, held: Callable[[], bool], *, seconds: float) -> bool:
        """Wait until something holds, looking again at everything that is served; tell whether it came to hold."""
        try:
            async with asyncio.timeout(seconds):
                while not held():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return held()
        return True

    def _tell(self) -> None:
        self._changed.set()


@dataclass
class Page:
    """A page's words, those of each region of a room, and the token that lets a form be sent."""

    words: str
    regions: dict[str, str]
    seq: int
    token: str
    fields: frozenset[str]
    choices: dict[str, dict[str, str]]  # of each list to choose from: what is sent, and its words


def read_page(html: str) -> Page:
    """Take a page apart."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    regions = {name: _spaced(parts) for name, parts in reader.regions.items()}
    return Page(_spaced(reader.parts), regions, reader.seq, reader.token, frozenset(reader.fields), reader.choices)


def words_of(html: str) -> str:
    """Return the words of a piece of HTML, one space between them."""
    return read_page(html).words


def _spaced(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


class _Reader(HTMLParser):
    """Collects words: those of the whole, and those of each element whose id begins with ``region-``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.regions: dict[str, list[str]] = {}
        self.fields: set[str] = set()
        self.choices: dict[str, dict[str, str]] = {}
        self.seq = 0
        self.token = ""
        self._open: list[tuple[str, str]] = []  # tag, region
        self._list = ""  # the list to choose from that was opened last
        self._option = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("id") or ""
        region = name.removeprefix(REGION) if name.startswith(REGION) else ""
        if given.get("role") == ALERT:
            region = ALERT
        if region:
            self.regions.setdefault(region, [])
        if tag not in VOID:
            self._open.append((tag, region))
        if tag not in INLINE:
            self._add(" ")
        self._note(tag, given)

    def handle_endtag(self, tag: str) -> None:
        while any(tag == opened for opened, _region in self._open):
            if self._open.pop()[0] == tag:
                break
        if tag not in INLINE:
            self._add(" ")

    def handle_data(self, data: str) -> None:
        if not any(tag in SILENT for tag, _region in self._open):
            self._add(data)
        if self._list and self._open and self._open[-1][0] == "option":
            self.choices.setdefault(self._list, {})[self._option] = " ".join(data.split())

    def _note(self, tag: str, given: dict[str, str | None]) -> None:
        if "data-seq" in given:
            self.seq = int(given["data-seq"] or 0)
        if tag == "option":
            self._option = given.get("value") or ""
        if tag in {"input", "select", "textarea"} and given.get("name"):
            self.fields.add(given["name"] or "")
            self._list = (given["name"] or "") if tag == "select" else ""
            if given["name"] == "csrfmiddlewaretoken" and not self.token:
                self.token = given.get("value") or ""

    def _add(self, text: str) -> None:
        self.parts.append(text)
        for _tag, region in self._open:
            if region:
                self.regions[region].append(text)
