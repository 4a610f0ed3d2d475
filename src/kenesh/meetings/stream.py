"""The room's stream; being written."""

from django.http import HttpRequest, HttpResponse


async def room(request: HttpRequest, council: str, slug: str) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(status=503)
