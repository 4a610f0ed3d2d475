"""A body's page, and the representatives that States name to it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kenesh.council import access as council_access
from kenesh.decisions import access, actions
from kenesh.decisions.forms import NominationForm
from kenesh.decisions.queries.bodies import body_page
from kenesh.decisions.views.common import named, of_council, own_seat, reading, today
from kenesh.decisions.wording import BODY_KIND

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from kenesh.council.access import Body, Seat
    from kenesh.decisions.queries.bodies import BodyPage


@require_safe
def body(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Show what a body is for, who established it, who belongs to it, and when it meets."""
    return _page(request, access.body_for_reader(person=request.user, council=council, slug=slug))


@login_required
@never_cache
@require_POST
def nominate(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Name a representative: a head of delegation's for their seat, the Secretariat's for any."""
    found = access.body_for_reader(person=request.user, council=council, slug=slug)
    seat = access.seat_nominating(person=request.user, body=found, code=request.POST.get("seat", ""))
    form = _form(found, [seat.code], request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.nominate(
                body=found, seat=seat, office=given["office"], language=given["language"], email=given["email"]
            )
        except actions.NominatedAlready as already:
            form.add_error("email", _(already.title))
        else:
            messages.success(request, _("The representative has been named."))
            return redirect("decisions:body", council=council, slug=slug)
    return _page(request, found, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@login_required
@never_cache
@require_POST
def withdraw(request: HttpRequest, council: str, slug: str, nomination: int) -> HttpResponse:
    """Let someone represent their seat no longer."""
    found = access.body_for_reader(person=request.user, council=council, slug=slug)
    actions.withdraw_nomination(
        nomination=access.nomination_for_seat(person=request.user, body=found, nomination=nomination)
    )
    messages.success(request, _("This person represents the seat no longer."))
    return redirect("decisions:body", council=council, slug=slug)


def _page(
    request: HttpRequest, found: Body, *, form: NominationForm | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    decisions = access.decisions_for_reader(person=request.user, council=found.council.slug)
    page = body_page(body=found, on=today(), decisions=decisions)
    own = own_seat(request, found.council)
    secretariat = own is not None and council_access.is_secretariat(seat=own)
    may = _may_name(request, page, own, secretariat=secretariat)
    context: dict[str, Any] = of_council(found.council.slug) | {
        "page": page,
        "kind": BODY_KIND.get(page.body.kind, page.body.kind),
        # Addresses are read by their own seat and the Secretariat, offices by everyone.
        "addresses_of": {one.seat.code for one in page.seats if secretariat or (own and one.seat.code == own.code)},
        "may_name": may,
        "may_convene": secretariat,
        "form": form or (_form(found, may) if may else None),
    }
    return render(request, "decisions/body.html", context, status=status)


def _may_name(request: HttpRequest, page: BodyPage, own: Seat | None, *, secretariat: bool) -> list[str]:
    """Return the seats whose representatives the reader may name."""
    if own is None:
        return []
    codes = [one.seat.code for one in page.seats]
    if secretariat:
        return codes
    return [own.code] if own.code in codes and getattr(request.user, "rank", "") == access.HEAD else []


def _form(found: Body, codes: list[str], data: QueryDict | None = None) -> NominationForm:
    return NominationForm(data, seats=named(found.council, codes), initial={"language": reading()})
