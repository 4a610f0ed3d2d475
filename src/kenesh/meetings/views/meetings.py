"""Pages of meetings for everyone: the list, what is public of a meeting, its record and the key that checks it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from asgiref.sync import sync_to_async
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kenesh.core import journal
from kenesh.core.domain.text import pick
from kenesh.meetings import access, board, queries, shelf, timetable, wording
from kenesh.meetings.paperwork import row_of
from kenesh.meetings.views.common import of_council

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from django.http import HttpRequest

LINES_AT_ONCE: Final = 500


@require_safe
def meetings(request: HttpRequest, council: str) -> HttpResponse:
    """List the council's meetings, the latest first."""
    found = access.meetings_for_reader(slug=council)
    page = Paginator(found, 20).get_page(request.GET.get("page"))
    context = of_council(council) | {"page": page, "phases": wording.PHASE}
    return render(request, "meetings/list.html", context)


@require_safe
def meeting(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Show what is public of a meeting: that it is held, by whom, on what, and what it decided."""
    found = access.meeting_for_reader(council=council, slug=slug)
    state = queries.head(journal_id=found.journal_id).meeting
    context = of_council(council, on=found.starts_at.date()) | board.view_of(state) | {"found": found}
    seat = access.seat_of(person=request.user, meeting=found)
    context |= {
        "may_enter": access.may_enter(person=request.user, meeting=found),
        "has_seat": seat is not None,
        "zones": timetable.zones_of(state.seats),
        "timing": timetable.timing(state),
    }
    reader = shelf.reader_of(person=request.user, meeting=found)
    papers = [row_of(opened, reader=reader) for opened in shelf.papers_for_reader(reader=reader)]
    context |= {"papers": papers, "here": reverse("meetings:meeting", args=[council, slug])}
    own = state.find_seat(seat or "")
    if own is not None and own.status == "secretariat":
        silent = queries.seats_nobody_speaks_for(meeting=found, state=state)
        names = [pick(one.names, wording.reading()) for one in silent]
        context |= {"calls": True, "letters": queries.letters_of(meeting=found), "unreached": names}
    return render(request, "meetings/meeting.html", context)


@never_cache
@require_safe
def record(request: HttpRequest, council: str, slug: str) -> StreamingHttpResponse:
    """Send the record, a line at a time, ending with a signature."""
    found = access.room_for_reader(person=request.user, council=council, slug=slug).meeting
    lines = journal.export(journal_id=found.journal_id)
    response = StreamingHttpResponse(_in_portions(lines), content_type="application/jsonl")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.jsonl"'
    return response


@require_safe
def public_key(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Send the key that checks the signatures of this site's records."""
    return HttpResponse(journal.public_pem(), content_type="application/x-pem-file")


async def _in_portions(lines: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Send lines as they are read: Django would gather a plain iterator in memory before the first byte."""
    while portion := await sync_to_async(_portion)(lines):
        yield portion


def _portion(lines: Iterator[bytes]) -> bytes:
    return b"".join(islice(lines, LINES_AT_ONCE))
