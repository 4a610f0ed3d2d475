"""Who reads a paper, from when, and how a language version of it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kenesh.meetings.domain.events import Circulation
from kenesh.meetings.domain.profile import Status
from kenesh.meetings.domain.state import Meeting, Paper

Standing = Literal["missing", "draft", "final", "stale"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who asks: with the status of a seat, or none; ``follows`` says whether whoever it is may be in the room."""

    status: Status | None
    follows: bool


def may_read(audience: Audience, *, circulation: Circulation, embargo_until: datetime | None, at: datetime) -> bool:
    """Tell whether what was circulated so is read by this audience at this moment.

    Before the end of an embargo by the Secretariat alone; then by those it is circulated to.
    """
    if audience.status == "secretariat":
        return True
    if embargo_until is not None and at < embargo_until:
        return False
    if circulation == "members":
        return audience.status == "member"
    return circulation == "all" and audience.follows


def readable(meeting: Meeting, *, audience: Audience, at: datetime) -> tuple[Paper, ...]:
    """Return the papers of which this audience may read something."""
    return tuple(paper for paper in meeting.papers if reads(paper, audience=audience, at=at))


def reads(paper: Paper, *, audience: Audience, at: datetime) -> bool:
    """Tell whether an audience may read anything that went out of a paper."""
    return any(
        may_read(audience, circulation=one.circulation, embargo_until=one.embargo_until, at=at)
        for one in paper.circulated
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A paper's file in a language: its revision, and the revision of the original it follows."""

    language: str
    revision: int
    follows: int
    final: bool


def standing(issues: Iterable[Issue], *, language: str, original: str) -> Standing:
    """Return how a paper stands in a language, among the issues its reader may see."""
    seen = sorted(issues, key=lambda one: one.revision)
    latest = next((one for one in reversed(seen) if one.language == language), None)
    if latest is None:
        return "missing"
    newest = max((one.revision for one in seen if one.language == original), default=0)
    if language != original and latest.follows < newest:
        return "stale"
    return "final" if latest.final else "draft"
