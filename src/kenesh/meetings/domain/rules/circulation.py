"""Circulating a paper: from then on its file stands in the record."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.rules.guards import in_a_language, not_over, refuse, serves
from kenesh.meetings.domain.state import Meeting, Paper

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_OWN: Final = re.compile(r"(P|DEC)\.\d+")  # symbols of proposals and decisions
_LAST: Final = re.compile(r"[A-Z][A-Z0-9]*([./-][A-Z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A paper's file in one language, about to go out."""

    language: str
    revision: int
    digest: str
    size: int
    media_type: str


def circulate_paper(
    meeting: Meeting,
    *,
    by: str,
    paper: int,
    symbol: str,
    sheets: tuple[Sheet, ...],
    circulation: e.Circulation,
    item: int | None = None,
    embargo_until: datetime | None = None,
) -> tuple[e.Event, ...]:
    """Send a paper out to all, to members or to the Secretariat, not before the end of an embargo; the Secretariat.

    What has gone out on the same terms already goes out once.
    """
    serves(meeting, by)
    not_over(meeting)
    _has_a_symbol(meeting, paper, symbol)
    if item is not None and all(one.number != item for one in meeting.agenda):
        refuse("papers", _("The agenda has no item %(number)s."), number=str(item))
    if embargo_until is not None and embargo_until.tzinfo is None:
        refuse("papers", _("An embargo ends at a moment with its date, hour and zone."))
    known = next((one for one in meeting.papers if one.number == paper), None)
    for sheet in sheets:
        _can_go_out(known, sheet)
    until = embargo_until.astimezone(UTC) if embargo_until else None
    events = (
        e.PaperCirculated(
            paper=paper,
            symbol=symbol,
            revision=sheet.revision,
            language=sheet.language,
            digest=sheet.digest,
            size=sheet.size,
            media_type=sheet.media_type,
            circulation=circulation,
            item=item,
            embargo_until=until,
        )
        for sheet in sheets
    )
    return tuple(event for event in events if not _went_out(known, event))


def symbol_of(meeting: str, last: str) -> str | None:
    """Return the symbol of a meeting's paper from its last part, None where that part is no symbol or is taken."""
    if _LAST.fullmatch(last) is None or _OWN.fullmatch(last):
        return None
    return f"{meeting}/{last}"


def _has_a_symbol(meeting: Meeting, number: int, symbol: str) -> None:
    begins, last = symbol[: len(meeting.symbol) + 1], symbol[len(meeting.symbol) + 1 :]
    if number < 1 or begins != f"{meeting.symbol}/" or symbol_of(meeting.symbol, last) is None:
        reason = _("The symbol of a paper begins with %(symbol)s/ and goes on like WP.1.")
        refuse("papers", reason, symbol=meeting.symbol)
    if any(paper.symbol == symbol and paper.number != number for paper in meeting.papers):
        refuse("papers", _("Another paper has the symbol %(symbol)s."), symbol=symbol)


def _can_go_out(known: Paper | None, sheet: Sheet) -> None:
    in_a_language(sheet.language, rule="papers")
    if _SHA256.fullmatch(sheet.digest) is None or sheet.size < 1 or not sheet.media_type or sheet.revision < 1:
        refuse("papers", _("A paper goes out as a file."))
    before = known.latest(sheet.language) if known else None
    if before and before.revision > sheet.revision:
        reason = _("Revision %(number)s of this paper has gone out; an older one does not follow it.")
        refuse("papers", reason, number=str(before.revision))


def _went_out(known: Paper | None, event: e.PaperCirculated) -> bool:
    before = known.latest(event.language) if known else None
    if known is None or before is None:
        return False
    terms = (event.revision, event.digest, event.circulation, event.embargo_until)
    return (before.revision, before.digest, before.circulation, before.embargo_until) == terms and (
        known.item,
        known.symbol,
    ) == (event.item, event.symbol)
