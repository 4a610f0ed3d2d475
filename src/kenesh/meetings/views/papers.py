"""Pages of papers: the list, a paper, what stands in it, what changed, its file; and the list for programs."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kenesh.core import files
from kenesh.core.domain.differences import differences_of
from kenesh.core.downloads import attachment
from kenesh.council.access import NotHere
from kenesh.meetings import board, shelf, wording
from kenesh.meetings.forms.filing import CirculateForm, IssueForm
from kenesh.meetings.paperwork import PICTURES, of_meeting, proposals_of, row_of, version_of, zone_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from kenesh.meetings.models import PaperIssue
    from kenesh.meetings.shelf import Opened, Reader

log = logging.getLogger(__name__)


@never_cache
@require_safe
def papers(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """List the papers there are for this reader; for who may read none it is as if there were none."""
    reader = shelf.reader_for_meeting(person=request.user, council=council, slug=slug)
    rows = [row_of(opened, reader=reader) for opened in shelf.papers_for_reader(reader=reader)]
    context = of_meeting(reader) | {"rows": rows, "proposals": proposals_of(reader)}
    return render(request, "meetings/papers/list.html", context)


@never_cache
@require_safe
def papers_as_json(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """List the same papers for programs, each file with its SHA-256."""
    reader = shelf.reader_for_meeting(person=request.user, council=council, slug=slug)
    listed = [_as_json(request, reader, opened) for opened in shelf.papers_for_reader(reader=reader)]
    return JsonResponse({"meeting": reader.state.symbol, "papers": listed}, json_dumps_params={"ensure_ascii": False})


@never_cache
@require_safe
def paper(request: HttpRequest, council: str, slug: str, paper: str) -> HttpResponse:
    """Show a paper: what it is, and how it stands in each language."""
    reader = shelf.reader_for_meeting(person=request.user, council=council, slug=slug)
    return page_of(request, reader, shelf.paper_for_reader(reader=reader, paper=paper))


@never_cache
@require_safe
def issue(request: HttpRequest, council: str, slug: str, paper: str, language: str, revision: int) -> HttpResponse:  # noqa: PLR0917 -- named by the address
    """Show what stands in a paper: its text in paragraphs, or the picture it is."""
    reader = shelf.reader_for_meeting(person=request.user, council=council, slug=slug)
    opened = shelf.paper_for_reader(reader=reader, paper=paper)
    found = shelf.issue_for_reader(opened=opened, language=language, revision=revision)
    context = of_meeting(reader) | {
        "row": row_of(opened, reader=reader),
        "issue": found,
        "version": version_of(opened, language),
        "picture": found.media_type in PICTURES,
    }
    return render(request, "meetings/papers/issue.html", context)


@never_cache
@require_safe
def shown(request: HttpRequest, council: str, slug: str, paper: str) -> HttpResponse:
    """Show a paper as an exhibit in the room: in the reader's language where it is there, else as the original."""
    reader = shelf.reader_for_meeting(person=request.user, council=council, slug=slug)
    opened = shelf.paper_for_reader(reader=reader, paper=paper)
    found = opened.latest(wording.reading()) or opened.latest(opened.paper.original) or opened.issues[-1]
    context = of_meeting(reader) | {
        "row": row_of(opened, reader=reader),
        "issue": found,
        "version": version_of(opened, found.language),
        "picture": found.media_type in PICTURES,
    }
    return render(request, "meetings/papers/shown.html", context)


@never_cache
@require_safe
def changes(request: HttpRequest, council: str, slug: str, paper: str, language: str) -> HttpResponse:
    """Show what one revision has and another has not: the last two, or those asked for with ``?from=`` and ``?to=``."""
    reader = shelf.reader_for_meeting(person=request.user, council=council, slug=slug)
    opened = shelf.paper_for_reader(reader=reader, paper=paper)
    issues = [one for one in opened.issues if one.language == language]
    before, after = _two_of(request, issues)
    context = of_meeting(reader) | {
        "row": row_of(opened, reader=reader),
        "version": version_of(opened, language),
        "issues": issues,
        "before": before,
        "after": after,
        "difference": differences_of(theirs=before.paragraphs, yours=after.paragraphs),
    }
    return render(request, "meetings/papers/changes.html", context)


