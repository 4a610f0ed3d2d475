"""The room's stream, for people: server-sent events, each the HTML of a region that changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.conf import settings
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from kenesh.core.streams import EventStream
from kenesh.meetings.live import door, streaming
from kenesh.meetings.live.house import house

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_GET
async def room(request: HttpRequest, council: str, slug: str) -> EventStream:
    """Go on from the line the page was rendered at, or the last line received."""
    entry = await sync_to_async(door.enter)(request=request, council=council, slug=slug)
    language = get_language() or settings.LANGUAGE_CODE
    serve = partial(streaming.regions, house=house(), entry=entry, language=language)
    return EventStream(serve, request=request)
