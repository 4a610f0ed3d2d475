"""Pages of the room: as it stands at one line of the record, its acts, every statement."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kenesh.core import chain, clock, journal, signing
from kenesh.council import access as council_access
from kenesh.meetings import access, actions, board, queries, regions, wording
from kenesh.meetings.domain.rules.guards import OutOfOrder
from kenesh.meetings.forms.acts import FORMS
from kenesh.meetings.views.common import of_council

if TYPE_CHECKING:
    from django.http import HttpRequest

    from kenesh.meetings.forms.base import ActForm

KEY_LENGTH: Final = 100
STATEMENTS_PER_PAGE: Final = 50


@never_cache
@require_safe
def room(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Show the room as it stands at one line of the record; the stream goes on from there."""
    return _room(request, council, slug)


@never_cache
@require_safe
def statements(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Show every statement handed in, the first one first."""
    entered = access.room_for_reader(person=request.user, council=council, slug=slug)
    state = queries.head(journal_id=entered.meeting.journal_id).meeting
    shown = board.view_of(state)
    every = [{"seat": shown["seats"][statement.seat], "statement": statement} for statement in state.statements]
    page = Paginator(every, STATEMENTS_PER_PAGE).get_page(request.GET.get("page"))
    named = of_council(council, on=entered.meeting.starts_at.date())
    context = named | shown | {"found": entered.meeting, "page": page}
    return render(request, "meetings/statements.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, council: str, slug: str, act: str) -> HttpResponse:
    """Do one act of the meeting: done, refused under a rule (409), or not understood (422)."""
    entered = access.room_for_delegate(person=request.user, council=council, slug=slug)
    if request.method != "POST":  # the page of a refusal, loaded again or in another language
        return redirect("meetings:room", council=council, slug=slug)
    head = queries.head(journal_id=entered.meeting.journal_id)
    name = act.replace("-", "_")
    if name not in FORMS:
        raise council_access.NotHere
    if FORMS[name].heads_only:
        access.must_lead(person=request.user, room=entered)
    form = FORMS[name](request.POST, meeting=head.meeting, seat=entered.seat or "")
    if not form.is_valid():
        return _not_understood(request, council, slug, form)
    try:
        done = actions.act(
            meeting=entered.meeting,
            by=entered.seat or "",
            act=name,
            fields=form.values(),
            key=_key(request),
            fingerprint=_fingerprint(request, name, entered.seat or ""),
        )
    except OutOfOrder as refused:
        return _refused(request, council, slug, form, wording.refusal(meeting=head.meeting, refused=refused))
    except journal.KeyReused:
        form.add_error(None, _("This key came with another act; send this act under a key of its own."))
        return _not_understood(request, council, slug, form)
    if _wants_json(request):
        return JsonResponse(_as_json(done))
    return redirect("meetings:room", council=council, slug=slug)


def _room(
    request: HttpRequest,
    council: str,
    slug: str,
    *,
    form: ActForm | None = None,
    refusal: wording.Refusal | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    entered = access.room_for_reader(person=request.user, council=council, slug=slug)
    head = queries.head(journal_id=entered.meeting.journal_id)
    language = wording.reading()
    desk = ""
    if entered.seat:
        token = get_token(request)
        desk = regions.desk(head=head, seat=entered.seat, language=language, bound=form, csrf_token=token)
    context = of_council(council, on=entered.meeting.starts_at.date()) | {
        "found": entered.meeting,
        "meeting": head.meeting,
        "phase": wording.PHASE[head.meeting.phase],
        "seat": entered.seat,
        "seq": head.seq,
        "regions": regions.shared(head=head, language=language),
        "desk": desk,
        "bound": form,
        "refusal": refusal,
        "now": clock.now(),
        "stream_url": reverse("meetings:room_stream", args=[council, slug]),
    }
    return render(request, "meetings/room.html", context, status=status)


def _not_understood(request: HttpRequest, council: str, slug: str, form: ActForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if _wants_json(request):
        errors = {"" if name == "__all__" else name: list(texts) for name, texts in form.errors.items()}
        return JsonResponse({"errors": errors}, status=status)
    return _room(request, council, slug, form=form, status=status)


def _refused(request: HttpRequest, council: str, slug: str, form: ActForm, refusal: wording.Refusal) -> HttpResponse:
    status = HTTPStatus.CONFLICT
    if _wants_json(request):
        shown = {
            "rule": refusal.number,
            "key": refusal.key,
            "title": refusal.title,
            "text": refusal.text,
            "reason": refusal.reason,
            "retry": refusal.retry,
        }
        return JsonResponse(shown, status=status)
    return _room(request, council, slug, form=form, refusal=refusal, status=status)


def _as_json(done: actions.Done) -> dict[str, Any]:
    events = [{"kind": line.kind, "payload": line.payload} for line in done.lines if line.kind != signing.SIGNED]
    return {"seq": done.seq, "hash": done.hash, "events": events}


def _key(request: HttpRequest) -> str:
    return (request.POST.get("key") or request.headers.get("Idempotency-Key", ""))[:KEY_LENGTH]


def _fingerprint(request: HttpRequest, act: str, seat: str) -> str:
    """Name an act by what was sent, so that a key cannot be used for another one."""
    sent = sorted(
        [name, *values] for name, values in request.POST.lists() if name not in {"key", "csrfmiddlewaretoken"}
    )
    return hashlib.sha256(chain.canonical([act, seat, sent])).hexdigest()


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
