"""Papers as their pages show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kenesh.core.tongues import name_of
from kenesh.council import queries as council_queries
from kenesh.meetings import board, wording
from kenesh.meetings.models import PaperIssue

if TYPE_CHECKING:
    from kenesh.meetings.shelf import Opened, Reader

PICTURES = frozenset({"image/png", "image/jpeg"})


def of_meeting(reader: Reader) -> dict[str, Any]:
    """Name the council as it was called on the day of the meeting, and say who reads."""
    meeting, language = reader.meeting, wording.reading()
    council = council_queries.council_named(council=meeting.council, on=meeting.starts_at.date(), language=language)
    return {"council": council, "found": meeting, "meeting": reader.state, "reader": reader, "zone": zone_of(reader)}


def zone_of(reader: Reader) -> str:
    """Return the time zone of the reader's seat, or of the Chair's."""
    seat = reader.state.find_seat(reader.seat) or reader.state.find_seat(reader.state.presiding)
    return seat.time_zone if seat else "UTC"


def row_of(opened: Opened, *, reader: Reader) -> dict[str, Any]:
    """Return a paper as a line of a list."""
    paper = opened.paper
    return {
        "paper": paper,
        "symbol": paper.symbol,
        "slug": paper.slug,
        "item": paper.item,
        "titles": paper.titles,
        "versions": [version_of(opened, language) for language in languages_of(opened, reader=reader)],
        "out": any(issue.circulation for issue in opened.issues),
    }


def languages_of(opened: Opened, *, reader: Reader) -> tuple[str, ...]:
    """Return the languages of the meeting, and those beside them in which the paper is there; the original first."""
    every = dict.fromkeys([opened.paper.original, *reader.state.languages, *opened.languages])
    return tuple(every)


def version_of(opened: Opened, language: str) -> dict[str, Any]:
    """Return how a paper stands in a language."""
    latest, standing = opened.latest(language), opened.standing(language)
    return {
        "language": language,
        "name": name_of(language),
        "is_original": language == opened.paper.original,
        "standing": standing,
        "word": wording.PAPER_STANDING[standing],
        "latest": latest,
        "picture": latest is not None and latest.media_type in PICTURES,
        "circulation": wording.CIRCULATION.get(latest.circulation, "") if latest else "",
        "final": latest is not None and latest.state == PaperIssue.State.FINAL,
        "earlier": [issue for issue in opened.issues if issue.language == language and issue != latest][::-1],
    }


def proposals_of(reader: Reader) -> list[dict[str, Any]]:
    """Return the proposals as papers, to who may be in the room: there they are read as well."""
    if not reader.audience.follows:
        return []
    return board.proposals_of(reader.state)
