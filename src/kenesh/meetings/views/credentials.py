"""Pages of credentials: the report on all seats, a seat's own page with what can be done there, full powers."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kenesh.core import clock, files
from kenesh.core.domain.text import pick
from kenesh.core.downloads import attachment
from kenesh.council import queries as council_queries
from kenesh.council.access import NotHere
from kenesh.meetings import access, actions, queries, wording
from kenesh.meetings.domain.rules.guards import OutOfOrder
from kenesh.meetings.forms.credentials import (
    AdmitProvisionally,
    AnnounceDelegation,
    ExamineCredentials,
    ReceiveCredentials,
    form_of_seat,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from kenesh.meetings.domain.state import Delegation, Meeting, Seat
    from kenesh.meetings.forms.base import ActForm

log = logging.getLogger(__name__)

FORMS: Final[Mapping[str, type[ActForm]]] = {
    form.act.replace("_", "-"): form
    for form in (AnnounceDelegation, ReceiveCredentials, ExamineCredentials, AdmitProvisionally)
}
DONE: Final = {
    "announce_delegation": gettext_lazy("The delegation has been announced."),
    "receive_credentials": gettext_lazy("The full powers have been received."),
    "examine_credentials": gettext_lazy("The finding stands in the record."),
    "admit_provisionally": gettext_lazy("The seat has been admitted provisionally."),
}
EXTENSIONS: Final = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/plain": "txt",
    "text/markdown": "md",
    "image/png": "png",
    "image/jpeg": "jpg",
}


@login_required
@never_cache
@require_safe
def report(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Show how the credentials of every seat stand: to the seats, and to print."""
    entered = access.room_for_delegate(person=request.user, council=council, slug=slug)
    state = _state(entered)
    rows = [_row(seat, state) for seat in state.seats if seat.status != "secretariat"]
    standings = [(standing, wording.STANDING[standing], _count(rows, standing)) for standing in wording.STANDING]
    context = _of_council(entered) | {
        "meeting": state,
        "rows": rows,
        "counts": [one for one in standings if one[2]],
        "entered": entered,
        "zone": _zone(state, entered),
        "now": clock.now(),
    }
    return render(request, "meetings/credentials/report.html", context)


@login_required
@never_cache
@require_safe
def seat(request: HttpRequest, council: str, slug: str, code: str) -> HttpResponse:
    """Show a seat's delegation and credentials, with what the reader can do about them."""
    return _page(request, access.credentials_of_seat(person=request.user, council=council, slug=slug, code=code), code)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, council: str, slug: str, code: str, act: str) -> HttpResponse:
    """Announce, upload, examine or admit: done, refused under a rule (409), or not understood (422)."""
    entered = access.credentials_for_head(person=request.user, council=council, slug=slug, code=code)
    if act not in FORMS:
        raise NotHere
    if request.method != "POST":  # the page of a refusal, loaded again or in another language
        return redirect("meetings:credentials_of", council=council, slug=slug, code=code)
    form = form_of_seat(
        FORMS[act], meeting=_state(entered), seat=entered.seat or "", code=code, data=request.POST, files=request.FILES
    )
    if not form.is_valid():
        return _page(request, entered, code, bound=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        _do(entered, form)
    except OutOfOrder as refused:
        refusal = wording.refusal(meeting=form.meeting, refused=refused)
        return _page(request, entered, code, bound=form, refusal=refusal, status=HTTPStatus.CONFLICT)
    messages.success(request, DONE[form.act])
    return redirect("meetings:credentials_of", council=council, slug=slug, code=code)


@login_required
@never_cache
@require_safe
def full_powers(request: HttpRequest, council: str, slug: str, code: str, number: int) -> HttpResponse:
    """Send a file of full powers: to the Secretariat and to the seat itself."""
    entered = access.credentials_of_seat(person=request.user, council=council, slug=slug, code=code)
    received = _seat(_state(entered), code).credentials.received
    if not 1 <= number <= len(received):
        raise NotHere
    powers = received[number - 1]
    name = f"{slug}-{code}-{number}.{EXTENSIONS.get(powers.media_type, 'bin')}"
    try:
        return attachment(digest=powers.digest, name=name, media_type=powers.media_type)
    except files.FileUnreadable:
        log.exception("full powers %s of %s at %s", number, code, entered.meeting)
        messages.error(request, _("This file is missing or was changed on the server; tell who runs this site."))
        return redirect("meetings:credentials_of", council=council, slug=slug, code=code)


def _do(entered: access.InTheRoom, form: ActForm) -> None:
    by = entered.seat or ""
    if isinstance(form, ReceiveCredentials):
        actions.receive_credentials(meeting=entered.meeting, by=by, content=form.content, fields=form.values())
    else:
        actions.act(meeting=entered.meeting, by=by, act=form.act, fields=form.values())


def _page(
    request: HttpRequest,
    entered: access.InTheRoom,
    code: str,
    *,
    bound: ActForm | None = None,
    refusal: wording.Refusal | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    state = _state(entered)
    forms = {kind.act: form_of_seat(kind, meeting=state, seat=entered.seat or "", code=code) for kind in FORMS.values()}
    context = _of_council(entered) | {
        "meeting": state,
        "row": _row(_seat(state, code), state),
        "received": list(enumerate(_seat(state, code).credentials.received, start=1)),
        "entered": entered,
        "may_act": access.leads(person=request.user, room=entered) and not state.over,
        "forms": forms | ({bound.act: bound} if bound else {}),
        "bound": bound,
        "refusal": refusal,
        "zone": _zone(state, entered),
    }
    return render(request, "meetings/credentials/seat.html", context, status=status)


def _state(entered: access.InTheRoom) -> Meeting:
    return queries.head(journal_id=entered.meeting.journal_id).meeting


def _seat(state: Meeting, code: str) -> Seat:
    found = state.find_seat(code)
    if found is None:
        raise NotHere
    return found


def _zone(state: Meeting, entered: access.InTheRoom) -> str:
    return _seat(state, entered.seat or "").time_zone


def _row(seat: Seat, state: Meeting) -> dict[str, Any]:
    return {
        "code": seat.code,
        "name": pick(seat.names, wording.reading()),
        "authority": pick(seat.authority, wording.reading()),
        "status": wording.STATUS[seat.status],
        "chair": seat.code == state.presiding,
        "accredited": seat.status != "secretariat",
        "delegation": seat.delegation,
        "members": _members(seat.delegation),
        "credentials": seat.credentials,
        "standing": seat.credentials.standing,
        "word": wording.STANDING[seat.credentials.standing],
        "admitted": seat.admitted,
    }


def _members(delegation: Delegation | None) -> list[dict[str, Any]]:
    if delegation is None:
        return []
    return [
        {"office": member.office, "rank": wording.RANK[member.rank], "holds": number == delegation.holder}
        for number, member in enumerate(delegation.members, start=1)
    ]


def _count(rows: list[dict[str, Any]], standing: str) -> int:
    return sum(row["standing"] == standing for row in rows)


def _of_council(entered: access.InTheRoom) -> dict[str, Any]:
    """Name the council as it was called on the day of the meeting."""
    meeting = entered.meeting
    on, language = meeting.starts_at.date(), wording.reading()
    council = council_queries.council_named(council=meeting.council, on=on, language=language)
    return {"council": council, "found": meeting}
