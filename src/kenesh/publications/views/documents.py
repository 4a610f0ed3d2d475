"""Pages of documents: the list, a version to read and to take along, the editor, corrections, the freezing."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenesh.core import clock
from kenesh.core.tongues import names_of
from kenesh.council import queries as council_queries
from kenesh.council.access import NotHere
from kenesh.decisions import access as decision_access
from kenesh.meetings import access as meeting_access
from kenesh.publications import access, actions, adapters, queries
from kenesh.publications.domain import blocks
from kenesh.publications.domain.differences import differences
from kenesh.publications.domain.versions import KINDS, Kind, NotInOrder, Step
from kenesh.publications.forms import AnswerForm, CorrectionForm, EditForm, PeriodForm, StepForm, said
from kenesh.publications.wording.drafts import ANSWER, KIND, STATE, STEP

if TYPE_CHECKING:
    from django.http import HttpRequest

    from kenesh.meetings.access import Meeting
    from kenesh.publications.access import Opened, Reader


@never_cache
@require_safe
def documents(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """List a meeting's documents with their language versions; the Secretariat finds its work here."""
    reader = access.reader_for_meeting(person=request.user, council=council, slug=slug)
    zone = queries.account(meeting=reader.meeting).zone
    context = _of(reader) | {
        "documents": queries.documents(reader=reader),
        "corrections": queries.corrections(reader=reader),
        "period": PeriodForm(zone=zone, auto_id=False),
        "zone": zone,
        "now": clock.now(),
    }
    return render(request, "publications/documents.html", context)


