"""What the Secretariat does with papers: take one in, name it, replace it, mark it final, send it out."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kenesh.core import files
from kenesh.core.domain.differences import differences_of
from kenesh.core.tongues import name_of
from kenesh.meetings import filing, shelf, wording
from kenesh.meetings.domain.rules.guards import OutOfOrder
from kenesh.meetings.forms.filing import AddForm, CirculateForm, FileField, IssueForm, NameForm, RevisionForm, tongues
from kenesh.meetings.paperwork import of_meeting, row_of, version_of, zone_of
from kenesh.meetings.views.papers import page_of

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from kenesh.core.uploads import Upload
    from kenesh.meetings.models import PaperIssue
    from kenesh.meetings.shelf import Opened, Reader

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Take a paper in, with its original."""
    reader = shelf.reader_for_secretariat(person=request.user, council=council, slug=slug)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AddForm(*sent, meeting=reader.state, suggested=_next(reader))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            paper = filing.add_paper(
                reader=reader,
                last=given["last"],
                titles=form.titles(),
                original=given["original"],
                item=given["item"],
                upload=_kept(form),
            )
        except filing.SymbolOfAnother:
            form.add_error("last", _("Another paper of this meeting has this symbol."))
        except OutOfOrder as refused:
            form.add_error(None, wording.refusal(meeting=reader.state, refused=refused).reason)
        else:
            messages.success(request, _("The paper is filed; it goes out when you circulate it."))
            return redirect("meetings:paper", council, slug, paper.slug)
    status = UNPROCESSABLE if form.errors else HTTPStatus.OK
    return render(request, "meetings/papers/add.html", of_meeting(reader) | {"form": form}, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest, council: str, slug: str, paper: str) -> HttpResponse:
    """Say anew what a paper is called; where somebody else did meanwhile, the second sees what there is."""
    reader, opened = _opened(request, council, slug, paper)
    if request.method != "POST":
        return _naming(request, reader, opened, NameForm(meeting=reader.state, initial=_named(opened)))
    form = NameForm(request.POST, meeting=reader.state)
    if not form.is_valid():
        return _naming(request, reader, opened, form, status=UNPROCESSABLE)
    try:
        edition = form.cleaned_data["edition"]
        filing.name_paper(reader=reader, paper=opened.paper, titles=form.titles(), edition=edition)
    except filing.ChangedMeanwhile as meanwhile:
        now = meanwhile.paper
        again = NameForm(meeting=reader.state, initial=form.cleaned_data | {"edition": now.edition})
        return _naming(request, reader, opened, again, status=HTTPStatus.CONFLICT, theirs=now.titles)
    except OutOfOrder as refused:
        return _refused(request, reader, opened, refused)
    return redirect("meetings:paper", council, slug, paper)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, council: str, slug: str, paper: str, language: str) -> HttpResponse:
    """Take in a revision in a language; where somebody else did meanwhile, the second sees the difference first."""
    reader, opened = _opened(request, council, slug, paper)
    if request.method != "POST" or language not in dict(tongues(reader.state)):
        return redirect("meetings:paper", council, slug, paper)
    form = IssueForm(request.POST, request.FILES, paper=opened.paper, language=language)
    if not form.is_valid():
        return page_of(request, reader, opened, bound=form, language=language, status=UNPROCESSABLE)
    upload, given = _kept(form), form.cleaned_data
    read = {"base": given["base"], "follows": given["follows"]}
    try:
        filing.issue_paper(reader=reader, paper=opened.paper, language=language, upload=upload, **read)
    except filing.IssuedMeanwhile as meanwhile:
        return _difference(request, reader, opened, form, upload, latest=meanwhile.latest)
    except OutOfOrder as refused:
        return _refused(request, reader, opened, refused)
    messages.success(request, _("The file is filed; it goes out when you circulate it."))
    return redirect("meetings:paper", council, slug, paper)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, council: str, slug: str, paper: str, language: str) -> HttpResponse:
    """Mark the latest revision in a language final."""
    reader, opened = _opened(request, council, slug, paper)
    form = RevisionForm(request.POST)
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            filing.finish_issue(reader=reader, paper=opened.paper, language=language, revision=revision)
        except filing.IssuedMeanwhile:
            messages.error(request, _("A newer revision came in meanwhile; look at that one first."))
        except OutOfOrder as refused:
            return _refused(request, reader, opened, refused)
    return redirect("meetings:paper", council, slug, paper)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def circulate(request: HttpRequest, council: str, slug: str, paper: str) -> HttpResponse:
    """Send a paper out: from then on its files stand in the record."""
    reader, opened = _opened(request, council, slug, paper)
    if request.method != "POST":
        return redirect("meetings:paper", council, slug, paper)
    form = CirculateForm(request.POST, meeting=reader.state, languages=opened.languages, zone=zone_of(reader))
    if not form.is_valid():
        return page_of(request, reader, opened, bound=form, status=UNPROCESSABLE)
    given = {key: form.cleaned_data[key] for key in ("languages", "circulation", "item", "embargo_until")}
    try:
        filing.circulate(reader=reader, paper=opened.paper, **given)
    except OutOfOrder as refused:
        return _refused(request, reader, opened, refused)
    messages.success(request, _("The paper has gone out; it stands in the record."))
    return redirect("meetings:paper", council, slug, paper)


