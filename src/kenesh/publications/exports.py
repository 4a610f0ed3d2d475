"""Documents as files: a page that needs nothing else, data for programs, and a folder with all of a meeting's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.template.loader import render_to_string
from django.utils.translation import override

from kenesh.publications import queries
from kenesh.publications.adapters import laid_out, pdf
from kenesh.publications.domain import blocks
from kenesh.publications.domain.versions import KINDS, Kind
from kenesh.publications.models import Version
from kenesh.publications.wording.drafts import NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kenesh.meetings.access import Meeting
    from kenesh.publications.access import Opened
    from kenesh.publications.adapters import Printed
    from kenesh.publications.domain.versions import State


def html(printed: Printed) -> str:
    """Return a document as a page that needs nothing else."""
    with override(printed.language):
        return render_to_string(
            "publications/standalone.html", {"printed": printed, "groups": laid_out(printed.blocks)}
        )


def as_data(*, opened: Opened) -> dict[str, Any]:
    """Return a version for programs."""
    text = queries.text_for(opened=opened)
    read = blocks.read(text)
    row = opened.row
    return {
        "meeting": opened.reader.meeting.symbol,
        "document": opened.kind,
        "language": opened.language,
        "title": blocks.title_of(read),
        "state": _state(opened),
        "released_at": row.released_at.isoformat() if row and row.released_at else None,
        "sha256": queries.hash_of(text),
        "text": text,
        "blocks": laid_out(read),
    }


def written_to(
    *,
    meeting: Meeting,
    folder: Path,
    languages: tuple[str, ...],
    kinds: tuple[Kind, ...] = KINDS,
    formats: tuple[str, ...] = ("html", "pdf"),
) -> Iterator[Path]:
    """Write every document of a meeting in these languages, as it stands now, and yield each file."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {(row.document.kind, row.language): row for row in _rows(meeting)}
    for kind in kinds:
        for language in languages:
            printed = current(meeting=meeting, kind=kind, language=language, row=rows.get((kind, language)))
            for ending in formats:
                path = folder / f"{kind}.{language}.{ending}"
                path.write_bytes(html(printed).encode() if ending == "html" else pdf(printed))
                yield path


def current(*, meeting: Meeting, kind: Kind, language: str, row: Version | None) -> Printed:
    """Return the current text of a version, released or not, with the note that says which."""
    state = cast("State", row.state) if row else "drafted"
    text = row.text if row else queries.draft(meeting=meeting, kind=kind, language=language)
    with override(language):
        note = str(NOTE[state])
    return queries.printed_text(meeting=meeting, text=text, language=language, note=note)


def _state(opened: Opened) -> str:
    """Name the state of the text that is sent: the public knows released texts only."""
    if opened.row is None:
        return "drafted"
    shows_released = queries.text_for(opened=opened) == opened.row.released_text
    return "released" if opened.reader.role == "public" or shows_released else str(opened.row.state)


def _rows(meeting: Meeting) -> Any:
    return Version.objects.filter(document__meeting=meeting).select_related("document")
