"""Fetch papers for someone, or refuse: what a reader may not read is not there, by whatever address it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kenesh.core import clock
from kenesh.council.access import NotHere, NotYours
from kenesh.meetings import access, queries
from kenesh.meetings.domain.reading import Audience, Issue, may_read, standing
from kenesh.meetings.models import Paper, PaperIssue

if TYPE_CHECKING:
    from datetime import datetime

    from kenesh.council.access import Anyone
    from kenesh.meetings.domain.reading import Standing
    from kenesh.meetings.domain.state import Meeting as State
    from kenesh.meetings.models import Meeting

TEXT: Final = "paragraphs"  # of an issue: long, and read only where it is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A meeting as one reader comes to its papers."""

    meeting: Meeting
    state: State
    seat: str
    audience: Audience

    @property
    def is_secretariat(self) -> bool:
        return self.audience.status == "secretariat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A paper, with the issues of it that its reader may read."""

    paper: Paper
    issues: tuple[PaperIssue, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is read in, the original's first."""
        found = dict.fromkeys(issue.language for issue in self.issues)
        return tuple(sorted(found, key=lambda language: language != self.paper.original))

    def latest(self, language: str) -> PaperIssue | None:
        return next((issue for issue in reversed(self.issues) if issue.language == language), None)

    def revision(self, language: str) -> int:
        """The revision of the latest issue in a language, 0 where there is none."""
        latest = self.latest(language)
        return latest.revision if latest else 0

    def standing(self, language: str) -> Standing:
        issues = (
            Issue(
                language=issue.language,
                revision=issue.revision,
                follows=issue.follows,
                final=issue.state == PaperIssue.State.FINAL,
            )
            for issue in self.issues
        )
        return standing(issues, language=language, original=self.paper.original)


def reader_for_meeting(*, person: Anyone, council: str, slug: str) -> Reader:
    """Return whoever asks as a reader of a meeting's papers; there may be none for them. Refused: NotHere."""
    return reader_of(person=person, meeting=access.meeting_for_reader(council=council, slug=slug))


def reader_of(*, person: Anyone, meeting: Meeting) -> Reader:
    """Return whoever asks as a reader of the papers of a meeting at hand."""
    state = queries.head(journal_id=meeting.journal_id).meeting
    code = access.seat_of(person=person, meeting=meeting) or ""
    seat = state.find_seat(code)
    audience = Audience(
        status=seat.status if seat else None,
        follows=seat is not None or access.may_enter(person=person, meeting=meeting),
    )
    return Reader(meeting=meeting, state=state, seat=code, audience=audience)


def reader_for_secretariat(*, person: Anyone, council: str, slug: str) -> Reader:
    """Return the Secretariat as the keeper of a meeting's papers. Refused: NotHere, or NotYours to everyone else."""
    reader = reader_for_meeting(person=person, council=council, slug=slug)
    if not reader.is_secretariat:
        raise NotYours
    return reader


def papers_for_reader(*, reader: Reader) -> tuple[Opened, ...]:
    """Return the papers of which the reader may read something, two queries for however many there are."""
    papers = Paper.objects.filter(meeting=reader.meeting).prefetch_related("issues")
    found = (_opened(reader, paper, at=clock.now()) for paper in papers)
    return tuple(opened for opened in found if opened.issues or reader.is_secretariat)


def paper_for_reader(*, reader: Reader, paper: str) -> Opened:
    """Return a paper. Refused: NotHere where there is none, or none for this reader."""
    found = Paper.objects.filter(meeting=reader.meeting, slug=paper).prefetch_related("issues").first()
    if found is None:
        raise NotHere
    opened = _opened(reader, found, at=clock.now())
    if not opened.issues and not reader.is_secretariat:
        raise NotHere
    return opened


def issue_for_reader(*, opened: Opened, language: str, revision: int) -> PaperIssue:
    """Return an issue of a paper. Refused: NotHere where there is none, or none for this reader."""
    for issue in opened.issues:
        if (issue.language, issue.revision) == (language, revision):
            return issue
    raise NotHere


def _opened(reader: Reader, paper: Paper, *, at: datetime) -> Opened:
    issues = sorted(paper.issues.all(), key=lambda issue: (issue.language, issue.revision))
    return Opened(paper=paper, issues=tuple(issue for issue in issues if _reads(reader, issue, at=at)))


def _reads(reader: Reader, issue: PaperIssue, *, at: datetime) -> bool:
    """Tell whether a reader may read an issue; one that has not gone out is the Secretariat's alone."""
    if reader.is_secretariat:
        return True
    if not issue.circulation:
        return False
    return may_read(reader.audience, circulation=issue.circulation, embargo_until=issue.embargo_until, at=at)  # type: ignore[arg-type]
