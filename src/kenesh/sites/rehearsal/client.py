"""A seat's way to the site: a browser's cookies and tokens, pages by GET, acts by POST, nothing but public doors."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.cookiejar import CookieJar
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from kenesh.sites.rehearsal.served import Page, read_page
from kenesh.sites.rehearsal.wire import Form

File = tuple[str, bytes]  # what it is called, and what it holds

ATTEMPTS: Final = 5
PATIENCE: Final = httpx.Timeout(30.0)
STREAM_PATIENCE: Final = httpx.Timeout(10.0, read=60.0)  # three heartbeats and some


class SiteFails(Exception):
    """The site does not answer, or not as a site of this release answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where on a site a meeting is held."""

    site: str
    council: str
    slug: str

    @property
    def meeting(self) -> str:
        """The address of the meeting's page."""
        return f"{self.site}/{self.council}/meetings/{self.slug}/"

    def page(self, name: str) -> str:
        """Return the address of a page that an expectation names."""
        council = f"{self.site}/{self.council}/"
        return {
            "room": f"{self.meeting}room/",
            "meeting": self.meeting,
            "statements": f"{self.meeting}statements/",
            "meetings": f"{council}meetings/",
            "council": council,
            "decisions": f"{council}decisions/",
        }[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the site answered to an act."""

    status: int
    said: Mapping[str, Any]

    @property
    def done(self) -> bool:
        """Whether the act was done."""
        return self.status == HTTPStatus.OK

    @property
    def refused(self) -> bool:
        """Whether the rules refused it."""
        return self.status == HTTPStatus.CONFLICT


class Client:
    """One visitor: a seat's delegate, or the public."""

    def __init__(self, *, site: str, code: str) -> None:
        """Begin without cookies."""
        self.site = site.rstrip("/")
        self.code = code
        self._token = ""
        self._http = httpx.AsyncClient(
            timeout=PATIENCE,
            follow_redirects=True,
            trust_env=False,  # a rehearsal goes where it is told, not through a proxy
            headers={"Referer": f"{self.site}/", "User-Agent": "kenesh-rehearse"},
        )

    @property
    def cookies(self) -> CookieJar:
        """What signs the visitor in: for a browser that comes as the same."""
        return self._http.cookies.jar

    async def close(self) -> None:
        """Leave."""
        await self._http.aclose()

    async def sign_in(self, *, link: str, language: str) -> None:
        """Open the seat's link, accept an invitation where it asks for that, and choose the language of the pages."""
        response = await self._get(link)
        page = read_page(response.text)
        if response.status_code == HTTPStatus.OK and urlsplit(link).path.startswith("/invitations/"):
            response = await self._send(str(response.url), {"csrfmiddlewaretoken": page.token})
        if response.status_code != HTTPStatus.OK:
            raise SiteFails(f"the link of {self.code} does not sign in: {response.status_code}, {link}")
        await self._choose(language)

    async def page(self, address: str) -> Page:
        """Return a page taken apart; ``SiteFails`` where there is none."""
        return read_page(await self.html(address))

    async def html(self, address: str) -> str:
        """Return a page's HTML; its token is kept for the forms sent later."""
        response = await self._get(address)
        if response.status_code != HTTPStatus.OK:
            raise SiteFails(f"{self.code}: {response.status_code} for {address}")
        self._token = read_page(response.text).token or self._token
        return response.text

    async def download(self, address: str) -> bytes:
        """Return a file."""
        response = await self._get(address)
        if response.status_code != HTTPStatus.OK:
            raise SiteFails(f"{self.code}: {response.status_code} for {address}")
        return response.content

    async def look(self, address: str) -> httpx.Response:
        """Return what is answered there, whatever it is; a page's token is kept."""
        response = await self._get(address)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            self._token = read_page(response.text).token or self._token
        return response

    async def upload(self, address: str, form: Form, files: Mapping[str, File]) -> httpx.Response:
        """Send a form with files, each by its name and what it holds."""
        data = {**form, "csrfmiddlewaretoken": self._token}
        return await self._insist("POST", address, data=data, files=dict(files))

    async def submit(self, address: str, form: Form) -> httpx.Response:
        """Send a form as a browser does."""
        return await self._send(address, {**form, "csrfmiddlewaretoken": self._token})

    async def act(self, *, place: Place, act: str, form: Form) -> Answer:
        """Send an act under a key of its own; sent again under the same key where no answer came."""
        address = f"{place.meeting}acts/{act.replace('_', '-')}/"
        sent = {**form, "csrfmiddlewaretoken": self._token, "key": str(uuid.uuid4())}
        response = await self._send(address, sent, headers={"Accept": "application/json"})
        if response.headers.get("Content-Type", "").startswith("application/json"):
            return Answer(status=response.status_code, said=response.json())
        raise SiteFails(f"{self.code} {act}: {response.status_code} without JSON")

    @asynccontextmanager
    async def stream(self, address: str, *, after: int) -> AsyncIterator[httpx.Response]:
        """Open a stream of events from the line after ``after``."""
        headers = {"Accept": "text/event-stream", "Last-Event-ID": str(after), "Cache-Control": "no-store"}
        async with self._http.stream(
            "GET", address, params={"after": after}, headers=headers, timeout=STREAM_PATIENCE
        ) as response:
            if response.status_code != HTTPStatus.OK:
                raise SiteFails(f"{self.code}: {response.status_code} for the stream {address}")
            yield response

    async def _choose(self, language: str) -> None:
        home = await self.page(f"{self.site}/")
        sent = {"language": language, "next": "/", "csrfmiddlewaretoken": home.token}
        response = await self._send(f"{self.site}/i18n/setlang/", sent)
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            raise SiteFails(f"{self.code} cannot choose the language {language}: {response.status_code}")

    async def _get(self, address: str) -> httpx.Response:
        return await self._insist("GET", address)

    async def _send(
        self, address: str, form: Mapping[str, str | list[str]], headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        return await self._insist("POST", address, data=dict(form), headers=dict(headers or {}))

    async def _insist(self, method: str, address: str, **options: Any) -> httpx.Response:
        """Ask again while nothing comes back: every form carries a key, or does no harm when it comes twice."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._http.request(method, address, **options)
            except httpx.TransportError as trouble:
                if attempt == ATTEMPTS:
                    raise SiteFails(f"{self.code}: {address} does not answer ({trouble})") from trouble
                await asyncio.sleep(0.2 * 2**attempt)
        raise AssertionError("unreachable")