@never_cache
@require_safe
def file(request: HttpRequest, council: str, slug: str, paper: str, language: str, revision: int) -> HttpResponse:  # noqa: PLR0917 -- named by the address
    """Send a paper's file, to be kept."""
    reader = shelf.reader_for_meeting(person=request.user, council=council, slug=slug)
    opened = shelf.paper_for_reader(reader=reader, paper=paper)
    found = shelf.issue_for_reader(opened=opened, language=language, revision=revision)
    try:
        return attachment(digest=found.digest, name=found.name, media_type=found.media_type)
    except files.FileUnreadable:
        log.exception("%s in %s, revision %d", opened.paper.symbol, language, revision)
        messages.error(request, _("This file is missing or was changed on the server; tell who runs this site."))
        return redirect("meetings:paper", council, slug, paper)


@never_cache
@require_safe
def proposal(request: HttpRequest, council: str, slug: str, number: int) -> HttpResponse:
    """Show a proposal with its amendments in it, in every language that has it; to who may be in the room."""
    reader = shelf.reader_for_meeting(person=request.user, council=council, slug=slug)
    if not reader.audience.follows or not 1 <= number <= len(reader.state.proposals):
        raise NotHere
    shown = board.proposal_of(reader.state, number)
    return render(request, "meetings/papers/proposal.html", of_meeting(reader) | {"shown": shown})


def page_of(
    request: HttpRequest,
    reader: Reader,
    opened: Opened,
    *,
    bound: CirculateForm | IssueForm | None = None,
    language: str = "",
    refusal: wording.Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a paper, with a form that came back in the place of its own."""
    row = row_of(opened, reader=reader)
    context = of_meeting(reader) | {"row": row, "opened": opened, "refusal": refusal, "bound": bound}
    if reader.is_secretariat and not reader.state.over:
        for version in row["versions"]:
            version["form"] = bound if language == version["language"] else issue_form(opened, version["language"])
        context["circulating"] = bound if isinstance(bound, CirculateForm) else circulate_form(reader, opened)
    return render(request, "meetings/papers/paper.html", context, status=status)


def issue_form(opened: Opened, language: str) -> IssueForm:
    """Return the form for a revision in a language, as of what is there now."""
    read = {"base": opened.revision(language), "follows": opened.revision(opened.paper.original)}
    return IssueForm(paper=opened.paper, language=language, initial=read)


def circulate_form(reader: Reader, opened: Opened) -> CirculateForm:
    """Return the form that sends a paper out, on the terms of the last time."""
    form = CirculateForm(meeting=reader.state, languages=opened.languages, zone=zone_of(reader))
    out = [issue for issue in opened.issues if issue.circulated_at]
    values: dict[str, Any] = {"item": opened.paper.item}
    if out:
        last = max(out, key=lambda issue: issue.circulated_at or issue.at)
        values |= {"circulation": last.circulation, "embargo_until": last.embargo_until}
    form.go_on_from(values)
    return form


def _two_of(request: HttpRequest, issues: list[PaperIssue]) -> tuple[PaperIssue, PaperIssue]:
    by_revision = {str(one.revision): one for one in issues}
    if len(issues) < 2:  # noqa: PLR2004 -- a difference is between two
        raise NotHere
    before = by_revision.get(request.GET.get("from", str(issues[-2].revision)))
    after = by_revision.get(request.GET.get("to", str(issues[-1].revision)))
    if before is None or after is None:
        raise NotHere
    return before, after


def _as_json(request: HttpRequest, reader: Reader, opened: Opened) -> dict[str, Any]:
    row = row_of(opened, reader=reader)
    address = [reader.meeting.council.slug, reader.meeting.slug, row["slug"]]
    return {
        "symbol": row["symbol"],
        "titles": row["titles"],
        "item": row["item"],
        "original": opened.paper.original,
        "url": request.build_absolute_uri(reverse("meetings:paper", args=address)),
        "versions": [_version_as_json(request, version, address) for version in row["versions"]],
    }


def _version_as_json(request: HttpRequest, version: dict[str, Any], address: list[str]) -> dict[str, Any]:
    said = {"language": version["language"], "state": version["standing"]}
    latest: PaperIssue | None = version["latest"]
    if latest is None:
        return said
    where = reverse("meetings:paper_file", args=[*address, latest.language, latest.revision])
    return said | {
        "revision": latest.revision,
        "media_type": latest.media_type,
        "size": latest.size,
        "sha256": latest.digest,
        "circulated_at": latest.circulated_at,
        "file": request.build_absolute_uri(where),
    }
