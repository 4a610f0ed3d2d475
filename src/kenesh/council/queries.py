"""What a council is on a day: its name, who belongs to it and as what, who is in the chair, which bodies it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q

from kenesh.core import outbox
from kenesh.core.domain.text import pick
from kenesh.council import access
from kenesh.council.domain.periods import Moment, Precision, Turn, in_force
from kenesh.council.domain.precedence import Standing, in_precedence
from kenesh.council.models import Body, Council, Dated, Person, RuleProfile, Seat, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import TypeVar

    from django.db.models import QuerySet

    from kenesh.core.outbox import Mail

    Row = TypeVar("Row", bound=Dated)


@dataclass(frozen=True, slots=True)
class SeatOn:
    """A seat as it stands on a day."""

    id: int
    code: str
    kind: str
    state: str
    status: Standing
    precedence: int
    since: Moment
    names: Mapping[str, str]
    authority: Mapping[str, str]
    time_zone: str
    source: str


@dataclass(frozen=True, slots=True)
class ChairOn:
    """Who is in the chair on a day, and since when."""

    seat: SeatOn
    since: Moment
    source: str


@dataclass(frozen=True, slots=True)
class BodyView:
    id: int
    slug: str
    kind: str
    names: Mapping[str, str]
    mandate: Mapping[str, str]
    rule_profile: str
    established_on: date | None
    established_by: str
    seats: tuple[str, ...]  # codes; empty: every seat with a status on the day
    convenor: str = ""


@dataclass(frozen=True, slots=True)
class CouncilName:
    slug: str
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class CouncilView:
    """A council on a day, in one language; without a name it did not exist yet."""

    slug: str
    on: date
    name: str
    short: str
    names: Mapping[str, str]
    name_since: Moment | None
    name_source: str
    languages: tuple[str, ...]
    seats: tuple[SeatOn, ...]
    chair: ChairOn | None
    bodies: tuple[BodyView, ...] = field(default=())

    @property
    def members(self) -> tuple[SeatOn, ...]:
        return self._standing(Standing.MEMBER)

    @property
    def observers(self) -> tuple[SeatOn, ...]:
        return self._standing(Standing.OBSERVER)

    @property
    def organs(self) -> tuple[SeatOn, ...]:
        return self._standing(Standing.SECRETARIAT)

    def _standing(self, status: Standing) -> tuple[SeatOn, ...]:
        return tuple(seat for seat in self.seats if seat.status is status)


def council_on(*, council: Council, on: date, language: str) -> CouncilView:
    """A council as it was, is or will be on a day."""
    seats = seats_on(council=council, on=on)
    name = _row_in_force(council.names.all(), on=on)
    names = _ordered(name.texts, council) if name else {}
    return CouncilView(
        slug=council.slug,
        on=on,
        name=pick(names, language),
        short=pick(_ordered(name.short, council), language) or pick(names, language) if name else "",
        names=names,
        name_since=_moment(name) if name else None,
        name_source=name.source if name else "",
        languages=tuple(council.languages),
        seats=seats,
        chair=_chair(council=council, seats=seats, on=on),
        bodies=tuple(body for body in bodies(council=council) if not body.established_on or body.established_on <= on),
    )


def seats_on(*, council: Council, on: date) -> tuple[SeatOn, ...]:
    """Seats that have a status on a day, in order of precedence."""
    rows = council.seats.select_related("state", "organ").prefetch_related("statuses", "names")
    held = {seat.code: (seat, status) for seat in rows if (status := _status(seat, on=on))}
    order = in_precedence((code, _standing(status), seat.place) for code, (seat, status) in held.items())
    return tuple(_seat_on(council, *held[code], on=on, precedence=number) for number, code in enumerate(order, start=1))


def bodies(*, council: Council) -> tuple[BodyView, ...]:
    """Bodies of a council that are public, in the order they were established or loaded."""
    public = council.bodies.filter(is_public=True).select_related("convenor").prefetch_related("seats")
    return tuple(body_view(body=body) for body in public)


def council_named(*, council: Council, on: date, language: str) -> CouncilName:
    """What a council is called on a day: enough for the head of a page."""
    row = _row_in_force(council.names.all(), on=on)
    name = pick(_ordered(row.texts, council), language) if row else council.slug
    short = pick(_ordered(row.short, council), language) if row else ""
    return CouncilName(council.slug, name, short or name)


def councils_named(*, on: date, language: str) -> tuple[CouncilName, ...]:
    """Every council of this site, as it is called on a day."""
    rows = access.councils_for_reader().prefetch_related("names")
    return tuple(council_named(council=council, on=on, language=language) for council in rows)


def rule_profiles(*, council: Council) -> Mapping[str, Mapping[str, Any]]:
    """Data of the council's own rule profiles, by name."""
    return dict(RuleProfile.objects.filter(council=council).order_by("id").values_list("name", "data"))


