"""Pages of meetings: the list, the convening, the public page, the room and its acts, the record."""

from __future__ import annotations

import hashlib
from datetime import date
from http import HTTPStatus
from itertools import islice
from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kenesh.core import chain, clock, journal, signing
from kenesh.core.domain.text import pick
from kenesh.council import access as council_access
from kenesh.council import queries as council_queries
from kenesh.meetings import access, actions, board, queries, regions, shelf, timetable, wording
from kenesh.meetings.domain.events import InvitedSeat, MeetingConvened
from kenesh.meetings.domain.rules.guards import OutOfOrder
from kenesh.meetings.forms.acts import FORMS
from kenesh.meetings.forms.convening import ConveneForm
from kenesh.meetings.paperwork import row_of
from kenesh.meetings.profiles import UnfitProfile, profile_choices, profile_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from django.http import HttpRequest

    from kenesh.council.queries import CouncilView
    from kenesh.meetings.forms.base import ActForm

KEY_LENGTH = 100
STATEMENTS_PER_PAGE = 50
LINES_AT_ONCE = 500


@require_safe
def meetings(request: HttpRequest, council: str) -> HttpResponse:
    """List the council's meetings, the latest first."""
    found = access.meetings_for_reader(slug=council)
    page = Paginator(found, 20).get_page(request.GET.get("page"))
    context = _of_council(council) | {"page": page, "phases": wording.PHASE}
    return render(request, "meetings/list.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def convene(request: HttpRequest, council: str) -> HttpResponse:
    """Convene a meeting; the Secretariat's."""
    found = council_access.council_for_secretariat(person=request.user, slug=council)
    view = council_queries.council_on(council=found, on=_day_of(request), language=_language())
    seat = council_access.seat_for_delegate(person=request.user, council=found)
    body = _body_of(request, view)
    form = ConveneForm(
        request.POST if request.method == "POST" else None,
        council=view,
        profiles=profile_choices(council=found),
        zone=seat.time_zone,
        body=body,
        carried=queries.items_carried_over(council=found, body=body, languages=view.languages),
    )
    if form.is_bound and form.is_valid() and not form.is_preview:
        try:
            profile = profile_for(council=found, name=form.cleaned_data["rule_profile"])
            meeting = actions.convene_meeting(
                council=found,
                by=seat.code,
                convened=_convened(form, view, profile),
                open_to_public=form.cleaned_data["open_to_public"],
                body=form.cleaned_data["body"],
            )
        except actions.SymbolTaken as taken:
            form.add_error("symbol", _(taken.title))
        except UnfitProfile as unfit:
            form.add_error("rule_profile", str(unfit))
        else:
            return redirect("meetings:meeting", council=council, slug=meeting.slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = _of_council(council) | {"form": form}
    if form.is_preview and form.is_valid():
        seats = [seat for seat in view.seats if seat.code in form.cleaned_data["seats"]]
        context |= {"starts_at": form.cleaned_data["starts_at"], "zones": timetable.zones_of(seats)}
    return render(request, "meetings/convene.html", context, status=status)


@require_safe
def meeting(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Show what is public of a meeting: that it is held, by whom, on what, and what it decided."""
    found = access.meeting_for_reader(council=council, slug=slug)
    state = queries.head(journal_id=found.journal_id).meeting
    context = _of_council(council, on=found.starts_at.date()) | board.view_of(state) | {"found": found}
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
    named = _of_council(council, on=entered.meeting.starts_at.date())
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
    language = _language()
    desk = ""
    if entered.seat:
        token = get_token(request)
        desk = regions.desk(head=head, seat=entered.seat, language=language, bound=form, csrf_token=token)
    context = _of_council(council, on=entered.meeting.starts_at.date()) | {
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


async def _in_portions(lines: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Send lines as they are read: Django would gather a plain iterator in memory before the first byte."""
    while portion := await sync_to_async(_portion)(lines):
        yield portion


def _portion(lines: Iterator[bytes]) -> bytes:
    return b"".join(islice(lines, LINES_AT_ONCE))


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


def _of_council(council: str, *, on: date | None = None) -> dict[str, Any]:
    """Name the council as it is called today, or was called on the day of a meeting."""
    found = council_access.council_for_reader(slug=council)
    named = council_queries.council_named(council=found, on=on or clock.now().date(), language=_language())
    return {"council": named}


def _day_of(request: HttpRequest) -> date:
    """Return the day whose seats, statuses and names hold: that of the start given, or asked for with ``?on=``."""
    given = request.POST.get("starts_at") or request.GET.get("on", "")
    try:
        return date.fromisoformat(given[:10])
    except ValueError:
        return clock.now().date()


def _body_of(request: HttpRequest, view: CouncilView) -> str:
    """Return the body that is to meet: chosen in the form, asked for with ``?body=``, or the council's first."""
    if request.method == "POST":
        return request.POST.get("body", "")
    first = view.bodies[0].slug if view.bodies else ""
    asked = request.GET.get("body", first)
    return asked if asked in {"", *(body.slug for body in view.bodies)} else first


def _convened(form: ConveneForm, view: CouncilView, profile: Any) -> MeetingConvened:
    given = form.cleaned_data
    body = next((body for body in view.bodies if body.slug == given["body"]), None)
    return MeetingConvened(
        symbol=given["symbol"],
        council=view.slug,
        council_names=dict(view.names),
        body=dict(body.names) if body else {},
        title=form.texts("title"),
        referral=form.texts("referral"),
        starts_at=given["starts_at"],
        languages=tuple(given["spoken"] or form.languages),
        seats=tuple(_invited(seat) for seat in view.seats if seat.code in given["seats"]),
        chair=given["chair"],
        agenda=form.agenda(),
        profile=profile,
    )


def _invited(seat: Any) -> InvitedSeat:
    return InvitedSeat(
        code=seat.code,
        kind=seat.kind,
        status=seat.status.value,
        precedence=seat.precedence,
        names=dict(seat.names),
        authority=dict(seat.authority),
        time_zone=seat.time_zone,
    )


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


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
