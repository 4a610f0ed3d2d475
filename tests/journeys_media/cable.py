"""A delegate at the end of a cable that can be pulled: a network of its own, joined to this machine by a veth pair."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from tests.journeys.site import COUNCIL, KENESH, PATIENCE, Site

HERE: Final = "10.77.0.1"
THERE: Final = "10.77.0.2"
IP, NSENTER, UNSHARE = (shutil.which(program) or "" for program in ("ip", "nsenter", "unshare"))
END: Final = f"kenesh{os.getpid() % 10_000}"  # a name of an interface has 15 letters at most


class NoNetworks(Exception):
    """This machine lets us have no network of our own; only root may join one to another."""


@dataclass
class Cable:
    """Process ``holder`` keeps the other network alive."""

    holder: int

    def pull(self) -> None:
        _ip("link", "set", END, "down")

    def plug_in(self) -> None:
        _ip("link", "set", END, "up")

    def inside(self, folder: Path, program: str) -> Path:
        """Write a program that runs another one at the far end."""
        script = folder / "inside"
        script.write_text(f'#!/bin/sh\nexec {NSENTER} --target {self.holder} --net {program} "$@"\n', "utf-8")
        script.chmod(0o755)
        return script


@contextmanager
def cable() -> Iterator[Cable]:
    """Lay a cable. Refused: NoNetworks."""
    if os.geteuid() != 0 or not (IP and NSENTER and UNSHARE):
        raise NoNetworks
    if subprocess.run([UNSHARE, "--net", "true"], check=False, capture_output=True).returncode:
        raise NoNetworks
    with subprocess.Popen([UNSHARE, "--net", "sleep", "infinity"]) as holder:
        try:
            _await_own_network(holder.pid)
            _ip("link", "add", END, "type", "veth", "peer", "name", "far", "netns", str(holder.pid))
            _ip("address", "add", f"{HERE}/24", "dev", END)
            _ip("link", "set", END, "up")
            for command in (("address", "add", f"{THERE}/24", "dev", "far"), ("link", "set", "far", "up")):
                subprocess.run([NSENTER, "--target", str(holder.pid), "--net", IP, *command], check=True)
            yield Cable(holder=holder.pid)
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

    @property
    def url(self) -> str:
        return f"http://{HERE}:{self.port}"

    def start(self) -> None:
        command = [*KENESH, "serve", "--host", HERE, "--port", str(self.port), "--demo-anywhere", "--quiet"]
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
def reached_site(folder: Path, port: int) -> Iterator[ReachedSite]:
    """Run a site with the founding council at this end."""
    site = ReachedSite(folder=folder, port=port)
    site.kenesh("migrate", "--quiet")
    site.kenesh("council", "load", str(COUNCIL))
    site.start()
    try:
        yield site
    finally:
        site.stop()
