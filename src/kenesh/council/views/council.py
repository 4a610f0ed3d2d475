"""Pages of a council and of its people, and the links that invite them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenesh.core import clock
from kenesh.council import access, actions, queries
from kenesh.council.forms import OnForm, PersonForm

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse, QueryDict

    from kenesh.council.models import Council


@require_safe
def council_page(request: HttpRequest, council: str) -> HttpResponse:
    found = access.council_for_reader(slug=council)
    form = OnForm(request.GET)
    view = queries.council_on(council=found, on=form.day(today=_today()), language=_language())
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.BAD_REQUEST
    return render(request, "council/council.html", {"council": view, "form": form, "today": _today()}, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, council: str) -> HttpResponse:
    found = access.council_for_secretariat(person=request.user, slug=council)
    seats = queries.people_by_seat(council=found, on=_today())
    form = _person_form(seats, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _added(form, found):
        messages.success(request, _("The person has been added; invite them when you are ready."))
        return redirect("council:people", council=council)
    return _people_page(request, found, seats, form=form)


@login_required
@never_cache
@require_POST
def invite_person(request: HttpRequest, council: str, person: int) -> HttpResponse:
    found = access.council_for_secretariat(person=request.user, slug=council)
    someone = access.person_for_secretariat(council=found, person_id=person)
    invited = actions.invite(person=someone)
    # The page that answers is the only place the link is ever shown: not stored, not redirected to.
    link = settings.SITE_URL + reverse("council:invitation", args=[invited.token])
    seats = queries.people_by_seat(council=found, on=_today())
    shown = {"invited": someone, "link": link, "expires_at": invited.expires_at}
    return _people_page(request, found, seats, form=_person_form(seats), **shown)


@login_required
@never_cache
@require_POST
def dismiss_person(request: HttpRequest, council: str, person: int) -> HttpResponse:
    found = access.council_for_secretariat(person=request.user, slug=council)
    actions.dismiss(person=access.person_for_secretariat(council=found, person_id=person))
    messages.success(request, _("This person can no longer sign in."))
    return redirect("council:people", council=council)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button on GET and admit on POST, so that a mail scanner that follows the link uses nothing up."""
    try:
        if request.method == "POST":
            return _admit(request, token)
        found = access.invitation_for_holder(token=token)
        response = render(request, "council/invitation.html", {"invitation": found, "person": found.person})
    except access.NotHere:
        response = render(request, "council/invitation_gone.html", status=HTTPStatus.NOT_FOUND)
    # The token stands in the address: no search engine may learn it there, nor another site (SECURE_REFERRER_POLICY).
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
@never_cache
@require_safe
def first_steps(request: HttpRequest) -> HttpResponse:
    return render(request, "council/first_steps.html")


def _admit(request: HttpRequest, token: str) -> HttpResponse:
    person = actions.accept_invitation(token=token)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    # It counts as having just proved who one is, also for someone who has lost the passkey they had.
    record_authentication(request, person, method="invitation", reauthenticated=True)
    return redirect("council:first-steps")


def _added(form: PersonForm, council: Council) -> bool:
    try:
        seat = access.seat_for_secretariat(council=council, code=form.cleaned_data["seat"])
        actions.add_person(seat=seat, **form.values())
    except actions.AddressTaken as taken:
        form.add_error("email", _(taken.title))
        return False
    return True


def _person_form(seats: tuple[queries.SeatPeople, ...], data: QueryDict | None = None) -> PersonForm:
    return PersonForm(data, seats=seats, language=_language(), initial={"language": _language()})


def _people_page(
    request: HttpRequest, council: Council, seats: tuple[queries.SeatPeople, ...], *, form: PersonForm, **shown: object
) -> HttpResponse:
    named = queries.council_named(council=council, on=_today(), language=_language())
    context = {"council": named, "seats": seats, "form": form, **shown}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "council/people.html", context, status=status)


def _today() -> date:
    return clock.now().date()


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
