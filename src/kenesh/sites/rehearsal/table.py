"""Everyone at the table: each seat signed in as its own client, the meeting convened, who is in the room."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Final

from kenesh.meetings.domain.state import Meeting
from kenesh.sites.rehearsal.client import Client, Place, SiteFails
from kenesh.sites.rehearsal.convened import MeetingPart
from kenesh.sites.rehearsal.links import Links
from kenesh.sites.rehearsal.media.sounds import Sounded
from kenesh.sites.rehearsal.scenario import Scenario
from kenesh.sites.rehearsal.served import ALERT, Page, Served, read_page
from kenesh.sites.rehearsal.streams import Presence
from kenesh.sites.rehearsal.wire import Form, convening_form

PUBLIC: Final = "public"
COMING: Final = 20.0  # seconds for a seat to be seen present
LEAVING: Final = 60.0  # the grace of presence, and some


class NotConvened(Exception):
    """The site did not take the form that convenes the meeting; says what it said."""


class Table:
    """The clients of a rehearsal and their presence in its room."""

    def __init__(self, *, scenario: Scenario, links: Links) -> None:
        """Seat everyone who is invited, the Secretariat that convenes, and the public."""
        self.scenario = scenario
        self.links = links
        codes = dict.fromkeys([*scenario.meeting.seats, scenario.secretariat, PUBLIC])
        self.clients = {code: Client(site=links.address, code=code) for code in codes}
        self.presences: dict[str, Presence] = {}
        self.place = Place(site=links.address, council=scenario.council.council, slug="")

    async def close(self) -> None:
        """Let everyone leave."""
        await asyncio.gather(*(presence.leave() for presence in self.presences.values()))
        await asyncio.gather(*(client.close() for client in self.clients.values()))

    async def sign_in(self) -> None:
        """Open every seat's link; none is opened where one is missing."""
        links = {code: self.links.link(code) for code in self.clients if code != PUBLIC}
        await asyncio.gather(
            *(self.clients[code].sign_in(link=link, language=self.language(code)) for code, link in links.items())
        )

    async def convene(self) -> None:
        """Let the Secretariat convene the meeting through its form; the body may be named by its words."""
        scenario = self.scenario
        slug = await self.call(meeting=scenario.meeting, wanted=convening_form(scenario=scenario))
        self.place = Place(site=self.place.site, council=self.place.council, slug=slug)
        self.presences = {code: Presence(client=client, place=self.place) for code, client in self.clients.items()}

    async def call(self, *, meeting: MeetingPart, wanted: Form) -> str:
        """Let the Secretariat fill in the form that convenes a meeting, and return what it is called in addresses."""
        secretariat = self.clients[self.scenario.secretariat]
        address = f"{self.place.site}/{self.place.council}/meetings/convene/?on={meeting.start.date()}"
        page = await secretariat.page(address)
        body = _value_of(page.choices.get("body", {}), str(wanted["body"]))
        asked = {name: value for name, value in {**wanted, "body": body}.items() if name in page.fields}
        response = await secretariat.submit(address, asked)
        if response.status_code != HTTPStatus.OK or str(response.url) == address:
            said = read_page(response.text).regions.get(ALERT) or f"status {response.status_code}"
            raise NotConvened(f"the site did not convene {meeting.symbol}: {said}")
        return response.url.path.rstrip("/").rpartition("/")[2]

    async def fetch_tokens(self) -> None:
        """Load the room once for each seat that acts before it has come in."""
        room = self.place.page("room")
        await asyncio.gather(*(self.clients[code].page(room) for code in self.scenario.meeting.seats))

    async def join(self, codes: Iterable[str]) -> None:
        """Let seats come in, and wait until they are seen present."""
        coming = tuple(codes)
        await asyncio.gather(*(self.presences[code].enter() for code in coming if not self.presences[code].inside))
        for code in coming:
            await self._seen(code, present=True, seconds=COMING)

    async def leave(self, codes: Iterable[str]) -> None:
        """Let seats leave, and wait until they are seen absent by someone who stays."""
        going = tuple(codes)
        await self.cut(going)
        for code in going:
            await self._seen(code, present=False, seconds=LEAVING)

    async def cut(self, codes: Iterable[str]) -> None:
        """Close seats' streams."""
        await asyncio.gather(*(self.presences[code].leave() for code in codes))

    async def settle(self, head: int) -> None:
        """Wait after a step for what takes its time; nothing does here."""

    async def sounded(self) -> Sounded | None:
        """Return what was heard of the speeches; nothing is, without picture and sound."""
        return None

    def served(self, code: str) -> Served:
        """Return what a seat, or the public, was served."""
        return self.presences[code].served

    def inside(self, code: str) -> bool:
        """Whether a seat's streams are open."""
        return code in self.presences and self.presences[code].inside

    @property
    def seats_inside(self) -> tuple[str, ...]:
        """The seats in the room, in the order of the invitation."""
        return tuple(code for code in self.scenario.meeting.seats if self.inside(code))

    @property
    def latest(self) -> Meeting | None:
        """The meeting as whoever is furthest was served it."""
        return max(
            (presence.served for presence in self.presences.values()), key=lambda one: one.seq, default=Served()
        ).meeting

    def language(self, code: str) -> str:
        """Return the language in which a seat reads."""
        return self.scenario.meeting.reads.get(code, "en")

    async def page(self, code: str, name: str) -> Page:
        """Load a page as a seat sees it."""
        return await self.clients[code].page(self.place.page(name))

    async def _seen(self, code: str, *, present: bool, seconds: float) -> None:
        watching = (
            code if present else next((other for other in (*self.seats_inside, PUBLIC) if self.inside(other)), "")
        )
        if not watching:
            return
        served = self.served(watching)
        if not await served.until(lambda: _is_present(served.meeting, code) is present, seconds=seconds):
            self.presences[watching].check()
            state = "present" if present else "absent"
            raise SiteFails(f"{code} was not seen {state} within {seconds:.0f} seconds by {watching}")


def _is_present(meeting: Meeting | None, code: str) -> bool | None:
    seat = meeting.find_seat(code) if meeting else None
    return seat.connected if seat else None


def _value_of(choices: Mapping[str, str], wanted: str) -> str:
    """Return what a form sends for a choice named by its words, as a person finds it in the list."""
    return next((value for value, words in choices.items() if wanted and words == wanted), wanted)