def rule_profile(*, council: Council, name: str) -> Mapping[str, object] | None:
    """Data of a rule profile: the council's own of this name, else the one all councils share."""
    shared_or_own = Q(council=council) | Q(council=None)
    found = RuleProfile.objects.filter(shared_or_own, name=name).order_by(F("council").asc(nulls_last=True)).first()
    return found.data if found else None


@dataclass(frozen=True, slots=True)
class PersonView:
    """Someone who speaks for a seat, as the Secretariat sees them."""

    id: int
    email: str
    offices: Mapping[str, str]
    rank: str
    active: bool
    invited: bool


@dataclass(frozen=True, slots=True)
class SeatPeople:
    code: str
    names: Mapping[str, str]
    people: tuple[PersonView, ...]


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Someone who speaks for a seat, as a letter addresses them."""

    id: int
    seat: str
    email: str
    office: str
    rank: str
    language: str


def correspondents(*, council: Council, seats: Collection[str]) -> tuple[Correspondent, ...]:
    """Whoever may sign in for one of these seats, in the order of the seats."""
    people = Person.objects.filter(seat__council=council, seat__code__in=seats, is_active=True).select_related("seat")
    return tuple(
        Correspondent(
            id=one.pk,
            seat=one.seat.code if one.seat else "",
            email=one.email,
            office=pick(one.offices, one.language),
            rank=one.rank,
            language=one.language,
        )
        for one in people
    )


def letters(*, council: Council, stage: str = "") -> QuerySet[Mail]:
    """Letters that a council's site wrote, the latest first; those of one stage, where it is named."""
    found = outbox.letters(scope=council.slug)
    return found.filter(stage=stage) if stage else found


def people_by_seat(*, council: Council, on: date) -> tuple[SeatPeople, ...]:
    """Every seat with its people, the head of delegation first."""
    people = _people_by_seat_id(council)
    return tuple(
        SeatPeople(seat.code, _ordered(name.texts, council) if name else {}, tuple(people.get(seat.id, ())))
        for seat in council.seats.prefetch_related("names")
        for name in [_row_in_force(seat.names.all(), on=on)]
    )


def _people_by_seat_id(council: Council) -> dict[int, list[PersonView]]:
    invited = Exists(access.open_invitations().filter(person=OuterRef("pk")))
    rows = Person.objects.filter(seat__council=council).annotate(invited=invited).order_by("id")
    people: dict[int, list[PersonView]] = {}
    for row in sorted(rows, key=lambda row: list(Person.Rank).index(Person.Rank(row.rank))):
        view = PersonView(row.id, row.email, row.offices, row.rank, row.is_active, row.invited)
        people.setdefault(row.seat_id or 0, []).append(view)
    return people


def body_view(*, body: Body) -> BodyView:
    """A body as pages show it."""
    council = body.council
    return BodyView(
        id=body.id,
        slug=body.slug,
        kind=body.kind,
        names=_ordered(body.names, council),
        mandate=_ordered(body.mandate, council),
        rule_profile=body.rule_profile or "",
        established_on=body.established_on,
        established_by=body.established_by,
        seats=tuple(seat.code for seat in body.seats.all()),
        convenor=body.convenor.code if body.convenor else "",
    )


def _chair(*, council: Council, seats: tuple[SeatOn, ...], on: date) -> ChairOn | None:
    term = _row_in_force(council.chair_terms.all(), on=on)
    if term is None:
        return None
    return next((ChairOn(seat, _moment(term), term.source) for seat in seats if seat.id == term.seat_id), None)


def _seat_on(council: Council, seat: Seat, status: Status, *, on: date, precedence: int) -> SeatOn:
    name = _row_in_force(seat.names.all(), on=on)
    return SeatOn(
        id=seat.id,
        code=seat.code,
        kind="state" if seat.state else "organ",
        state=seat.state.code if seat.state else "",
        status=_standing(status),
        precedence=precedence,
        since=_moment(status),
        names=_ordered(name.texts, council) if name else {},
        authority=_ordered(seat.authority, council),
        time_zone=seat.time_zone,
        source=status.source,
    )


def _ordered(texts: Mapping[str, str], council: Council) -> dict[str, str]:
    """Texts in the order of the council's languages: who reads none of them is shown the first."""
    languages: list[str] = council.languages
    return {language: texts[language] for language in (*languages, *sorted(texts)) if language in texts}


def _standing(status: Status) -> Standing:
    return Standing.SECRETARIAT if status.kind == Status.Kind.ORGAN else Standing(status.kind)


def _status(seat: Seat, *, on: date) -> Status | None:
    status = _row_in_force(seat.statuses.all(), on=on)
    return None if status is None or status.kind == Status.Kind.LEFT else status


def _row_in_force(rows: Iterable[Row], *, on: date) -> Row | None:
    turn = in_force((Turn(_moment(row), row) for row in rows), on=on)
    return turn.value if turn else None


def _moment(row: Dated) -> Moment:
    return Moment(row.starts, Precision(row.precision))
