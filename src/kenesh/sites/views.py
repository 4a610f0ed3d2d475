"""Pages that belong to the whole site: the first page, and the doors of the demo."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login
from django.core.signing import Signer
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kenesh.core import clock
from kenesh.council import access, actions, queries
from kenesh.meetings import access as meeting_access
from kenesh.sites.middleware import Refusal

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    councils = queries.councils_named(on=_today(), language=_language())
    mine = meeting_access.next_meetings_for(person=request.user)
    return render(request, "sites/home.html", {"councils": councils, "my_meetings": mine})


def closed(request: HttpRequest, key: str = "") -> HttpResponse:  # noqa: ARG001 -- one view, several addresses
    """Stand where allauth has a page that a site of invited people does not open."""
    raise Http404


def not_yours(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    return Refusal("403.html", status=HTTPStatus.FORBIDDEN)


def not_here(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    return Refusal("404.html", status=HTTPStatus.NOT_FOUND)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    return render(request, "sites/csrf.html", status=HTTPStatus.FORBIDDEN)


@never_cache
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Offer every seat of every council, one click each."""
    named = queries.councils_named(on=_today(), language=_language())
    councils = [(one, _seats(one.slug)) for one in named]
    return render(request, "sites/demo.html", {"councils": councils})


@never_cache
@require_safe
def demo_links(request: HttpRequest) -> HttpResponse:
    """The same for a program: a link per seat that signs in when it is opened."""
    slugs = [one.slug for one in queries.councils_named(on=_today(), language=_language())]
    slug = request.GET.get("council") or next(iter(slugs), "")
    seats = {seat.code: _seat_link(slug, seat.code) for seat in _seats(slug)} if slugs else {}
    return JsonResponse({"site": settings.SITE_URL, "seats": seats})


@never_cache
@require_http_methods(["GET", "POST"])
def demo_seat(request: HttpRequest, code: str) -> HttpResponse:
    """Sign in for a seat: on POST, or on GET through a link this site has signed."""
    seat = access.seat_for_demo(slug=request.GET.get("council", ""), code=code)
    if request.method == "GET" and request.GET.get("key") != _key(seat.council.slug, code):
        return render(request, "sites/demo_seat.html", {"seat": seat})
    login(request, actions.stand_in_for(seat=seat), backend=settings.AUTHENTICATION_BACKENDS[0])
    wanted = request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if here else "home")


def _seats(slug: str) -> tuple[queries.SeatOn, ...]:
    return queries.seats_on(council=access.council_for_reader(slug=slug), on=_today())


def _seat_link(slug: str, code: str) -> str:
    query = urlencode({"council": slug, "key": _key(slug, code)})
    return f"{settings.SITE_URL}{reverse('demo-seat', args=[code])}?{query}"


def _key(slug: str, code: str) -> str:
    return Signer(salt="kenesh.demo").signature(f"{slug}/{code}")


def _today() -> date:
    return clock.now().date()


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
