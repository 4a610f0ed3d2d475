"""Holding an expectation against what was served to those it names."""

from __future__ import annotations

from functools import partial
from typing import Final

from kenesh.sites.rehearsal.checks import differences, missing_words
from kenesh.sites.rehearsal.client import SiteFails
from kenesh.sites.rehearsal.expecting import Expect
from kenesh.sites.rehearsal.screen import unshown
from kenesh.sites.rehearsal.table import PUBLIC, Table

CATCH_UP: Final = 15.0  # seconds for a line that was acknowledged to reach a stream
COME_TRUE: Final = 5.0  # seconds more for what follows by itself, such as a seat that connects


async def unmet(table: Table, expected: Expect, *, head: int) -> list[str]:
    """Return, seat by seat, what was served otherwise than expected once line ``head`` is served; nothing is met."""
    wrong = []
    for code in _audience(table, expected):
        wrong += [f"{code}: {difference}" for difference in await _unmet_by(table, code, expected, head=head)]
    return wrong or ([] if _audience(table, expected) else ["nobody is in the room to be served it"])


def _audience(table: Table, expected: Expect) -> tuple[str, ...]:
    if expected.public:
        return (PUBLIC,)
    return table.seats_inside if expected.everybody else expected.seats


async def _unmet_by(table: Table, code: str, expected: Expect, *, head: int) -> list[str]:
    if expected.page != "room" or not table.inside(code):
        return await _unmet_on_page(table, code, expected)
    served = table.served(code)

    def wrong() -> list[str]:
        return [
            *([served.broken] if served.broken else []),
            *differences(served.meeting, expected),
            *unshown(served.meeting, served.words, table.language(code), expected),
            *missing_words(served.screen, expected),
        ]

    if not await served.until(partial(served.is_at, head), seconds=CATCH_UP):
        table.presences[code].check()
        return [f"line {head} was not served within {CATCH_UP:.0f} seconds (the last served is {served.seq})"]
    await served.until(lambda: served.shown_seq >= head, seconds=COME_TRUE)
    await served.until(lambda: not wrong(), seconds=COME_TRUE)
    return wrong()


async def _unmet_on_page(table: Table, code: str, expected: Expect) -> list[str]:
    if set(expected.said) - {"sees", "sees_not"}:
        served = table.served(code).meeting if table.inside(code) else None
        if served is None:
            return ["is not in the room, so no journal is served to it"]
        if wrong := differences(served, expected):
            return wrong
    try:
        page = await table.page(code, expected.page)
    except SiteFails as failed:
        return [str(failed)]
    return missing_words(page.words, expected)