@never_cache
@require_safe
def document(request: HttpRequest, council: str, slug: str, kind: str, language: str) -> HttpResponse:
    """Show a version, in its own language."""
    opened = access.version_for_reader(person=request.user, council=council, slug=slug, kind=kind, language=language)
    return _document(request, opened)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, council: str, slug: str, kind: str, language: str) -> HttpResponse:
    """Edit a version beside the original; who comes second sees the difference (409) and keeps what was typed."""
    opened = access.version_for_editor(person=request.user, council=council, slug=slug, kind=kind, language=language)
    if request.method != "POST":
        return _editor(request, opened, EditForm(initial=_as_saved(opened)))
    form = EditForm(request.POST)
    if not form.is_valid():
        return _editor(request, opened, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.edit_version(opened=opened, **form.cleaned_data)
    except actions.EditedMeanwhile as moved:
        return _conflict(request, opened, form, moved)
    except NotInOrder as refused:
        form.add_error(None, _(refused.reason) % refused.params)
        return _editor(request, opened, form, status=HTTPStatus.CONFLICT)
    messages.success(request, _("The text is saved."))
    return redirect("publications:edit", council, slug, kind, language)


@login_required
@require_POST
def step(request: HttpRequest, council: str, slug: str, kind: str, language: str) -> HttpResponse:
    """Check or release a version."""
    opened = access.version_for_editor(person=request.user, council=council, slug=slug, kind=kind, language=language)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _sent_back(request, opened.reader, said(form.errors))
    try:
        chosen = cast("Step", form.cleaned_data["step"])
        actions.take_step(opened=opened, step=chosen, revision=form.cleaned_data["revision"])
    except actions.EditedMeanwhile as moved:
        return _sent_back(request, opened.reader, _(moved.title))
    except NotInOrder as refused:
        return _sent_back(request, opened.reader, _(refused.reason) % refused.params)
    return redirect("publications:list", council, slug)


@login_required
@require_POST
def correct(request: HttpRequest, council: str, slug: str, kind: str, language: str) -> HttpResponse:
    """Ask for a correction, as a seat of the meeting."""
    opened = access.version_for_correction(
        person=request.user, council=council, slug=slug, kind=kind, language=language
    )
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _document(request, opened, correction=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.ask_correction(opened=opened, text=form.cleaned_data["text"])
    except NotInOrder as refused:
        form.add_error(None, _(refused.reason) % refused.params)
        return _document(request, opened, correction=form, status=HTTPStatus.CONFLICT)
    messages.success(request, _("The Secretariat has been asked for the correction."))
    return redirect("publications:document", council, slug, kind, language)


@login_required
@require_POST
def answer(request: HttpRequest, council: str, slug: str, correction: int) -> HttpResponse:
    """Accept or decline a correction."""
    reader = access.reader_for_secretariat(person=request.user, council=council, slug=slug)
    found = access.correction_for_secretariat(reader=reader, correction=correction)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _sent_back(request, reader, said(form.errors))
    try:
        actions.answer_correction(correction=found, accepted=form.cleaned_data["answer"] == "accepted")
    except NotInOrder as refused:
        return _sent_back(request, reader, _(refused.reason) % refused.params)
    return redirect("publications:list", council, slug)


@login_required
@require_POST
def period(request: HttpRequest, council: str, slug: str, kind: str) -> HttpResponse:
    """Say until when corrections can be asked for."""
    reader = access.reader_for_secretariat(person=request.user, council=council, slug=slug)
    form = PeriodForm(request.POST, zone=queries.account(meeting=reader.meeting).zone)
    if not form.is_valid():
        return _sent_back(request, reader, said(form.errors))
    try:
        actions.open_corrections(reader=reader, kind=_kind(kind), until=form.moment())
    except NotInOrder as refused:
        return _sent_back(request, reader, _(refused.reason) % refused.params)
    return redirect("publications:list", council, slug)


@login_required
@require_POST
def freeze(request: HttpRequest, council: str, slug: str, kind: str) -> HttpResponse:
    """Freeze a document, signed."""
    reader = access.reader_for_secretariat(person=request.user, council=council, slug=slug)
    try:
        actions.freeze(reader=reader, kind=_kind(kind))
    except NotInOrder as refused:
        return _sent_back(request, reader, _(refused.reason) % refused.params)
    messages.success(request, _("The document is frozen and signed."))
    return redirect("publications:list", council, slug)


@never_cache
@require_safe
def check(request: HttpRequest, council: str, slug: str, code: str) -> HttpResponse:
    """Say whether the code on a print is that of the decision in the signed record; 404 where it is not."""
    found = decision_access.decision_for_reader(person=request.user, council=council, slug=slug)
    account = queries.account(meeting=found.meeting)
    genuine = code.lower() == queries.code_of(meeting=found.meeting, number=found.number)
    line = queries.line_of_decision(journal_id=found.meeting.journal_id, number=found.number)
    context = _named(found.meeting) | {
        "decision": found,
        "found": found.meeting,
        "code": code,
        "genuine": genuine,
        "line": line if genuine else "",
        "versions": account.decisions[found.number - 1].versions if genuine else {},
        "may_enter": meeting_access.may_enter(person=request.user, meeting=found.meeting),
    }
    status = HTTPStatus.OK if genuine else HTTPStatus.NOT_FOUND
    return render(request, "publications/check.html", context, status=status)


def _document(
    request: HttpRequest,
    opened: Opened,
    *,
    correction: CorrectionForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    printed = queries.printed(opened=opened)
    until = queries.corrections_until(opened=opened)
    may_correct = opened.reader.role != "public" and until is not None and clock.now() < until
    context = _of(opened.reader) | {
        "kind": opened.kind,
        "language": opened.language,
        "title": printed.title,
        "note": printed.note,
        "groups": adapters.laid_out(printed.blocks),
        "site_url": settings.SITE_URL,
        "readable": queries.languages_readable(opened=opened),
        "may_correct": may_correct,
        "until": until,
        "zone": queries.account(meeting=opened.reader.meeting).zone,
        "correction": correction or CorrectionForm(),
    }
    return render(request, "publications/document.html", context, status=status)


def _editor(
    request: HttpRequest,
    opened: Opened,
    form: EditForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    difference: Any = (),
) -> HttpResponse:
    reader = opened.reader
    stands = queries.standing(row=opened.row, is_original=opened.language == reader.original)
    revision = queries.original_revision(meeting=reader.meeting, kind=opened.kind, original=reader.original)
    original = [] if stands.is_original else adapters.laid_out(blocks.read(queries.original_text(opened=opened)))
    form.fields["text"].widget.attrs["lang"] = opened.language
    context = _of(reader) | {
        "kind": opened.kind,
        "language": opened.language,
        "stands": stands,
        "stale": not stands.is_original and stands.follows < revision,
        "original": reader.original,
        "groups": original,
        "form": form,
        "difference": difference,
    }
    return render(request, "publications/edit.html", context, status=status)


def _as_saved(opened: Opened) -> dict[str, Any]:
    reader = opened.reader
    return {
        "text": queries.text_for(opened=opened),
        "revision": opened.row.revision if opened.row else 0,
        "follows": queries.original_revision(meeting=reader.meeting, kind=opened.kind, original=reader.original),
    }


def _conflict(request: HttpRequest, opened: Opened, form: EditForm, moved: actions.EditedMeanwhile) -> HttpResponse:
    """Show what the other saved beside what was typed; saving again says that the difference was seen."""
    typed = form.cleaned_data["text"]
    again = EditForm(initial=form.cleaned_data | {"revision": moved.revision})
    difference = differences(theirs=moved.text, yours=typed)
    return _editor(request, opened, again, status=HTTPStatus.CONFLICT, difference=difference)


def _sent_back(request: HttpRequest, reader: Reader, why: Any) -> HttpResponse:
    messages.error(request, str(why))
    return redirect("publications:list", reader.meeting.council.slug, reader.meeting.slug)


def _kind(given: str) -> Kind:
    if given not in KINDS:
        raise NotHere
    return given


def _named(meeting: Meeting) -> dict[str, Any]:
    """Name the council as it was called on the day of the meeting."""
    language, on = get_language() or "en", meeting.starts_at.date()
    return {"council": council_queries.council_named(council=meeting.council, on=on, language=language)}


def _of(reader: Reader) -> dict[str, Any]:
    return _named(reader.meeting) | {
        "found": reader.meeting,
        "reader": reader,
        "kinds": KIND,
        "states": STATE,
        "steps": STEP,
        "answers": ANSWER,
        "tongues": names_of(reader.languages),
        "seats": {seat.code: seat.names for seat in queries.account(meeting=reader.meeting).seats.values()},
    }
