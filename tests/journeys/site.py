"""A site as an operator runs it: `kenesh serve` in a process of its own, and each seat's way in over HTTP."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

KENESH: Final = (sys.executable, "-c", "from kenesh.sites.cli.main import main; main()")
COUNCIL: Final = Path(__file__).parents[2] / "data" / "turkic-council.yaml"
SLUG: Final = "turkic-council"
PATIENCE: Final = 90  # seconds to start, on a machine that does other things too
SEATS: Final = ("AZ", "KZ", "KG", "TR", "UZ", "HU", "SEC")
TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
MEETING: Final[dict[str, Any]] = {
    "title_en": "Video-conference of the heads of migration authorities",
    "title_kk": "Көші-қон органдары басшыларының бейнеконференциясы",
    "agenda_en": "Opening | 10\nExchange of information | 60\nWorking group",
    "agenda_kk": "Ашылуы | 10\nАқпарат алмасу | 60\nЖұмыс тобы",
    "starts_at": "2020-05-07T12:00",
    "time_zone": "Asia/Baku",
    "seats": list(SEATS),
    "spoken": ["en", "az", "kk", "ky", "tr", "uz", "hu"],
    "chair": "AZ",
    "rule_profile": "turkic-council",
}
PROPOSAL: Final = {
    "language": "en",
    "title": "Working group",
    "paragraphs": "Establish a working group.\n\nLet it meet.",
    "establishes": "on",
    "body_name": "Migration Coordination Group",
    "body_mandate": "To go on with the discussions.",
}


@dataclass
class Site:
    """One folder, one port, one server at a time; ended by its own pid."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def kenesh(self, *arguments: str) -> str:
        command = [*KENESH, *arguments]
        done = subprocess.run(command, env=self._environment(), check=True, capture_output=True, text=True)
        return done.stdout

    def start(self) -> None:
        command = [*KENESH, "serve", "--port", str(self.port), "--quiet"]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=self._environment(), stdout=log, stderr=log)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                httpx.get(self.url, trust_env=False)
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
        self.stop()
        raise AssertionError(self.said())

    def said(self) -> str:
        """Return the server's last words."""
        return (self.folder / "server.log").read_text("utf-8")[-2000:]

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def invitation(self, *, seat: str, email: str) -> str:
        self.kenesh("person", "add", "--council", SLUG, "--seat", seat, "--email", email, "--office", "Chief")
        link: str = json.loads(self.kenesh("person", "invite", email, "--json"))["link"]
        return link

    def links(self) -> dict[str, str]:
        """Return the demo's links, each of which signs in for a seat."""
        answer = httpx.get(f"{self.url}/demo/links.json", trust_env=False)
        assert answer.status_code == httpx.codes.OK, self.said()
        found: dict[str, str] = answer.json()["seats"]
        return found

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KENESH_", "DJANGO_"))}
        own = {
            "KENESH_DATA": str(self.folder),
            "KENESH_URL": self.url,
            "KENESH_DEMO": "1",
            "KENESH_LOG_LEVEL": "WARNING",
        }
        return kept | own | {"NO_COLOR": "1"}


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """Run a site with the founding council from an empty folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        site = Site(folder=folder, port=free.getsockname()[1])
    site.kenesh("migrate", "--quiet")
    site.kenesh("council", "load", str(COUNCIL))
    site.start()
    try:
        yield site
    finally:
        site.stop()


@dataclass
class Room:
    """A meeting, and programs that act in it for its seats."""

    site: Site
    number: int
    texts: dict[str, str] = field(default_factory=dict)
    clients: dict[str, httpx.Client] = field(default_factory=dict)

    @property
    def symbol(self) -> str:
        return f"TC/MIG/2020/{self.number}"

    @property
    def path(self) -> str:
        return f"/{SLUG}/meetings/{self.symbol.lower().replace('/', '-')}/"

    @property
    def url(self) -> str:
        return f"{self.site.url}{self.path}room/"

    def convene(self, **changes: Any) -> None:
        address = f"/{SLUG}/meetings/convene/"
        answer = self._post("SEC", address, MEETING | self.texts | {"symbol": self.symbol} | changes)
        assert answer.status_code == httpx.codes.FOUND, answer.text

    def open(self, *present: str, **changes: Any) -> None:
        """Convene and open, with these seats marked present."""
        self.convene(**changes)
        for seat in present or SEATS:
            self.do("SEC", "mark_present", seat=seat)
        self.do("AZ", "open_meeting")

    def do(self, by: str, act: str, /, **fields: Any) -> dict[str, Any]:
        answer = self.act(by, act, **fields)
        assert answer.status_code == httpx.codes.OK, answer.text
        done: dict[str, Any] = answer.json()
        return done

    def act(self, by: str, act: str, /, **fields: Any) -> httpx.Response:
        address = f"{self.path}acts/{act.replace('_', '-')}/"
        return self._post(by, address, fields, {"Accept": "application/json"})

    def send(self, by: str, name: str, /, **fields: Any) -> None:
        """Send a form of a page below the meeting's; bytes are a file in it."""
        texts = {key: value for key, value in fields.items() if not isinstance(value, bytes)}
        files = {key: ("note.txt", value) for key, value in fields.items() if isinstance(value, bytes)}
        answer = self._post(by, self.path + name, texts, files=files)
        assert answer.status_code == httpx.codes.FOUND, answer.text

    def page(self, by: str, name: str = "room/") -> str:
        return self.client(by).get(self.path + name).raise_for_status().text

    def client(self, seat: str) -> httpx.Client:
        if seat not in self.clients:
            client = httpx.Client(base_url=self.site.url, trust_env=False, timeout=30)
            client.get(self.site.links()[seat], follow_redirects=True).raise_for_status()
            self.clients[seat] = client
        return self.clients[seat]

    def _post(
        self,
        by: str,
        address: str,
        fields: dict[str, Any],
        headers: dict[str, str] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
    ) -> httpx.Response:
        client = self.client(by)
        found = TOKEN.search(client.get("/").text)
        assert found, "no form on the first page"
        return client.post(address, data=fields | {"csrfmiddlewaretoken": found[1]}, headers=headers, files=files)

    def close(self) -> None:
        for client in self.clients.values():
            client.close()
