"""The page on which the Secretariat convenes a meeting."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kenesh.core import clock
from kenesh.council import access as council_access
from kenesh.council import queries as council_queries
from kenesh.meetings import actions, queries, timetable, wording
from kenesh.meetings.domain.events import InvitedSeat, MeetingConvened
from kenesh.meetings.forms.convening import ConveneForm
from kenesh.meetings.profiles import UnfitProfile, profile_choices, profile_for
from kenesh.meetings.views.common import of_council

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kenesh.council.queries import CouncilView


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def convene(request: HttpRequest, council: str) -> HttpResponse:
    """Convene a meeting; the Secretariat's."""
    found = council_access.council_for_secretariat(person=request.user, slug=council)
    view = council_queries.council_on(council=found, on=_day_of(request), language=wording.reading())
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
    context = of_council(council) | {"form": form}
    if form.is_preview and form.is_valid():
        seats = [seat for seat in view.seats if seat.code in form.cleaned_data["seats"]]
        context |= {"starts_at": form.cleaned_data["starts_at"], "zones": timetable.zones_of(seats)}
    return render(request, "meetings/convene.html", context, status=status)


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
