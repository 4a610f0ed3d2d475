"""`kenesh` as an operator runs it: commands, and a server in a process of its own."""

import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from kenesh.sites.rehearsal.server import free_port

KENESH = [sys.executable, "-c", "from kenesh.sites.cli.main import main; main()"]
STARTED = 90  # seconds, on a machine that does other things too


@dataclass(frozen=True, kw_only=True)
class Server:
    """A site that is up, by its address on this machine."""

    url: str
    port: int
    said: Path

    @property
    def words(self) -> list[str]:
        """What it said on the way up."""
        return self.said.read_text("utf-8").splitlines()


def environment(folder: Path, **variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KENESH_")}
    return kept | {"KENESH_DATA": str(folder), "NO_COLOR": "1"} | variables


def kenesh(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [*KENESH, *arguments]
    return subprocess.run(command, env=environment(folder, **variables), capture_output=True, check=False, text=True)


@contextmanager
def serving(
    folder: Path, *arguments: str, scheme: str = "http", host: str = "127.0.0.1", **variables: str
) -> Iterator[Server]:
    """Serve from a folder until what stands inside is through; it must end in order."""
    port = free_port()
    command = [*KENESH, "serve", "--port", str(port), *arguments]
    server = Server(url=f"{scheme}://{host}:{port}", port=port, said=folder / f"said-{port}")
    with (
        server.said.open("w") as said,
        subprocess.Popen(command, env=environment(folder, **variables), stderr=said) as process,
    ):
        _wait_for(server, process)
        try:
            yield server
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0


def _wait_for(server: Server, process: "subprocess.Popen[bytes]") -> None:
    unchecked = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # whether it is up, not who it is
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    end = time.monotonic() + STARTED
    while time.monotonic() < end and process.poll() is None:
        try:
            httpx.get(f"{server.url}/", verify=unchecked, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    process.kill()
    raise AssertionError(server.said.read_text("utf-8"))
