"""What `kenesh bench fanout` sets up: two servers, alike in loop and parser, and a public meeting in session."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import urlsplit

import httpx

from kenesh.sites.cli.refusals import Missing
from kenesh.sites.cli.shipped import shipped
from kenesh.sites.rehearsal.client import SiteFails
from kenesh.sites.rehearsal.links import ask_links
from kenesh.sites.rehearsal.server import KENESH, KEPT, LOOPBACK, free_port

COUNCIL: Final = "turkic-council"
SEATS: Final = ("AZ", "KZ", "KG", "TR", "UZ", "HU", "SEC")
MEETING: Final = {
    "symbol": "TC/BENCH/2020/1",
    "title_en": "Meeting of the bench",
    "agenda_en": "Opening | 10\nExchange of information | 60\nWorking group",
    "starts_at": "2020-05-07T12:00",
    "time_zone": "Asia/Baku",
    "chair": "AZ",
    "rule_profile": "turkic-council",
    "open_to_public": "on",
}
SECONDS_TO_START: Final = 60
SAME: Final = ("--loop", "uvloop", "--http", "httptools", "--lifespan", "on", "--no-access-log", "--backlog", "4096")

_LINE: Final = re.compile(r'data-seq="([0-9]+)"')
_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Seat:
    """A seat's browser, reduced to what a bench needs of it."""

    def __init__(self, *, site: str, code: str) -> None:
        self.site = site
        self.http = httpx.Client(follow_redirects=True, trust_env=False, timeout=30, headers={"Referer": site})
        self.http.get(ask_links(site=site, council=COUNCIL).link(code)).raise_for_status()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    @property
    def cookies(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())

    def take_token(self, page: str) -> None:
        found = _TOKEN.search(self.http.get(f"{self.site}/{COUNCIL}/meetings/{page}").raise_for_status().text)
        if found is None:
            raise SiteFails(f"{page} has no form")
        self.token = found[1]

    def post(self, page: str, **form: Any) -> httpx.Response:
        sent = {**form, "csrfmiddlewaretoken": self.token}
        address = f"{self.site}/{COUNCIL}/meetings/{page}"
        return self.http.post(address, data=sent, headers={"Accept": "application/json"}).raise_for_status()

    def act(self, slug: str, name: str, **form: Any) -> int:
        return int(self.post(f"{slug}/acts/{name}/", **form).json()["seq"])


@contextmanager
def kenesh(*, folder: Path) -> Iterator[str]:
    """Serve a site of its own, with the council that ships with Kenesh."""
    port = free_port()
    site = f"http://{LOOPBACK}:{port}"
    own = {"KENESH_DATA": str(folder), "KENESH_URL": site, "KENESH_DEMO": "1", "KENESH_LOG_LEVEL": "WARNING"}
    environment = _kept() | own
    for command in (("migrate", "--quiet"), ("council", "load", str(shipped(path=f"data/{COUNCIL}.yaml")))):
        done = subprocess.run([*KENESH, *command], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(f"`kenesh {' '.join(command)}` ended with {done.returncode}:\n{done.stderr}")
    with _serving("kenesh.sites.cli.bench.site:application", port=port, environment=environment):
        yield site


@contextmanager
def yardstick(*, application: str) -> Iterator[str]:
    """Serve something bare that does the same, on the same server, loop and parser."""
    if find_spec("starlette") is None:
        raise Missing("The yardstick of this bench is Starlette: pip install starlette")
    port = free_port()
    with _serving(application, port=port, environment=_kept()):
        yield f"http://{LOOPBACK}:{port}"


def open_meeting(*, site: str) -> tuple[str, int]:
    """Bring a public meeting into session with a full table, and return its slug and the line it stands at."""
    with ExitStack() as stack:
        seats = {code: stack.enter_context(Seat(site=site, code=code)) for code in SEATS}
        seats["SEC"].take_token("convene/")
        seats["SEC"].post("convene/", **MEETING, seats=list(SEATS), spoken=["en"])
        slug = MEETING["symbol"].lower().replace("/", "-")
        for seat in seats.values():
            seat.take_token(f"{slug}/room/")
        for code in SEATS:
            seats["SEC"].act(slug, "mark-present", seat=code)
        seats["AZ"].act(slug, "open-meeting")
        for code in ("TR", "HU"):
            seats[code].act(slug, "request-floor", kind="statement")
        return slug, seats["UZ"].act(slug, "request-floor", kind="statement")


@contextmanager
def delegates(*, site: str, slug: str, head: int) -> Iterator[int]:
    """Let a delegate of every seat follow the room at their desk, and yield the line at which all of them are there."""
    with ExitStack() as stack:
        seats = [stack.enter_context(Seat(site=site, code=code)) for code in SEATS]
        threads = stack.enter_context(ThreadPoolExecutor(len(seats)))
        for seat in seats:
            following = stack.enter_context(_following(seat, f"/{COUNCIL}/meetings/{slug}/room/stream/?after={head}"))
            stack.callback(following.shutdown, socket.SHUT_RDWR)
            threads.submit(_read_on, following)
        yield _line_reached(seats[0], slug, wanted=head + len(seats))


def acts(*, site: str, slug: str) -> list[dict[str, Any]]:
    """Return two acts of a seat that can be done in turn for ever: it asks for the floor, and thinks better of it."""
    with Seat(site=site, code="KZ") as seat:
        seat.take_token(f"{slug}/room/")
        cookies = seat.cookies
    headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
    body = f"kind=statement&csrfmiddlewaretoken={seat.token}"
    base = f"/{COUNCIL}/meetings/{slug}/acts"
    return [
        {"path": f"{base}/{name}/", "body": body, "headers": headers} for name in ("request-floor", "withdraw-request")
    ]


def _following(seat: Seat, address: str) -> socket.socket:
    server = urlsplit(seat.site)
    following = socket.create_connection((server.hostname or "", server.port or 0))
    head = f"GET {address} HTTP/1.1\r\nHost: {server.netloc}\r\nAccept-Language: en\r\nCookie: {seat.cookies}\r\n\r\n"
    following.sendall(head.encode())
    return following


def _read_on(following: socket.socket) -> None:
    while following.recv(1 << 16):
        pass


def _line_reached(seat: Seat, slug: str, *, wanted: int) -> int:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        page = seat.http.get(f"{seat.site}/{COUNCIL}/meetings/{slug}/room/").raise_for_status().text
        found = _LINE.search(page)
        if found and int(found[1]) >= wanted:
            return int(found[1])
        time.sleep(0.1)
    raise SiteFails("the delegates were not recorded as present")


def _kept() -> dict[str, str]:
    return {name: value for name in KEPT if (value := os.environ.get(name)) is not None}


@contextmanager
def _serving(application: str, *, port: int, environment: Mapping[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "uvicorn", application, "--host", LOOPBACK, "--port", str(port), *SAME]
    child = subprocess.Popen(
        [*command, "--log-level", "warning", "--timeout-graceful-shutdown", "1"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await(application, child, port)
        yield
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(SECONDS_TO_START)


def _await(application: str, child: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and child.poll() is None:
        try:
            httpx.get(f"http://{LOOPBACK}:{port}/", timeout=5, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise Missing(f"{application} did not come up")
