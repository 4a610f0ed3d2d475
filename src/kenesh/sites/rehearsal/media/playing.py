"""A rehearsal with picture and sound: the play of every rehearsal, with a browser at each seat in the room."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from kenesh.media.domain.places import MESH_PLACES
from kenesh.sites.rehearsal.links import Links
from kenesh.sites.rehearsal.media.browsers import browser, chromium, require_playwright
from kenesh.sites.rehearsal.media.table import SoundingTable
from kenesh.sites.rehearsal.player import play
from kenesh.sites.rehearsal.report import Report
from kenesh.sites.rehearsal.scenario import Scenario
from kenesh.sites.rehearsal.teller import Teller

PLACES: Final = MESH_PLACES


class TooMany(Exception):
    """More seats than the table of picture and sound has places."""


def require_media(*, scenario: Scenario) -> None:
    """Refuse to begin what could not be played here to its end: TooMany, NoBrowser."""
    seats = len(scenario.meeting.seats)
    if seats > PLACES:
        raise TooMany(f"picture and sound have {PLACES} places, and {seats} seats are invited")
    require_playwright()
    chromium()


async def play_with_sound(
    *, scenario: Scenario, links: Links, out: Path, teller: Teller, real_pace: bool = False
) -> Report:
    """Play a scenario, and report which seats heard each speech. Refused: NoBrowser, and what ``play`` says."""
    async with browser() as started:
        seating = partial(SoundingTable, browser=started, teller=teller)
        return await play(scenario=scenario, links=links, out=out, teller=teller, real_pace=real_pace, seating=seating)
