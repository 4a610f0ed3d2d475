"""What every page of the room knows: the council as it was called on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kenesh.core import clock
from kenesh.council import access as council_access
from kenesh.council import queries as council_queries
from kenesh.meetings.wording import reading

if TYPE_CHECKING:
    from datetime import date


def of_council(council: str, *, on: date | None = None) -> dict[str, Any]:
    """Name the council as it is called today, or was called on the day of a meeting."""
    found = council_access.council_for_reader(slug=council)
    named = council_queries.council_named(council=found, on=on or clock.now().date(), language=reading())
    return {"council": named}
