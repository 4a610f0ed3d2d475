"""Sign-in links, one per seat: from a demo site itself, or from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import httpx
from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, ValidationError

from kenesh.sites.rehearsal.client import SiteFails

PATIENCE = 10.0


class NoLinks(Exception):
    """There is no way to sign the seats in: the site is no demo and no file of links was given, or it is not one."""


class Links(BaseModel):
    """A site and a link for each seat that signs in when it is opened."""

    model_config = ConfigDict(extra="forbid")

    site: AnyHttpUrl
    seats: Annotated[dict[str, AnyHttpUrl], Field(min_length=1)]

    @property
    def address(self) -> str:
        """The site, without a slash at its end."""
        return str(self.site).rstrip("/")

    def link(self, code: str) -> str:
        """Return a seat's link."""
        if code not in self.seats:
            raise NoLinks(f"there is no link for the seat {code}; there are links for {', '.join(self.seats)}")
        return str(self.seats[code])


def read_links(*, path: Path) -> Links:
    """Read a file of links."""
    try:
        return Links.model_validate_json(path.read_bytes())
    except OSError as missing:
        raise NoLinks(f"{path}: {missing.strerror}") from None
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise NoLinks(f'{path}: {where}: {first["msg"]}; expected {{"site": URL, "seats": {{CODE: URL}}}}') from None


def ask_links(*, site: str, council: str) -> Links:
    """Ask a demo site for its links."""
    address = f"{site.rstrip('/')}/demo/links.json"
    try:
        response = httpx.get(address, params={"council": council}, timeout=PATIENCE, trust_env=False)
    except (httpx.TransportError, httpx.InvalidURL, httpx.UnsupportedProtocol) as trouble:
        raise SiteFails(f"{site} does not answer: {trouble}") from None
    if response.status_code != httpx.codes.OK:
        raise NoLinks(
            f"{site} is no demo, or does not have the council {council} ({response.status_code} for {address}). "
            "Load the council there with `kenesh council load`; where it is no demo, give a link for each seat with "
            "--links FILE."
        )
    try:
        return Links.model_validate_json(response.content)
    except ValidationError:
        raise NoLinks(
            f"{address} gives no links of the council {council}: load it with `kenesh council load`"
        ) from None
