"""What every page of the room knows: the council as it is called today, and who reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kenesh.core import clock
from kenesh.core.domain.text import pick
from kenesh.council import access as council_access
from kenesh.council import queries as council_queries
from kenesh.meetings.wording import reading as reading  # noqa: PLC0414 -- every page of the room reads by it

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.http import HttpRequest

    from kenesh.council.access import Council, Seat


def today() -> date:
    return clock.now().date()


def of_council(slug: str) -> dict[str, Any]:
    """Name the council for the head of a page."""
    council = council_access.council_for_reader(slug=slug)
    return {"council": council_queries.council_named(council=council, on=today(), language=reading())}


def own_seat(request: HttpRequest, council: Council) -> Seat | None:
    """Return the reader's seat in this council, if they have one."""
    try:
        return council_access.seat_for_delegate(person=request.user, council=council)
    except council_access.NotYours:
        return None


def named(council: Council, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return seats with what they are called today, in the council's order; one that has left goes by its code."""
    names = {seat.code: pick(seat.names, reading()) for seat in council_queries.seats_on(council=council, on=today())}
    wanted = set(codes)
    return [(code, names.get(code, code)) for code in (*names, *sorted(wanted - set(names))) if code in wanted]
