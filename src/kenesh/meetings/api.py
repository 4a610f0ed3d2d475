"""The journal's stream, for programs: server-sent events, each a line exactly as the record's file holds it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.core.exceptions import BadRequest
from django.views.decorators.http import require_GET

from kenesh.core.streams import EventStream
from kenesh.meetings.live import door, streaming
from kenesh.meetings.live.house import house

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_GET
async def journal(request: HttpRequest, council: str, slug: str) -> EventStream:
    """Send all lines after the last one received. Refused: a line that the journal has not reached."""
    entry = await sync_to_async(door.enter)(request=request, council=council, slug=slug)
    if entry.after > entry.head:
        raise BadRequest("the journal has not reached this line")
    return EventStream(partial(streaming.lines, house=house(), entry=entry), request=request)
