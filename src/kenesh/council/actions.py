"""What changes a council: its file loaded, a body established, a person added, invited, admitted or dismissed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction

from kenesh.core import clock, outbox
from kenesh.core.domain.text import gettext_noop
from kenesh.council import access
from kenesh.council.codec import BodyEntry, CouncilFile, NameEntry, SeatEntry, laid_out
from kenesh.council.domain.periods import Moment
from kenesh.council.models import (
    Body,
    ChairTerm,
    Council,
    Dated,
    Invitation,
    Name,
    Organ,
    Person,
    RuleProfile,
    Seat,
    State,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kenesh.core.outbox import Mail

BEGINNING = Moment(date.min)


class StillSeated(Exception):
    """A seat that people hold, or a body counts on, would be gone."""

    title = gettext_noop("The seat is still held")
    retry = False

    def __init__(self, *, codes: Sequence[str]) -> None:
        super().__init__(f"{', '.join(codes)}: people or bodies hold what the file no longer names; move them first")
        self.codes = tuple(codes)


class AddressTaken(Exception):
    """An e-mail address that already signs someone in."""

    title = gettext_noop("This address cannot be used here")
    retry = False


@dataclass(frozen=True, slots=True)
class Invited:
    """The one time a token is known; `expires_at` is when it stops to work."""

    token: str
    expires_at: datetime


@transaction.atomic
def load_council(*, data: CouncilFile) -> Council:
    """Make a council what its file says; the same file twice changes nothing.

    What follows: names, statuses and terms are those of the file; bodies the file does not name stay, since decisions
    establish bodies too. Refused (StillSeated): dropping a seat that someone holds. Everything or nothing.
    """
    council, _ = Council.objects.update_or_create(
        slug=data.council, defaults={"languages": data.languages, "rule_profile": data.rule_profile}
    )
    _drop_seats(council, keep={seat.code for seat in data.seats})
    seats = {entry.code: _load_seat(council, entry, place) for place, entry in enumerate(data.seats, start=1)}
    _load_names(council, data.names)
    _load_chair(council, data, seats)
    for body in data.bodies:
        _load_body(council, body, seats)
    for name, profile in data.rule_profiles.items():
        RuleProfile.objects.update_or_create(council=council, name=name, defaults={"data": profile})
    return council


@transaction.atomic
def establish_body(
    *,
    council: Council,
    slug: str,
    names: Mapping[str, str],
    established_by: str,
    established_on: date,
    kind: str = Body.Kind.WORKING_GROUP,
    mandate: Mapping[str, str] | None = None,
    seats: Sequence[str] = (),
    convenor: str = "",
    rule_profile: str = "",
    is_public: bool = True,
) -> Body:
    """Establish a body by a decision, named by its symbol.

    What follows: the body stands in the council, and on its page once it is public; without seats it is open to all.
    The same decision again returns the body it made; a name in use by another body gets a number.
    """
    made = council.bodies.filter(established_by=established_by, names=dict(names)).first()
    if made is not None:
        return made
    body = Body.objects.create(
        council=council,
        slug=_free_slug(council, slug),
        kind=kind,
        names=dict(names),
        mandate=dict(mandate or {}),
        rule_profile=rule_profile or council.rule_profile,
        convenor=council.seats.filter(code=convenor).first(),
        established_on=established_on,
        established_by=established_by,
        is_public=is_public,
    )
    body.seats.set(council.seats.filter(code__in=seats))
    return body


def publish_bodies(*, council: Council, established_by: Collection[str]) -> None:
    """Let the bodies that these decisions established stand on the council's page."""
    council.bodies.filter(established_by__in=established_by).update(is_public=True)


@transaction.atomic
def add_person(
    *,
    seat: Seat,
    email: str,
    rank: str = Person.Rank.HEAD,
    offices: Mapping[str, str] | None = None,
    language: str = "en",
) -> Person:
    """Add someone who will speak for a seat; until invited they cannot sign in. Refused: AddressTaken."""
    person = Person(seat=seat, email=email.strip().lower(), rank=rank, offices=dict(offices or {}), language=language)
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        raise AddressTaken(email) from None
    return person


@transaction.atomic
def invite(*, person: Person) -> Invited:
    """Make a link that signs a person in once.

    What follows: an earlier link of theirs no longer works, and someone dismissed may come back. Only the hash of the
    token is kept.
    """
    Person.objects.select_for_update().get(id=person.id)
    person.invitations.filter(used_at=None).delete()
    person.is_active = True
    person.save(update_fields=["is_active"])
    token = secrets.token_urlsafe(32)
    expires_at = clock.now() + timedelta(days=settings.INVITATION_DAYS)
    Invitation.objects.create(person=person, token_hash=access.hashed(token), expires_at=expires_at)
    return Invited(token, expires_at)


@transaction.atomic
def accept_invitation(*, token: str) -> Person:
    """Use an invitation up and return whom it admits.

    What follows: the link does not work again, and the address counts as verified. Refused (NotHere): used, expired,
    withdrawn or never made; of two who come at once, one.
    """
    invitation = access.invitation_for_holder(token=token)
    # The condition stands in the UPDATE itself, without a join: whoever comes second finds it true no more.
    won = Invitation.objects.filter(id=invitation.id, used_at=None).update(used_at=clock.now())
    if not won:
        raise access.NotHere
    person = invitation.person
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    return person


