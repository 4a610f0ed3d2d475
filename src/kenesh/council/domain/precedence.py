"""Order of precedence: members, then observers, then organs, each in the order the council keeps."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Standing(StrEnum):
    """What a seat is in a council on a day."""

    MEMBER = "member"
    OBSERVER = "observer"
    SECRETARIAT = "secretariat"


_ORDER = {Standing.MEMBER: 0, Standing.OBSERVER: 1, Standing.SECRETARIAT: 2}


def in_precedence(places: Iterable[tuple[str, Standing, int]]) -> tuple[str, ...]:
    """Return seat codes in order of precedence from (code, standing, place in the council's own order)."""
    ranked = sorted(places, key=lambda one: (_ORDER[one[1]], one[2], one[0]))
    return tuple(code for code, _, _ in ranked)
