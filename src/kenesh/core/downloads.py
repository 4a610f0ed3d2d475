"""What was handed in goes out as a file to keep, never as a page: no browser runs, renders or guesses anything."""

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kenesh.core import files

TEXT: Final = "text/"


def attachment(*, digest: str, name: str, media_type: str) -> HttpResponse:
    """Answer with a kept file; a picture shows in an `img` all the same, and nowhere else."""
    declared = f"{media_type}; charset=utf-8" if media_type.startswith(TEXT) else media_type
    response = HttpResponse(files.content(digest=digest), content_type=declared)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
