"""Reads of the communiques that are public: what was released of each, and in which languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kenesh.publications import queries
from kenesh.publications.domain import blocks
from kenesh.publications.domain.blocks import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kenesh.meetings.access import Meeting
    from kenesh.publications.models import Document, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A language version as it is public."""

    language: str
    title: str
    summary: str
    sha256: str
    released_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Communique:
    """A communique with its public versions; ``shown`` is the one for this reader."""

    meeting: Meeting
    versions: tuple[Released, ...]
    shown: Released
    frozen: bool

    @property
    def released_at(self) -> datetime:
        """When it was first released in any language."""
        return min(one.released_at for one in self.versions)

    @property
    def updated_at(self) -> datetime:
        """When a version was released last."""
        return max(one.released_at for one in self.versions)


def told(*, documents: Iterable[Document], language: str) -> tuple[Communique, ...]:
    """Return documents that have a public version, each with the one in this language, in English or the first."""
    return tuple(_communique(document, language) for document in documents)


def _communique(document: Document, language: str) -> Communique:
    versions = tuple(_released(row) for row in document.versions.all() if row.released_text)
    by_language = {one.language: one for one in versions}
    return Communique(
        meeting=document.meeting,
        versions=versions,
        shown=by_language.get(language) or by_language.get("en") or versions[0],
        frozen=document.frozen_at is not None,
    )


def _released(row: Version) -> Released:
    read = blocks.read(row.released_text)
    first = next((block.text for block in read if isinstance(block, Paragraph)), "")
    assert row.released_at is not None  # noqa: S101 -- set with the text
    return Released(
        language=row.language,
        title=blocks.title_of(read),
        summary=first,
        sha256=queries.hash_of(row.released_text),
        released_at=row.released_at,
    )
