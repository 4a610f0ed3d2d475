"""Documents, decisions and whole meetings as files: print, data for programs, what is signed, and the keys for it."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kenesh.core import adopted
from kenesh.council.access import NotHere
from kenesh.decisions import access as decision_access
from kenesh.meetings import access as meeting_access
from kenesh.publications import access, adapters, exports, queries
from kenesh.publications import archive as archives

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from django.http import HttpRequest

    from kenesh.publications.access import Opened

PEM: Final = "application/x-pem-file"
PIECE: Final = 1 << 20


class FileSent(StreamingHttpResponse):
    """Sends an open file a piece at a time and closes it, also where nobody reads it to its end."""

    def __init__(self, file: IO[bytes], **options: Any) -> None:
        super().__init__(_in_pieces(file), **options)
        self._file = file

    def close(self) -> None:
        self._file.close()
        super().close()


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


@never_cache
@require_safe
def archive(request: HttpRequest, council: str, slug: str) -> StreamingHttpResponse:
    """Send a whole meeting as one signed file, to the Secretariat."""
    meeting = access.meeting_for_archive(person=request.user, council=council, slug=slug)
    file = TemporaryFile()  # noqa: SIM115 -- closed once it is sent
    archives.write(meeting=meeting, file=file)
    response = FileSent(file, content_type=archives.MEDIA_TYPE)
    response["Content-Length"] = str(file.tell())
    response["Content-Disposition"] = f'attachment; filename="{meeting.slug}.zip"'
    return response


@require_safe
def key_of_record(request: HttpRequest, council: str, slug: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Send the key that checks a meeting's record: this site's, or that of the site which held the meeting."""
    meeting = meeting_access.meeting_for_reader(council=council, slug=slug)
    return HttpResponse(adopted.public_pem(journal_id=meeting.journal_id), content_type=PEM)


@require_safe
def known_key(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Send a key by its name, as signatures give it; this site knows its own and those of records it keeps."""
    pem = adopted.known_pem(key=key)
    if pem is None:
        raise NotHere
    return HttpResponse(pem, content_type=PEM)


async def _in_pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    file.seek(0)
    while piece := await sync_to_async(file.read)(PIECE):
        yield piece


def _file(content: bytes, opened: Opened, ending: str, content_type: str, *, attached: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    how = "attachment" if attached else "inline"
    name = f"{opened.reader.meeting.slug}-{opened.kind}.{opened.language}.{ending}"
    response["Content-Disposition"] = f'{how}; filename="{name}"'
    return response
