"""A delegate at the end of a cable that can be pulled: a network of its own, joined to this machine by a veth pair.

Where nobody may lay one, the process through which the delegate's browser reaches any network stands still instead.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import httpx
import psutil
from playwright.sync_api import BrowserContext

from tests.journeys.site import COUNCIL, KENESH, PATIENCE, Site

BESIDE: Final = os.getpid() % 250  # another run on this machine has laid a cable of its own
HERE: Final = f"10.77.{BESIDE}.1"
THERE: Final = f"10.77.{BESIDE}.2"
IP, NSENTER, UNSHARE = (shutil.which(program) or "" for program in ("ip", "nsenter", "unshare"))
CARRIER: Final = "network.mojom.NetworkService"
END: Final = f"kenesh{os.getpid() % 10_000}"  # a name of an interface has 15 letters at most


class Cable(Protocol):
    """What joins the delegate's browser to the site, which listens ``here``."""

    here: str

    def inside(self, folder: Path, program: str) -> Path:
        """Write a program that runs another one at the far end."""
        ...

    def pull(self, far: BrowserContext) -> None: ...

    def plug_in(self, far: BrowserContext) -> None: ...


@dataclass
class Veth:
    """Process ``holder`` keeps the other network alive."""

    holder: int
    here: str = HERE

    def pull(self, far: BrowserContext) -> None:  # noqa: ARG002 -- the other kind needs it
        _ip("link", "set", END, "down")

    def plug_in(self, far: BrowserContext) -> None:  # noqa: ARG002 -- likewise
        _ip("link", "set", END, "up")

    def inside(self, folder: Path, program: str) -> Path:
        """Write a program that runs another one at the far end."""
        script = folder / "inside"
        script.write_text(f'#!/bin/sh\nexec {NSENTER} --target {self.holder} --net {program} "$@"\n', "utf-8")
        script.chmod(0o755)
        return script


@dataclass
class StandStill:
    """The browser writes its number to ``number``; of its processes, one carries all that goes over a network."""

    number: Path
    here: str = "127.0.0.1"

    def pull(self, far: BrowserContext) -> None:
        far.set_offline(True)  # else only the silence of the next three heartbeats would tell
        self._carrier().send_signal(signal.SIGSTOP)

    def plug_in(self, far: BrowserContext) -> None:
        self._carrier().send_signal(signal.SIGCONT)
        far.set_offline(False)

    def inside(self, folder: Path, program: str) -> Path:
        script = folder / "inside"
        script.write_text(f'#!/bin/sh\necho $$ > {self.number}\nexec {program} "$@"\n', "utf-8")
        script.chmod(0o755)
        return script

    def _carrier(self) -> psutil.Process:
        browser = psutil.Process(int(self.number.read_text("utf-8")))
        return next(one for one in browser.children(recursive=True) if CARRIER in " ".join(one.cmdline()))


@contextmanager
def cable(folder: Path) -> Iterator[Cable]:
    """Lay a cable, or what comes nearest to one."""
    if _may_have_networks():
        with _veth() as laid:
            yield laid
    else:
        yield StandStill(number=folder / "number")


def _may_have_networks() -> bool:
    if os.geteuid() != 0 or not (IP and NSENTER and UNSHARE):
        return False
    return not subprocess.run([UNSHARE, "--net", "true"], check=False, capture_output=True).returncode


@contextmanager
def _veth() -> Iterator[Veth]:
    with subprocess.Popen([UNSHARE, "--net", "sleep", "infinity"]) as holder:
        try:
            _await_own_network(holder.pid)
            _ip("link", "add", END, "type", "veth", "peer", "name", "far", "netns", str(holder.pid))
            _ip("address", "add", f"{HERE}/24", "dev", END)
            _ip("link", "set", END, "up")
            for command in (("address", "add", f"{THERE}/24", "dev", "far"), ("link", "set", "far", "up")):
                subprocess.run([NSENTER, "--target", str(holder.pid), "--net", IP, *command], check=True)
            yield Veth(holder=holder.pid)
        finally:
            holder.terminate()  # with its network goes the cable


def _ip(*words: str) -> None:
    subprocess.run([IP, *words], check=True, capture_output=True)


def _await_own_network(pid: int) -> None:
    ours = Path("/proc/self/ns/net").readlink()
    while Path(f"/proc/{pid}/ns/net").readlink() == ours:
        time.sleep(0.01)


@dataclass
class ReachedSite(Site):
    """A site that the far end of the cable reaches."""

    here: str = HERE

    @property
    def url(self) -> str:
        return f"http://{self.here}:{self.port}"

    def start(self) -> None:
        command = [*KENESH, "serve", "--host", self.here, "--port", str(self.port), "--demo-anywhere", "--quiet"]
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


@contextmanager
def reached_site(folder: Path, *, here: str) -> Iterator[ReachedSite]:
    """Run a site with the founding council at this end."""
    with socket.socket() as free:
        free.bind((here, 0))
        port = free.getsockname()[1]
    site = ReachedSite(folder=folder, port=port, here=here)
    site.kenesh("migrate", "--quiet")
    site.kenesh("council", "load", str(COUNCIL))
    site.start()
    try:
        yield site
    finally:
        site.stop()