def _opened(request: HttpRequest, council: str, slug: str, paper: str) -> tuple[Reader, Opened]:
    reader = shelf.reader_for_secretariat(person=request.user, council=council, slug=slug)
    return reader, shelf.paper_for_reader(reader=reader, paper=paper)


def _kept(form: forms.Form) -> Upload:
    """Keep the file that came with a form, before anything names it."""
    field, upload = form.fields["file"], form.cleaned_data["file"]
    if isinstance(field, FileField) and hasattr(field, "content"):
        files.keep(content=field.content)
    kept: Upload = upload
    return kept


def _next(reader: Reader) -> str:
    """Suggest the symbol of the next working paper."""
    taken = {opened.paper.symbol for opened in shelf.papers_for_reader(reader=reader)}
    numbers = (number for number in range(1, len(taken) + 2) if f"{reader.state.symbol}/WP.{number}" not in taken)
    return f"WP.{next(numbers)}"


def _named(opened: Opened) -> dict[str, Any]:
    titles = {f"title_{code}": title for code, title in opened.paper.titles.items()}
    return titles | {"edition": opened.paper.edition}


def _naming(
    request: HttpRequest,
    reader: Reader,
    opened: Opened,
    form: NameForm,
    *,
    theirs: dict[str, str] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    there = [(code, name_of(code), title) for code, title in (theirs or {}).items()]
    context = of_meeting(reader) | {"row": row_of(opened, reader=reader), "form": form, "theirs": there}
    return render(request, "meetings/papers/name.html", context, status=status)


def _difference(
    request: HttpRequest, reader: Reader, opened: Opened, form: IssueForm, upload: Upload, *, latest: PaperIssue
) -> HttpResponse:
    """Show what there is beside what was sent, which is held: filing it says that the difference was seen."""
    language = latest.language
    held = {"base": latest.revision, "follows": form.cleaned_data["follows"], "held": form.hold(upload)}
    again = IssueForm(paper=opened.paper, language=language, initial=held)
    context = of_meeting(reader) | {
        "row": row_of(opened, reader=reader),
        "version": version_of(opened, language),
        "latest": latest,
        "upload": upload,
        "form": again,
        "difference": differences_of(theirs=latest.paragraphs, yours=upload.text),
    }
    return render(request, "meetings/papers/conflict.html", context, status=HTTPStatus.CONFLICT)


def _refused(request: HttpRequest, reader: Reader, opened: Opened, refused: OutOfOrder) -> HttpResponse:
    refusal = wording.refusal(meeting=reader.state, refused=refused)
    return page_of(request, reader, opened, refusal=refusal, status=HTTPStatus.CONFLICT)
