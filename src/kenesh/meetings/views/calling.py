"""Pages around the call to a meeting: another time, off, who has not been written to, and the reader's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenesh.core import clock
from kenesh.council import queries as council_queries
from kenesh.meetings import access, actions, invitations, queries, timetable, wording
from kenesh.meetings.domain.rules.guards import OutOfOrder
from kenesh.meetings.forms.calling import CancelMeeting, MoveMeeting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    from kenesh.meetings.domain.state import Meeting as State
    from kenesh.meetings.forms.base import ActForm

WORLD: Final = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Calling:
    """A page with the form of one act: its words, and how much the act weighs."""

    form: type[ActForm]
    title: _StrPromise
    says: _StrPromise
    button: _StrPromise
    done: _StrPromise
    kind: str = "button--primary"


CALLINGS: Final[Mapping[str, _Calling]] = {
    "move": _Calling(
        form=MoveMeeting,
        title=gettext_lazy("Move the meeting"),
        says=gettext_lazy("Everyone invited gets a letter with the new time, and the entry in their calendar moves."),
        button=gettext_lazy("Move the meeting and write to everyone"),
        done=gettext_lazy("The meeting has been moved; the letters are on their way."),
    ),
    "cancel": _Calling(
        form=CancelMeeting,
        title=gettext_lazy("Cancel the meeting"),
        says=gettext_lazy(
            "A meeting that is cancelled stays so, and its record ends. Everyone invited gets a letter, and the entry "
            "goes from their calendar."
        ),
        button=gettext_lazy("Cancel the meeting and write to everyone"),
        done=gettext_lazy("The meeting has been cancelled; the letters are on their way."),
        kind="button--danger",
    ),
}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, council: str, slug: str, how: str) -> HttpResponse:
    """Move the meeting or call it off: done, refused under a rule (409), or not understood (422)."""
    entered = access.room_for_secretariat(person=request.user, council=council, slug=slug)
    calling, state = CALLINGS[how], _state(entered)
    form = calling.form(request.POST if request.method == "POST" else None, meeting=state, seat=entered.seat or "")
    if not form.is_bound:
        return _page(request, entered, calling, form)
    if not form.is_valid():
        return _page(request, entered, calling, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.act(meeting=entered.meeting, by=entered.seat or "", act=form.act, fields=form.values())
    except OutOfOrder as refused:
        refusal = wording.refusal(meeting=state, refused=refused)
        return _page(request, entered, calling, form, refusal=refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, str(calling.done))
    return redirect("meetings:meeting", council=council, slug=slug)


@login_required
@never_cache
@require_POST
def invite(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Write to those who speak for a seat invited and have had no letter yet."""
    entered = access.room_for_secretariat(person=request.user, council=council, slug=slug)
    count = actions.invite_newcomers(meeting=entered.meeting)
    said = ngettext("%(count)s letter is on its way.", "%(count)s letters are on their way.", count)
    messages.success(request, said % {"count": count} if count else _("Everyone has been written to already."))
    return redirect("meetings:meeting", council=council, slug=slug)


@never_cache
@require_safe
def calendar(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Send the meeting as a file for the reader's calendar, in the time of their seat, or in UTC."""
    found = access.meeting_for_reader(council=council, slug=slug)
    state = queries.head(journal_id=found.journal_id).meeting
    seat = state.find_seat(access.seat_of(person=request.user, meeting=found) or "")
    content = invitations.calendar_file(
        meeting=found,
        state=state,
        zone=seat.time_zone if seat else WORLD,
        language=wording.reading(),
        at=clock.now(),
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    return response


def _page(
    request: HttpRequest,
    entered: access.InTheRoom,
    calling: _Calling,
    form: ActForm,
    *,
    refusal: wording.Refusal | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    state, found = _state(entered), entered.meeting
    on, language = found.starts_at.date(), wording.reading()
    context: dict[str, Any] = {
        "council": council_queries.council_named(council=found.council, on=on, language=language),
        "found": found,
        "meeting": state,
        "calling": calling,
        "zones": timetable.zones_of(state.seats),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "meetings/calling.html", context, status=status)


def _state(entered: access.InTheRoom) -> State:
    return queries.head(journal_id=entered.meeting.journal_id).meeting
