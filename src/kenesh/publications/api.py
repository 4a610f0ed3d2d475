"""Documents and decisions as files: print, a page that needs nothing else, data for programs, the signed statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kenesh.council.access import NotHere
from kenesh.decisions import access as decision_access
from kenesh.publications import access, adapters, exports, queries

if TYPE_CHECKING:
    from django.http import HttpRequest

    from kenesh.publications.access import Opened


@never_cache
@require_safe
def as_pdf(request: HttpRequest, council: str, slug: str, kind: str, language: str) -> HttpResponse:
    """Send a version in print."""
    opened = access.version_for_reader(person=request.user, council=council, slug=slug, kind=kind, language=language)
    made = adapters.pdf(queries.printed(opened=opened))
    return _file(made, opened, "pdf", "application/pdf")


@never_cache
@require_safe
def as_html(request: HttpRequest, council: str, slug: str, kind: str, language: str) -> HttpResponse:
    """Send a version as a file that needs nothing else."""
    opened = access.version_for_reader(person=request.user, council=council, slug=slug, kind=kind, language=language)
    made = exports.html(queries.printed(opened=opened)).encode()
    return _file(made, opened, "html", "text/html; charset=utf-8", attached=True)


@never_cache
@require_safe
def as_json(request: HttpRequest, council: str, slug: str, kind: str, language: str) -> HttpResponse:
    """Send a version for programs; ``sha256`` is the hash under which the signed statement knows it."""
    opened = access.version_for_reader(person=request.user, council=council, slug=slug, kind=kind, language=language)
    return JsonResponse(exports.as_data(opened=opened), json_dumps_params={"ensure_ascii": False})


@require_safe
def statement(request: HttpRequest, council: str, slug: str, kind: str) -> HttpResponse:
    """Send the signed statement of a document that is frozen."""
    found = access.document_frozen(person=request.user, council=council, slug=slug, kind=kind)
    return JsonResponse(found.statement)


@never_cache
@require_safe
def decision_pdf(request: HttpRequest, council: str, slug: str, language: str) -> HttpResponse:
    """Send a decision in print, with the code and address under which it is checked."""
    found = decision_access.decision_for_reader(person=request.user, council=council, slug=slug)
    if language not in access.languages_of(meeting=found.meeting):
        raise NotHere
    code = queries.code_of(meeting=found.meeting, number=found.number)
    address = settings.SITE_URL + reverse("publications:check", args=[council, slug, code])
    made = queries.decision_printed(meeting=found.meeting, number=found.number, language=language, address=address)
    response = HttpResponse(adapters.pdf(made), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.slug}.{language}.pdf"'
    return response


def _file(content: bytes, opened: Opened, ending: str, content_type: str, *, attached: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    how = "attachment" if attached else "inline"
    name = f"{opened.reader.meeting.slug}-{opened.kind}.{opened.language}.{ending}"
    response["Content-Disposition"] = f'{how}; filename="{name}"'
    return response
