"""A document as blocks, and the plain text in which people edit it: one block a line, marked by how the line begins."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

HEADING: Final = re.compile(r"(#{1,3}) +(.*)")
POINT: Final = re.compile(r"- +(.*)")
FACT: Final = re.compile(r"\| +(.+?) +\| *(.*)")
CLAUSE: Final = re.compile(r"(\d{1,6})\. +(.*)")
QUOTE: Final = re.compile(r"> +\[([A-Za-z][A-Za-z0-9-]{0,11})\] +(.*)")
MARKED: Final = re.compile(r"#{1,3} |- |\| |\d{1,6}\. |> |\\")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; level 1 is the title of the document."""

    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph in the language of the document."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One of a list."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A numbered paragraph: of a decision, of an agenda."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A term and what it is."""

    term: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What somebody handed in, in a language of its own."""

    language: str
    text: str


Block = Heading | Paragraph | Point | Clause | Fact | Quote
RUNS: Final = (Point, Clause, Fact)  # stand line by line, as one list


def one_line(text: str) -> str:
    """Return a text on one line, its spaces single."""
    return " ".join(text.split())


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text that say something."""
    return tuple(line for line in map(one_line, text.splitlines()) if line)


def quotes(*, language: str, text: str) -> tuple[Quote, ...]:
    """Return a text handed in, a quote for each of its lines."""
    return tuple(Quote(language=language, text=line) for line in lines_of(text))


def written(blocks: Iterable[Block]) -> str:
    """Return blocks as text to be edited; an empty line between them, save inside a list."""
    parts: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before is not None:
            parts.append("\n" if type(block) is type(before) and isinstance(block, RUNS) else "\n\n")
        parts.append(_line(block))
        before = block
    return "".join(parts) + "\n"


def read(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text; what is marked as nothing else is a paragraph, so every text can be read."""
    return tuple(_block(line) for line in lines_of(text))


def title_of(blocks: Iterable[Block]) -> str:
    """Return the title of a document."""
    return next((block.text for block in blocks if isinstance(block, Heading) and block.level == 1), "")


def _line(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {one_line(block.text)}"
        case Point():
            return f"- {one_line(block.text)}"
        case Clause():
            return f"{block.number}. {one_line(block.text)}"
        case Fact():
            return f"| {one_line(block.term)} | {one_line(block.text)}"
        case Quote():
            return f"> [{block.language}] {one_line(block.text)}"
        case _:
            text = one_line(block.text)
            return f"\\{text}" if MARKED.match(f"{text} ") else text


def _block(line: str) -> Block:
    if found := HEADING.fullmatch(line):
        return Heading(level=len(found[1]), text=found[2])
    if found := POINT.fullmatch(line):
        return Point(text=found[1])
    if found := CLAUSE.fullmatch(line):
        return Clause(number=int(found[1]), text=found[2])
    if found := FACT.fullmatch(line):
        return Fact(term=found[1], text=found[2])
    if found := QUOTE.fullmatch(line):
        return Quote(language=found[1], text=found[2])
    return Paragraph(text=line.removeprefix("\\"))
