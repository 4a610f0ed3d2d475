"""Fetch a decision, a body or what follows for someone, or refuse.

A decision is its meeting's seats' at once and everyone's once the meeting is closed. How far States are with it is
read by the seats of the council alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from kenesh.council import access as council_access
from kenesh.council.access import Body, NotHere, NotYours, Seat
from kenesh.decisions.models import Decision, Nomination, Task

if TYPE_CHECKING:
    from kenesh.council.access import Anyone

HEAD = "head"


def decisions_for_reader(*, person: Anyone, council: str) -> QuerySet[Decision]:
    """Return the decisions of a council the reader may read, the latest first. Refused: NotHere."""
    found = council_access.council_for_reader(slug=council)
    readable = Q(meeting__phase="closed")
    if person.is_authenticated and person.is_active and person.seat_id:
        # A subquery, not a join: a decision stands in the list once, however many seats were invited.
        readable |= Q(meeting__in=found.meetings.filter(seats=person.seat_id))
    return Decision.objects.filter(readable, council=found).select_related("meeting__council")


def decision_for_reader(*, person: Anyone, council: str, slug: str) -> Decision:
    """Return a decision. Refused (NotHere): there is none, or none for this reader yet."""
    found = decisions_for_reader(person=person, council=council).filter(slug=slug)
    decision = found.select_related("meeting", "council").first()
    if decision is None:
        raise NotHere
    return decision


def decisions_for_seat(*, person: Anyone, council: str) -> QuerySet[Decision]:
    """Return the decisions whose implementation the reader may follow. Refused: NotYours to who has no seat here."""
    council_access.seat_for_delegate(person=person, council=council_access.council_for_reader(slug=council))
    return decisions_for_reader(person=person, council=council)


def decision_for_seat(*, person: Anyone, council: str, slug: str) -> Decision:
    """Return a decision with what follows from it. Refused: NotHere, or NotYours to who has no seat here."""
    decision = decision_for_reader(person=person, council=council, slug=slug)
    council_access.seat_for_delegate(person=person, council=decision.council)
    return decision


def decision_for_secretariat(*, person: Anyone, council: str, slug: str) -> Decision:
    """Return a decision to who makes its tasks. Refused: NotHere, or NotYours to everyone but the Secretariat."""
    decision = decision_for_reader(person=person, council=council, slug=slug)
    council_access.council_for_secretariat(person=person, slug=council)
    return decision


def seat_reporting(*, person: Anyone, decision: Decision, task: Task | None) -> Seat:
    """Return the seat for which a delegate reports. Refused (NotYours): it is not asked, an observer's for one."""
    seat = council_access.seat_for_delegate(person=person, council=decision.council)
    asked = task.owners if task else decision.addressees
    if not asked.filter(pk=seat.pk).exists():
        raise NotYours
    return seat


def task_of(*, decision: Decision, number: int) -> Task:
    """Return a task of a decision that was fetched for someone. Refused: NotHere."""
    task = decision.tasks.filter(number=number).first()
    if task is None:
        raise NotHere
    return task


def body_for_reader(*, person: Anyone, council: str, slug: str) -> Body:
    """Return a body: with the decision that established it, and everyone's after that. Refused: NotHere."""
    found = council_access.council_for_reader(slug=council)
    body = found.bodies.select_related("council", "convenor").prefetch_related("seats").filter(slug=slug).first()
    if body is None:
        raise NotHere
    if not body.is_public and not decisions_for_reader(person=person, council=council).filter(body=slug).exists():
        raise NotHere
    return body


def seat_nominating(*, person: Anyone, body: Body, code: str) -> Seat:
    """Return a seat of the body, to who may name its representatives: its head of delegation, and the Secretariat.

    Refused: NotHere for a seat that is not the body's, NotYours to everyone else.
    """
    own = council_access.seat_for_delegate(person=person, council=body.council)
    if not council_access.is_secretariat(seat=own) and (own.code != code or getattr(person, "rank", "") != HEAD):
        raise NotYours
    seats = body.seats.all() if body.seats.exists() else body.council.seats.all()
    seat = seats.filter(code=code).first()
    if seat is None:
        raise NotHere
    return seat


def nomination_for_seat(*, person: Anyone, body: Body, nomination: int) -> Nomination:
    """Return a nomination to who may withdraw it. Refused: NotHere, or NotYours."""
    found = body.nominations.select_related("seat").filter(pk=nomination, withdrawn_at=None).first()
    if found is None:
        raise NotHere
    seat_nominating(person=person, body=body, code=found.seat.code)
    return found
