"""Fetch a council's things for someone, or refuse: views have no other way to them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from kenesh.core import clock, outbox
from kenesh.council.models import Body as Body  # noqa: PLC0414 -- by this door other rooms name it
from kenesh.council.models import Council as Council  # noqa: PLC0414 -- likewise
from kenesh.council.models import Invitation, Organ, Person
from kenesh.council.models import Seat as Seat  # noqa: PLC0414 -- likewise

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from kenesh.core.outbox import Mail

    Anyone = Person | AnonymousUser


class NotHere(Http404):
    """There is no such thing, or not for this reader: the answer is the same."""


class NotYours(PermissionDenied):
    """It is there for all to know, but this person may not do this with it."""


def hashed(token: str) -> str:
    """What is kept of a token: enough to know it again, not enough to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def councils_for_reader() -> QuerySet[Council]:
    return Council.objects.order_by("slug")


def council_for_reader(*, slug: str) -> Council:
    """Return a council; what it is is public. Refused: NotHere."""
    council = Council.objects.filter(slug=slug).first()
    if council is None:
        raise NotHere
    return council


def seat_for_delegate(*, person: Person | AnonymousUser, council: Council) -> Seat:
    """Return the seat this person speaks for in this council. Refused (NotYours): they have none in it."""
    if not isinstance(person, Person) or not person.is_active:
        raise NotYours
    seat = person.seat  # read together with who is signed in: this is asked for every act
    if seat is None or seat.council_id != council.pk:
        raise NotYours
    return seat


def council_for_secretariat(*, person: Person | AnonymousUser, slug: str) -> Council:
    """Return a council to an officer of its Secretariat. Refused: NotHere, or NotYours to everyone else."""
    council = council_for_reader(slug=slug)
    seat = seat_for_delegate(person=person, council=council)
    if not is_secretariat(seat=seat):
        raise NotYours
    return council


def is_secretariat(*, seat: Seat) -> bool:
    return seat.organ is not None and seat.organ.kind == Organ.Kind.SECRETARIAT


def person_for_secretariat(*, council: Council, person_id: int) -> Person:
    """Return someone who speaks for a seat of this council; people of other councils are NotHere."""
    person = Person.objects.select_related("seat").filter(id=person_id, seat__council=council).first()
    if person is None:
        raise NotHere
    return person


def person_for_operator(*, email: str) -> Person:
    """Return whoever signs in with this address, to whoever runs the site. Refused: NotHere."""
    person = Person.objects.select_related("seat").filter(email=email.strip().lower()).first()
    if person is None:
        raise NotHere
    return person


def seat_for_secretariat(*, council: Council, code: str) -> Seat:
    """Return a seat of this council by its code. Refused: NotHere."""
    seat = council.seats.filter(code=code).first()
    if seat is None:
        raise NotHere
    return seat


def letter_for_secretariat(*, council: Council, number: int) -> Mail:
    """Return a letter that this council's site wrote; letters of other councils are NotHere."""
    mail = outbox.letters(scope=council.slug).filter(pk=number).first()
    if mail is None:
        raise NotHere
    return mail


def open_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, expires_at__gt=clock.now(), person__is_active=True)


def invitation_for_holder(*, token: str) -> Invitation:
    """Return the invitation a link stands for. Refused (NotHere): used, expired, withdrawn or never made."""
    invitation = open_invitations().select_related("person__seat__council").filter(token_hash=hashed(token)).first()
    if invitation is None:
        raise NotHere
    return invitation


def seat_for_demo(*, slug: str, code: str) -> Seat:
    """Return a seat by its code; without a slug, of the first council there is. Refused: NotHere."""
    chosen = Q(council__slug=slug) if slug else Q()
    seat = Seat.objects.select_related("council").filter(chosen, code=code).order_by("council_id").first()
    if seat is None:
        raise NotHere
    return seat
