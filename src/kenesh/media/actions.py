"""Take and leave a place of picture and sound; pass a signal on."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kenesh.core import clock, journal, nudge
from kenesh.media import queries
from kenesh.media.domain.places import Place, admitted
from kenesh.media.models import Place as PlaceRow
from kenesh.media.models import Signal

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

GRACE: Final = timedelta(seconds=15)
SIGNAL_LENGTH: Final = 65_536


def take_place(*, table: UUID, place: Place, limit: int) -> tuple[Place, ...]:
    """Give a place at the table, or its new switches, and return the table as it is then. Refused: TableFull."""
    # Under the journal's lock, for a table that nobody sits at has no row of its own to lock.
    with journal.locked(journal_id=table):
        now = clock.now()
        PlaceRow.objects.filter(table=table, seen_at__lt=now - GRACE).delete()
        seated = admitted(queries.places_at(table=table), place, limit=limit)
        PlaceRow.objects.filter(table=table, person=place.person).exclude(pk=place.id).delete()
        values = {
            "table": table,
            "seat": place.seat,
            "person": place.person,
            "microphone": place.microphone,
            "camera": place.camera,
            "seen_at": now,
        }
        PlaceRow.objects.update_or_create(pk=place.id, defaults=values, create_defaults=values | {"came_at": now})
    tell_of_table(table=table)
    return seated


def leave_place(*, table: UUID, place: UUID) -> None:
    """Give a place up; twice changes nothing."""
    PlaceRow.objects.filter(pk=place, table=table).delete()
    Signal.objects.filter(to=place).delete()
    tell_of_table(table=table)


def send_signal(*, to: UUID, sender: UUID, content: str) -> None:
    """Leave a signal for a place that another process holds."""
    signal = Signal.objects.create(to=to, sender=sender, content=content, at=clock.now())
    nudge.announce(topic=to, seq=signal.pk)


def hand_over(*, place: UUID) -> tuple[Signal, ...]:
    """Return the signals that wait for a place and take them away."""
    waiting = queries.signals_for(place=place)
    Signal.objects.filter(pk__in=[signal.pk for signal in waiting]).delete()
    return waiting


def vouch(*, places: Collection[UUID]) -> None:
    """Say that the streams of these places are open now."""
    PlaceRow.objects.filter(pk__in=places).update(seen_at=clock.now())


def sweep() -> None:
    """Free the places whose streams are gone, and drop signals that nobody came for."""
    before = clock.now() - GRACE
    gone = set(PlaceRow.objects.filter(seen_at__lt=before).values_list("table", flat=True))
    PlaceRow.objects.filter(seen_at__lt=before).delete()
    Signal.objects.filter(at__lt=before).delete()
    for table in gone:
        tell_of_table(table=table)


def topic_of(*, table: UUID) -> UUID:
    """Return the topic under which news of a table goes round."""
    return uuid.uuid5(table, "places")


def tell_of_table(*, table: UUID) -> None:
    """Say that who sits at a table has changed."""
    nudge.announce(topic=topic_of(table=table), seq=0)
