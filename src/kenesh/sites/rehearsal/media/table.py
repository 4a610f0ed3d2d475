"""Everyone at the table of picture and sound as well: a page for each seat in the room, and who heard whom in it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Final

from kenesh.core import chain
from kenesh.meetings.domain.hearing import hearing
from kenesh.meetings.domain.state import Meeting, Speech
from kenesh.sites.rehearsal.client import SiteFails
from kenesh.sites.rehearsal.links import Links
from kenesh.sites.rehearsal.media.page import SeatPage, pitches
from kenesh.sites.rehearsal.media.sounds import Allowed, Heard, Sounded, Span, leaks
from kenesh.sites.rehearsal.scenario import Scenario
from kenesh.sites.rehearsal.table import PUBLIC, Table
from kenesh.sites.rehearsal.teller import Teller

if TYPE_CHECKING:
    from playwright.async_api import Browser

HEARING: Final = 30.0  # seconds for the last of the table to hear a speech
SERVED: Final = 15.0
LOOK: Final = 0.2


class SoundingTable(Table):
    """The table of a rehearsal where every seat in the room also sees and hears."""

    def __init__(self, *, scenario: Scenario, links: Links, browser: Browser, teller: Teller) -> None:
        """Seat everyone; the first seat after the Chair's never closes its microphone, so that receivers decide."""
        super().__init__(scenario=scenario, links=links)
        self._browser = browser
        self._tell = teller
        self._tones = pitches(scenario.meeting.seats)
        self._held_open = next((code for code in scenario.meeting.seats if code != scenario.meeting.chair), "")
        self._pages: dict[str, SeatPage] = {}
        self._spans: list[Span] = []
        self._heard: dict[int, Heard] = {}
        self._faults: list[str] = []
        self._allowed = Allowed()

    async def convene(self) -> None:
        """Convene, and watch from then on whom the journal lets be heard."""
        await super().convene()
        for presence in self.presences.values():
            presence.served.folded = self._note

    async def join(self, codes: Iterable[str]) -> None:
        """Let seats come in and take a place at the table, and wait until each is linked to all others."""
        coming = tuple(codes)
        await super().join(coming)
        new = [code for code in coming if code not in self._pages]
        await asyncio.gather(*(self._sit(code) for code in new))
        linked = await asyncio.gather(*(page.linked_to(len(self._pages) - 1) for page in self._pages.values()))
        number = len(self._pages)
        met = "each linked to all others" if all(linked) else "NOT all of them linked"
        self._tell.tells(f"{number} at the table of picture and sound, {met}")

    async def cut(self, codes: Iterable[str]) -> None:
        """Close seats' pages and streams."""
        going = tuple(codes)
        await asyncio.gather(*(self._rise(code) for code in going if code in self._pages))
        await super().cut(going)

    async def close(self) -> None:
        """Let everyone leave."""
        await asyncio.gather(*(self._rise(code) for code in tuple(self._pages)))
        await super().close()

    async def settle(self, head: int) -> None:
        """Wait until whoever has the floor is heard by everyone else at the table."""
        meeting = await self._meeting_at(head)
        speech = meeting.speech if meeting and meeting.phase == "open" else None
        if speech is None or (speech.number in self._heard and not self._heard[speech.number].missed_by):
            return
        heard = self._heard[speech.number] = await self._listened(speech, since=time.time())
        self._tell.heard(code=heard.seat, by=heard.heard_by, missed=heard.missed_by)

    async def sounded(self) -> Sounded:
        """Return what was heard, once all is over."""
        await asyncio.gather(*(self._collect(page) for page in self._pages.values()))
        faults = [*self._faults, *(fault for page in self._pages.values() for fault in _faults(page))]
        return Sounded(
            heard=tuple(self._heard[number] for number in sorted(self._heard)),
            leaks=leaks(self._spans, allowed=self._allowed),
            held_open=self._held_open,
            slowest=max(map(self._allowed.overrun, self._spans), default=0.0),
            faults=tuple(faults),
        )

    def _note(self, line: chain.Line, meeting: Meeting) -> None:
        written = chain.moment(line.at).timestamp()
        self._allowed.note(seq=line.seq, at=time.time(), written=written, seats=hearing(meeting).audible)

    async def _sit(self, code: str) -> None:
        page = await SeatPage.open(
            self._browser,
            code=code,
            tones=self._tones,
            cookies=self.clients[code].cookies,
            held_open=code == self._held_open,
        )
        self._pages[code] = page
        await page.enter(self.place.page("room"))
        await page.check()
        await page.join()

    async def _rise(self, code: str) -> None:
        page = self._pages.pop(code)
        await self._collect(page)
        self._faults.extend(_faults(page))
        await page.close()

    async def _collect(self, page: SeatPage) -> None:
        self._spans.extend(await page.spans())

    async def _meeting_at(self, head: int) -> Meeting | None:
        """Return the meeting once somebody was served it so far."""
        watching = next((code for code in (*self.seats_inside, PUBLIC) if self.inside(code)), "")
        if not watching:
            return None
        served = self.served(watching)
        if not await served.until(partial(served.is_at, head), seconds=SERVED):
            raise SiteFails(f"{watching} was not served line {head} within {SERVED:.0f} seconds")
        return served.meeting

    async def _listened(self, speech: Speech, *, since: float) -> Heard:
        until = time.monotonic() + HEARING
        listeners = tuple(code for code in self.scenario.meeting.seats if code in self._pages and code != speech.seat)
        while True:
            heard = await self._who_hears(speech.seat, listeners, since=since)
            if heard == listeners or time.monotonic() > until:
                missed = tuple(code for code in listeners if code not in heard)
                return Heard(speech=speech.number, seat=speech.seat, heard_by=heard, missed_by=missed)
            await asyncio.sleep(LOOK)

    async def _who_hears(self, seat: str, listeners: tuple[str, ...], *, since: float) -> tuple[str, ...]:
        spans = await asyncio.gather(*(self._pages[code].spans() for code in listeners))
        return tuple(
            code
            for code, heard in zip(listeners, spans, strict=True)
            if any(span.seat == seat and span.until >= since for span in heard)
        )


def _faults(page: SeatPage) -> list[str]:
    return [f"the page of {page.code}: {fault}" for fault in page.faults]
