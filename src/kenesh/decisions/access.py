"""Fetch a decision for someone, or refuse: its meeting's seats at once, everyone once the meeting is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from kenesh.council import access as council_access
from kenesh.council.access import NotHere
from kenesh.decisions.models import Decision

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from kenesh.council.access import Anyone


def decisions_for_reader(*, person: Anyone, council: str) -> QuerySet[Decision]:
    """Return the decisions of a council the reader may read, the latest first. Refused: NotHere."""
    found = council_access.council_for_reader(slug=council)
    readable = Q(meeting__phase="closed")
    if person.is_authenticated and person.seat_id:
        readable |= Q(meeting__seats=person.seat_id)
    return Decision.objects.filter(readable, council=found).select_related("meeting").distinct()


def decision_for_reader(*, person: Anyone, council: str, slug: str) -> Decision:
    """Return a decision. Refused (NotHere): there is none, or none for this reader yet."""
    decision = decisions_for_reader(person=person, council=council).filter(slug=slug).first()
    if decision is None:
        raise NotHere
    return decision
