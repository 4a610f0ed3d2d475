"""How a site faces its visitors: over TLS or not, by which addresses; settled before Django reads its settings."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from kenesh.sites.cli.certificate import Certificate, own_certificate
from kenesh.sites.cli.reach import is_loopback, reach
from kenesh.sites.cli.refusals import BadInput
from kenesh.sites.environment import Environment

USUAL: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facing:
    """What visitors meet."""

    host: str  # listened on
    urls: tuple[str, ...]  # addresses to open, the one in links first
    hosts: tuple[str, ...] = ()  # names and addresses answered to, besides the configured ones
    tls: bool = False  # by the site itself
    implied: bool = False  # without having been asked for
    found: bool = False  # no address was set: it follows from the host
    given: Certificate | None = None

    @property
    def url(self) -> str:
        """The address in links."""
        return self.urls[0]

    @property
    def without_camera(self) -> bool:
        """Whether browsers of other machines give this site neither camera nor microphone."""
        return self.url.startswith("http://") and not is_loopback(self.host)

    @property
    def misnamed(self) -> bool:
        """Whether the certificate that was given is for other names than the address in links."""
        return self.given is not None and not self.given.covers(urlsplit(self.url).hostname or "")

    def settle(self, *, environment: Environment) -> None:
        """Write it into the process's environment, where its own settings and those of its workers are read."""
        hosts = (*Environment.addresses(environment.hosts), *self.hosts)
        os.environ |= {"KENESH_URL": self.url, "KENESH_HOSTS": ",".join(dict.fromkeys(hosts))}
        if self.tls and not (self.given and self.given.vouched_for):
            # Told to insist on TLS, a browser offers no way past a certificate that nobody vouches for.
            os.environ["KENESH_HSTS_SECONDS"] = "0"

    def certificate(self, *, environment: Environment, now: datetime) -> Certificate | None:
        """Return what to serve with, made where none was given; nothing without TLS."""
        if not self.tls or self.given:
            return self.given
        listed = (*self.hosts, urlsplit(self.url).hostname or "", *Environment.addresses(environment.hosts))
        return own_certificate(folder=environment.data.resolve() / "tls", names=tuple(_nameable(listed)), now=now)


def facing(*, host: str, port: int, tls: bool | None, given: Certificate | None, environment: Environment) -> Facing:
    """Decide. An address that is set stays, whoever provides its TLS; one that is not follows from what is listened on.

    TLS comes unasked where other machines come in and no address is set. Refused: TLS for an address set to http.
    """
    url = environment.url.rstrip("/") if "url" in environment.model_fields_set else ""
    implied = tls is None and given is None and not url and not is_loopback(host)
    own = bool(tls) or implied or given is not None
    if given and tls is False:
        raise BadInput("--certificate is for TLS, and --no-tls is against it: leave one of them out.")
    if not own and url:
        return Facing(host=host, urls=(url,))
    if own and url and not environment.tls:
        raise BadInput(f"KENESH_URL says {url}, which is without TLS: set it to the https address, or do not set it.")
    if given:
        return _named(given, host=host, port=port, url=url)
    reached = reach(host=host)
    found = tuple(address_at(name=name, port=port, scheme="https" if own else "http") for name in reached.told)
    urls = tuple(dict.fromkeys((url, *found) if url else found))
    return Facing(host=host, urls=urls, hosts=reached.hosts, tls=own, implied=implied, found=not url)


def _named(given: Certificate, *, host: str, port: int, url: str) -> Facing:
    """Take the address from the certificate where none is set."""
    names = tuple(name for name in given.names if not name.startswith("*"))
    if not url and not names:
        raise BadInput(f"{given.path} names no one host: set KENESH_URL to the address people use.")
    urls = (url or address_at(name=names[0], port=port, scheme="https"),)
    return Facing(host=host, urls=urls, hosts=names, tls=True, found=not url, given=given)


def address_at(*, name: str, port: int, scheme: str) -> str:
    """Write an address; the usual port is left out."""
    shown = f"[{name}]" if ":" in name else name
    return f"{scheme}://{shown}" + ("" if port == USUAL[scheme] else f":{port}")


def _nameable(hosts: tuple[str, ...]) -> Iterator[str]:
    """Spell what Django answers to as a certificate does; it has no word for any name at all."""
    for host in hosts:
        if host.strip("*"):
            yield f"*{host}" if host.startswith(".") else host


def words(*, facing: Facing, certificate: Certificate | None) -> Iterator[str]:
    """Say what an operator has to know and to pass on."""
    if facing.implied:
        yield "Other machines come in here, and browsers give camera and microphone to https only: serving over TLS"
        yield "(--no-tls: without; --certificate, --certificate-key: with the certificate of an authority)."
    if facing.misnamed:
        yield f"The certificate is not for {urlsplit(facing.url).hostname}: browsers will not take it there."
    if certificate:
        yield from words_on(certificate=certificate)
    yield f"Kenesh is at {facing.url} (Ctrl-C ends it)."
    yield from (f"  also at {url}" for url in facing.urls[1:])
    if facing.found and not is_loopback(facing.host):
        yield f"For links made elsewhere on this machine (kenesh person invite): export KENESH_URL={facing.url}"
    if facing.without_camera:
        yield "There, browsers of other machines give neither camera nor microphone: that takes https (--tls)."


def words_on(*, certificate: Certificate) -> Iterator[str]:
    """Say what browsers will make of a certificate."""
    if certificate.vouched_for:
        yield f"The certificate {certificate.path} ends on {certificate.until:%Y-%m-%d}."
        return
    done = "A certificate was made" if certificate.made else "The certificate"
    yield f"{done}: {certificate.path}, until {certificate.until:%Y-%m-%d}."
    yield "No authority vouches for it, so browsers warn. Go on there if they show the same SHA-256 fingerprint:"
    yield f"  {certificate.fingerprint}"
