"""A body: what it is for, who belongs to it, who represents them in it, and when it meets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kenesh.council import queries as council_queries
from kenesh.meetings import queries as meeting_queries

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from django.db.models import QuerySet

    from kenesh.council.access import Body
    from kenesh.council.queries import BodyView, SeatOn
    from kenesh.decisions.models import Decision, Nomination


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """A seat of a body with those who represent it there."""

    seat: SeatOn
    nominations: tuple[Nomination, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyPage:
    body: BodyView
    convenor: SeatOn | None
    seats: tuple[Representation, ...]
    established_by: Decision | None
    meetings: tuple[Any, ...]  # the latest first


def body_page(*, body: Body, on: date, decisions: QuerySet[Decision]) -> BodyPage:
    """Return a body as it stands on a day; the decision that established it only from those the reader may read."""
    view = council_queries.body_view(body=body)
    seats = council_queries.seats_on(council=body.council, on=on)
    named: dict[int, list[Nomination]] = {}
    for nomination in body.nominations.filter(withdrawn_at=None).order_by("id"):
        named.setdefault(nomination.seat_id, []).append(nomination)
    return BodyPage(
        body=view,
        convenor=next((seat for seat in seats if seat.code == view.convenor), None),
        seats=tuple(
            Representation(seat=seat, nominations=tuple(named.get(seat.id, ())))
            for seat in seats
            if not view.seats or seat.code in view.seats
        ),
        established_by=decisions.filter(body=view.slug).first(),
        meetings=tuple(meeting_queries.meetings_of_body(council=body.council, body=view.slug)),
    )
