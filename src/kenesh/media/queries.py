"""Who sits at a table of picture and sound, and what waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kenesh.media.domain.places import Place
from kenesh.media.models import Place as PlaceRow
from kenesh.media.models import Signal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID


def places_at(*, table: UUID) -> tuple[Place, ...]:
    """Return the places at a table, in the order they were taken."""
    return places_of(tables=[table]).get(table, ())


def places_of(*, tables: Collection[UUID]) -> Mapping[UUID, tuple[Place, ...]]:
    """Return the places at each of several tables, by one query."""
    found: dict[UUID, list[Place]] = {table: [] for table in tables}
    for row in PlaceRow.objects.filter(table__in=found):
        found[row.table].append(
            Place(id=str(row.id), seat=row.seat, person=row.person, microphone=row.microphone, camera=row.camera)
        )
    return {table: tuple(places) for table, places in found.items()}


def belongs(*, place: UUID, table: UUID, person: str) -> bool:
    """Tell whether a place is at that table and that person's."""
    return PlaceRow.objects.filter(pk=place, table=table, person=person).exists()


def is_free_or_own(*, place: UUID, table: UUID, person: str) -> bool:
    """Tell whether a person may take the place of that id: nobody has it, or they do."""
    row = PlaceRow.objects.filter(pk=place).first()
    return row is None or (row.table == table and row.person == person)


def signals_for(*, place: UUID) -> tuple[Signal, ...]:
    """Return the signals that wait for a place, the first one first."""
    return tuple(Signal.objects.filter(to=place).order_by("id"))
