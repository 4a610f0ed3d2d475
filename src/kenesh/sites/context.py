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
    return {"demo": settings.DEMO, "may_manage_people": SimpleLazyObject(lambda: _may_manage_people(request))}


def _may_manage_people(request: HttpRequest) -> bool:
    """Whether the reader is an officer of the Secretariat of the council whose pages these are."""
    seat = getattr(request.user, "seat", None)
    match = request.resolver_match
    if seat is None or match is None or match.kwargs.get("council") != seat.council.slug:
        return False
    return access.is_secretariat(seat=seat)