@transaction.atomic
def dismiss(*, person: Person) -> None:
    """Take away what lets a person sign in.

    What follows: their sessions end with their next request, their open invitation is gone, the seat stays.
    """
    person.invitations.filter(used_at=None).delete()
    person.is_active = False
    person.save(update_fields=["is_active"])


@transaction.atomic
def resend_letter(*, council: Council, mail: Mail, to: str, mend: bool) -> Mail:
    """Write a letter that was lost once more; ``mend`` says that its reader has this address from now on.

    What follows: a mended address is also what they sign in with. Refused: SentAlready, AddressTaken.
    """
    reader = Person.objects.filter(seat__council=council, email__iexact=mail.to).first()
    if mend and reader is not None and reader.email != to.lower():
        change_address(person=reader, email=to)
    return outbox.resend(mail=mail, to=to)


@transaction.atomic
def change_address(*, person: Person, email: str) -> None:
    """Let someone be written to, and sign in, by another address. Refused: AddressTaken.

    What follows: what they signed in with before no longer works, and an open invitation stays theirs.
    """
    person.email = email.strip().lower()
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError:
        raise AddressTaken(email) from None
    EmailAddress.objects.filter(user=person).update(email=person.email)


def stand_in_for(*, seat: Seat) -> Person:
    """Return someone to play a seat in the demo, its head of delegation or a new one. Refused outside the demo."""
    if not settings.DEMO:
        raise access.NotHere
    head = seat.people.filter(is_active=True).order_by("id").first()
    if head is not None:
        return head
    email = f"{seat.code}.{seat.council.slug}@demo.invalid"
    try:
        return add_person(seat=seat, email=email, offices=seat.authority)
    except AddressTaken:  # someone else clicked at the same moment
        return Person.objects.get(email=email.lower())


# --- how a file becomes rows -----------------------------------------------------------------------------------------


def _dated(since: Moment, source: str) -> dict[str, object]:
    return {"starts": since.day, "precision": since.precision, "source": source}


def _replace(old: Iterable[Dated], new: Sequence[Dated]) -> None:
    for row in old:
        row.delete()
    for row in new:
        row.save(force_insert=True)


def _drop_seats(council: Council, *, keep: set[str]) -> None:
    gone = council.seats.exclude(code__in=keep)
    held = gone.filter(people__isnull=False) | gone.filter(bodies__isnull=False)
    if codes := sorted(set(held.values_list("code", flat=True))):
        raise StillSeated(codes=codes)
    gone.delete()
    council.organs.exclude(code__in=keep).delete()


def _load_seat(council: Council, entry: SeatEntry, place: int) -> Seat:
    seat, _ = Seat.objects.update_or_create(
        council=council,
        code=entry.code,
        defaults={
            "state": State.objects.get_or_create(code=entry.state)[0] if entry.state else None,
            "organ": _load_organ(council, entry),
            "place": place,
            "authority": entry.authority.names if entry.authority else {},
            "authority_source": entry.authority.source if entry.authority else "",
            "time_zone": entry.time_zone,
        },
    )
    first = NameEntry(since=BEGINNING, names=entry.names)
    names = [Name(seat=seat, texts=one.names, **_dated(one.since, one.source)) for one in (first, *entry.renamed)]
    _replace(seat.names.all(), names)
    _replace(seat.statuses.all(), _statuses(seat, entry))
    return seat


def _load_organ(council: Council, entry: SeatEntry) -> Organ | None:
    if entry.organ is None:
        return None
    return Organ.objects.update_or_create(council=council, code=entry.code, defaults={"kind": entry.organ})[0]


def _statuses(seat: Seat, entry: SeatEntry) -> list[Status]:
    return [
        Status(
            seat=seat,
            kind=turn.value.status if turn.value else Status.Kind.LEFT,
            **_dated(turn.since, turn.value.source if turn.value else ""),
        )
        for turn in laid_out(entry.statuses)
    ]


def _load_names(council: Council, entries: list[NameEntry]) -> None:
    names = [
        Name(council=council, texts=one.names, short=one.short, **_dated(one.since, one.source)) for one in entries
    ]
    _replace(council.names.all(), names)


def _load_chair(council: Council, data: CouncilFile, seats: Mapping[str, Seat]) -> None:
    terms = [
        ChairTerm(
            council=council,
            seat=seats[turn.value.seat] if turn.value else None,
            **_dated(turn.since, turn.value.source if turn.value else ""),
        )
        for turn in laid_out(data.chair)
    ]
    _replace(council.chair_terms.all(), terms)


def _load_body(council: Council, entry: BodyEntry, seats: Mapping[str, Seat]) -> None:
    body, _ = Body.objects.update_or_create(
        council=council,
        slug=entry.slug,
        defaults={
            "kind": entry.kind,
            "names": entry.names,
            "mandate": entry.mandate,
            "rule_profile": entry.rule_profile or council.rule_profile,
            "established_on": entry.established_on,
            "established_by": entry.established_by,
            "source": entry.source,
        },
    )
    body.seats.set([] if entry.seats == "all" else [seats[code] for code in entry.seats])


def _free_slug(council: Council, wanted: str) -> str:
    taken = set(council.bodies.filter(slug__startswith=wanted).values_list("slug", flat=True))
    candidates = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 2)))
    return next(slug for slug in candidates if slug not in taken)
