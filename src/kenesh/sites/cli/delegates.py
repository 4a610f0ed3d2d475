"""Delegates of the crowd: each signed in through its demo link, acting over HTTP as a program of its seat would."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.cookiejar import CookieJar
from typing import Any, Final, TypeVar

import httpx

from kenesh.sites.cli import crowd
from kenesh.sites.rehearsal.client import SiteFails
from kenesh.sites.rehearsal.links import ask_links

PATIENCE: Final = httpx.Timeout(60.0, connect=5.0)
ATTEMPTS: Final = 5
ANSWERS: Final = (HTTPStatus.OK, HTTPStatus.CONFLICT)
T = TypeVar("T")

MEETING: Final = f"/{crowd.COUNCIL}/meetings/{crowd.SLUG}/"


class NoAnswer(SiteFails):
    """The site failed at an act: whether it was done is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an act was answered: done (200), or refused under a rule (409)."""

    done: bool
    said: Mapping[str, Any]


class Delegate:
    """One seat, with cookies of its own on connections that it shares."""

    def __init__(self, *, site: str, code: str, ways: httpx.AsyncBaseTransport) -> None:
        self.code = code
        self._http = httpx.AsyncClient(
            base_url=site, transport=ways, timeout=PATIENCE, trust_env=False, headers={"Referer": f"{site}/"}
        )

    @property
    def cookies(self) -> CookieJar:
        """What signs the seat in: for a browser that comes as the same."""
        return self._http.cookies.jar

    async def sign_in(self, *, link: str) -> None:
        await _insist(lambda: self._http.get(link))
        if "sessionid" not in self._http.cookies:
            raise SiteFails(f"the link of {self.code} does not sign in: {link}")

    async def page(self, name: str = "room/") -> str:
        return await self.get(f"{MEETING}{name}")

    async def get(self, address: str) -> str:
        response = await _insist(lambda: self._http.get(address))
        if response.status_code != HTTPStatus.OK:
            raise SiteFails(f"{self.code}: {response.status_code} for {address}")
        return response.text

    async def convene(self, form: Mapping[str, str | list[str]]) -> None:
        response = await self._post(f"/{crowd.COUNCIL}/meetings/convene/", form)
        if response.status_code != HTTPStatus.FOUND:
            raise SiteFails(f"the meeting was not convened: {response.status_code}")

    async def act(self, name: str, /, *, key: str, **fields: str) -> Answer:
        """Send an act once. Refused: ``NoAnswer``, and httpx's own errors where the site does not even fail."""
        response = await self._post(f"{MEETING}acts/{name}/", {**fields, "key": key})
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise NoAnswer(f"{self.code} {name}: {response.status_code}")
        if response.status_code not in ANSWERS:
            raise SiteFails(f"{self.code} {name}: {response.status_code} {response.text[:200]}")
        return Answer(done=response.status_code == HTTPStatus.OK, said=response.json())

    async def act_surely(self, name: str, /, **fields: str) -> Answer:
        """Send an act until it is answered, under the same key."""
        key = uuid.uuid4().hex
        return await _insist(lambda: self.act(name, key=key, **fields))

    async def do(self, name: str, /, **fields: str) -> None:
        """Send an act that must be done."""
        answer = await self.act_surely(name, **fields)
        if not answer.done:
            raise SiteFails(f"{self.code} {name}: {answer.said}")

    async def _post(self, address: str, form: Mapping[str, str | list[str]]) -> httpx.Response:
        headers = {"Accept": "application/json", "X-CSRFToken": self._http.cookies.get("csrftoken") or ""}
        return await self._http.post(address, data=dict(form), headers=headers)


async def _insist(ask: Callable[[], Awaitable[T]]) -> T:
    """Ask again where nothing comes back, as when the server has just closed a connection that was idle."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await ask()
        except httpx.TransportError as trouble:
            if attempt == ATTEMPTS:
                raise SiteFails(f"the site does not answer: {trouble!r}") from trouble
            await asyncio.sleep(0.1 * attempt)
    raise AssertionError("unreachable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Everyone at the table."""

    chair: Delegate
    secretariat: Delegate
    states: tuple[Delegate, ...]


async def enter(*, site: str, number: int, ways: httpx.AsyncBaseTransport) -> Room:
    """Sign everyone in."""
    links = await asyncio.to_thread(ask_links, site=site, council=crowd.COUNCIL)
    codes = (*crowd.states(number=number), crowd.SECRETARIAT)
    delegates = [Delegate(site=site, code=code, ways=ways) for code in codes]
    for delegate in delegates:
        await delegate.sign_in(link=links.link(delegate.code))
    return Room(chair=delegates[0], secretariat=delegates[-1], states=tuple(delegates[:-1]))


async def open_meeting(*, room: Room) -> None:
    """Convene the meeting, mark everyone present, open it and take up its item."""
    await room.secretariat.convene(crowd.convening(number=len(room.states)))
    for delegate in (*room.states, room.secretariat):
        await room.secretariat.do("mark-present", seat=delegate.code)
    await room.chair.do("open-meeting")
    await room.chair.do("put-question", subject_kind="agenda", subject_number="0", method="consensus")
    await room.chair.do("close-question", question="1")
    await room.chair.do("open-item", item="1")


def ways() -> httpx.AsyncHTTPTransport:
    """Return connections for many delegates at once."""
    return httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=None, max_keepalive_connections=crowd.MOST))
