"""What every page knows about the site and its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from kenesh.council import access

if TYPE_CHECKING:
    from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    # Lazy: a page that asks nothing about its reader reads no session.
    return {
        "demo": settings.DEMO,
        "may_manage_people": SimpleLazyObject(lambda: _may_manage_people(request)),
        "may_follow_up": SimpleLazyObject(lambda: _has_a_seat_here(request)),
    }


def _may_manage_people(request: HttpRequest) -> bool:
    """Whether the reader is an officer of the Secretariat of the council whose pages these are."""
    seat = getattr(request.user, "seat", None)
    return seat is not None and _has_a_seat_here(request) and access.is_secretariat(seat=seat)


def _has_a_seat_here(request: HttpRequest) -> bool:
    """Whether the reader has a seat in the council whose pages these are."""
    seat = getattr(request.user, "seat", None)
    match = request.resolver_match
    return seat is not None and match is not None and match.kwargs.get("council") == seat.council.slug
