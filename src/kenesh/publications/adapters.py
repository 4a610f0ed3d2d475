"""Blocks laid out for the page, for programs and for print; Typst makes the PDF from one template."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typst

from kenesh.publications.domain.blocks import Clause, Fact, Heading, Paragraph, Point, Quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from kenesh.publications.domain.blocks import Block

HERE: Final = Path(__file__).resolve().parent
TEMPLATE: Final = HERE / "typst" / "document.typ"
FONTS: Final = HERE / "fonts"
STANDARD: Final = "ua-1"  # PDF/UA-1: tagged, titled, each text with its language


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """All that a print is made of; equal prints are the same file, byte by byte."""

    title: str
    language: str
    council: str
    symbol: str
    note: str
    page: str  # how a page is numbered in this language, with {page} and {pages}
    blocks: tuple[Block, ...]
    at: datetime


def laid_out(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Return blocks with what stands together as one list."""
    return [_group(list(run)) for _, run in groupby(blocks, key=_together)]


@lru_cache(maxsize=64)
def pdf(printed: Printed) -> bytes:
    """Return the print as PDF/UA."""
    data = {
        "title": printed.title,
        "language": printed.language,
        "council": printed.council,
        "symbol": printed.symbol,
        "note": printed.note,
        "page": printed.page,
        "blocks": laid_out(printed.blocks),
    }
    compiler = typst.Compiler(input=TEMPLATE, root=TEMPLATE.parent, font_paths=_fonts())
    made = compiler.compile(
        format="pdf",
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARD,
        timestamp=int(printed.at.timestamp()),
    )
    assert isinstance(made, bytes)  # noqa: S101 -- one file, for no output was named
    return made


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts of the package, and behind them the machine's, for letters of further scripts."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[FONTS])


def _together(block: Block) -> tuple[Any, ...]:
    """Name what stands as one list; headings and paragraphs stand alone, each by its own name."""
    if isinstance(block, Quote):
        return (Quote, block.language)
    return (type(block),) if isinstance(block, Point | Clause | Fact) else (id(block),)


def _group(run: Sequence[Any]) -> dict[str, Any]:
    match run[0]:
        case Heading(level=level, text=text):
            return {"kind": "heading", "level": level, "text": text}
        case Paragraph(text=text):
            return {"kind": "paragraph", "text": text}
        case Point():
            return {"kind": "points", "items": [one.text for one in run]}
        case Clause():
            return {"kind": "clauses", "items": [{"number": one.number, "text": one.text} for one in run]}
        case Fact():
            return {"kind": "facts", "items": [{"term": one.term, "text": one.text} for one in run]}
        case _:
            return {"kind": "quotes", "language": run[0].language, "items": [one.text for one in run]}
