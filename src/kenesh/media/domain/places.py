"""Places at a table of picture and sound: how many there are, and who gives way to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MESH_PLACES: Final = 12  # browser to browser each sends to every other: beyond this many, lines of homes give out


class TableFull(Exception):
    """Every place at the table is taken; whoever comes now follows everything but picture and sound."""

    def __init__(self, limit: int) -> None:
        """Keep how many places there are."""
        super().__init__(f"all {limit} places are taken")
        self.limit = limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One person's connection of picture and sound, under an id their page made."""

    id: str
    seat: str
    person: str
    microphone: bool = False
    camera: bool = False


def admitted(places: Sequence[Place], new: Place, *, limit: int = MESH_PLACES) -> tuple[Place, ...]:
    """Return the table with the new place at its end, where the same person's earlier place gives way.

    A place of the same id is the same place, with other switches, and stays where it is: who comes calls who is there
    before. Refused: TableFull.
    """
    others = tuple(place for place in places if place.id == new.id or place.person != new.person)
    if any(place.id == new.id for place in others):
        return tuple(new if place.id == new.id else place for place in others)
    if len(others) >= limit:
        raise TableFull(limit)
    return (*others, new)
