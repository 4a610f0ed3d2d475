"""Writes of papers: what is handed in is kept, and nothing that somebody filed is ever overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Max

from kenesh.core import clock
from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings import actions
from kenesh.meetings.domain.rules.circulation import Sheet, symbol_of
from kenesh.meetings.domain.rules.guards import OutOfOrder, not_over, serves
from kenesh.meetings.models import Paper, PaperIssue, slug_of_paper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from kenesh.core.uploads import Upload
    from kenesh.meetings.domain.events import Circulation
    from kenesh.meetings.shelf import Reader

FIRST: Final = 1


class SymbolOfAnother(Exception):
    """Another paper of this meeting has the symbol, or it is none that a paper can have."""


class ChangedMeanwhile(Exception):
    """Somebody else changed a paper after it was read; ``edition`` is what it is now at."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(paper.symbol)
        self.paper = paper


class IssuedMeanwhile(Exception):
    """Somebody else handed in a revision after this one's was begun; nothing of either is lost."""

    def __init__(self, latest: PaperIssue) -> None:
        super().__init__(str(latest))
        self.latest = latest


@transaction.atomic
def add_paper(
    *,
    reader: Reader,
    last: str,
    titles: Mapping[str, str],
    original: str,
    item: int | None,
    upload: Upload,
) -> Paper:
    """Take a paper in with its original, whose file is kept by now. Refused: OutOfOrder, SymbolOfAnother."""
    _in_order(reader)
    symbol = symbol_of(reader.state.symbol, last)
    papers = Paper.objects.filter(meeting=reader.meeting)
    if symbol is None or papers.filter(slug=slug_of_paper(last)).exists():
        raise SymbolOfAnother
    paper = Paper.objects.create(
        meeting=reader.meeting,
        number=(papers.aggregate(most=Max("number"))["most"] or 0) + 1,
        symbol=symbol,
        slug=slug_of_paper(last),
        titles=dict(titles),
        original=original,
        item=item,
    )
    _issue(paper, original, FIRST, FIRST, upload, by=reader.seat)
    return paper


@transaction.atomic
def name_paper(*, reader: Reader, paper: Paper, titles: Mapping[str, str], edition: int) -> None:
    """Say anew what a paper is called, as of the edition that was read. Refused: OutOfOrder, ChangedMeanwhile."""
    _in_order(reader)
    renamed = Paper.objects.filter(pk=paper.pk, edition=edition)
    # The condition stands in the UPDATE itself: of two editors, one.
    if not renamed.update(titles=dict(titles), edition=edition + 1):
        raise ChangedMeanwhile(Paper.objects.get(pk=paper.pk))


@transaction.atomic
def issue_paper(*, reader: Reader, paper: Paper, language: str, upload: Upload, base: int, follows: int) -> PaperIssue:
    """Take in a revision in a language: ``base`` is the one it replaces, ``follows`` the original's that it renders.

    The same file again changes nothing. Refused: OutOfOrder; IssuedMeanwhile where ``base`` is no longer the latest.
    """
    _in_order(reader)
    Paper.objects.select_for_update().get(pk=paper.pk)
    latest = paper.issues.filter(language=language).order_by("-revision").first()
    if latest is not None and latest.digest == upload.digest:
        return latest
    if latest is not None and latest.revision != base:
        raise IssuedMeanwhile(latest)
    revision = latest.revision + 1 if latest else FIRST
    return _issue(
        paper, language, revision, revision if language == paper.original else follows, upload, by=reader.seat
    )


@transaction.atomic
def finish_issue(*, reader: Reader, paper: Paper, language: str, revision: int) -> None:
    """Mark the latest revision in a language final. Refused: OutOfOrder; IssuedMeanwhile where it is not the latest."""
    _in_order(reader)
    latest = paper.issues.filter(language=language).order_by("-revision").first()
    if latest is None:
        raise OutOfOrder("papers", _("There is nothing to mark final."))
    if latest.revision != revision:
        raise IssuedMeanwhile(latest)
    latest.state = PaperIssue.State.FINAL
    latest.save(update_fields=["state"])


def circulate(
    *,
    reader: Reader,
    paper: Paper,
    languages: Sequence[str],
    circulation: Circulation,
    item: int | None,
    embargo_until: datetime | None,
) -> actions.Done:
    """Send out the latest revision in each of these languages; the tables follow the record. Refused: OutOfOrder."""
    latest = {issue.language: issue for issue in paper.issues.order_by("revision")}
    fields: dict[str, Any] = {
        "paper": paper.number,
        "symbol": paper.symbol,
        "sheets": tuple(_sheet(latest[language]) for language in languages if language in latest),
        "circulation": circulation,
        "item": item,
        "embargo_until": embargo_until,
    }
    return actions.act(meeting=reader.meeting, by=reader.seat, act="circulate_paper", fields=fields)


def _in_order(reader: Reader) -> None:
    """Refuse what comes too late for the record, which every paper has to reach."""
    serves(reader.state, reader.seat)
    not_over(reader.state)


def _issue(paper: Paper, language: str, revision: int, follows: int, upload: Upload, *, by: str) -> PaperIssue:
    return PaperIssue.objects.create(
        paper=paper,
        language=language,
        revision=revision,
        follows=follows,
        digest=upload.digest,
        name=upload.name,
        media_type=upload.media_type,
        size=upload.size,
        paragraphs=list(upload.text),
        by=by,
        at=clock.now(),
    )


def _sheet(issue: PaperIssue) -> Sheet:
    return Sheet(
        language=issue.language,
        revision=issue.revision,
        digest=issue.digest,
        size=issue.size,
        media_type=issue.media_type,
    )
