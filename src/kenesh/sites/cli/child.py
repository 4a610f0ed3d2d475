"""A site of a bench's or a drill's own: a real `kenesh serve` on the loopback, started, killed and started again."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from kenesh.sites.rehearsal.server import (
    KENESH,
    KEPT,
    LOOPBACK,
    ServerFails,
    free_port,
    one_at_a_time,
    static_folder,
)

SECONDS_TO_START: Final = 120
SECONDS_TO_END: Final = 15
LOOK: Final = 0.05
LAST_WORDS: Final = 15


@dataclass
class ChildSite:
    """A folder, a database and a port; whatever is started here is ended here, by its own process group."""

    folder: Path
    database_url: str = ""
    workers: int = 1
    port: int = field(default_factory=free_port)
    _child: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def environment(self) -> Mapping[str, str]:
        """Give nothing of the operator's own site: neither its database nor its keys."""
        kept = {name: value for name in KEPT if (value := os.environ.get(name)) is not None}
        own = {
            "KENESH_DATA": str(self.folder),
            "KENESH_STATIC": str(static_folder(otherwise=self.folder)),
            "KENESH_DATABASE_URL": self.database_url,
            "KENESH_URL": self.address,
            "KENESH_DEMO": "1",
            "KENESH_LOG_LEVEL": "WARNING",
        }
        return kept | own

    def prepare(self, *, council: Mapping[str, Any]) -> None:
        """Make the database and load the council."""
        path = self.folder / "council.yaml"
        path.write_text(json.dumps(council), "utf-8")
        self.run("migrate", "--quiet")
        self.run("council", "load", str(path))

    def run(self, *command: str) -> str:
        """Run a command on the site's database and return what it says; what it tells meanwhile is shown."""
        done = subprocess.run(
            [*KENESH, *command],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ServerFails(f"`kenesh {' '.join(command)}` ended with {done.returncode}")
        return done.stdout

    def come_up(self) -> None:
        """Start the server and wait until it answers; of several on this machine, one prepares the pages' files."""
        with one_at_a_time(static_folder(otherwise=self.folder)):
            self.start()
            self.wait()

    def start(self) -> None:
        """Start the server, in a session of its own: Ctrl-C ends the drill, which then ends its server."""
        command = ("serve", "--host", LOOPBACK, "--port", str(self.port), "--workers", str(self.workers), "--quiet")
        with self._log.open("ab") as out:
            self._child = subprocess.Popen(
                [*KENESH, *command],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    @property
    def is_up(self) -> bool:
        """Whether it answers. Refused: ServerFails where it ended by itself."""
        if self._child is None or _has_ended(self._child):
            raise ServerFails(f"the site ended by itself:\n{self.last_words}")
        try:
            return httpx.get(f"{self.address}/keys/record.pub", timeout=5, trust_env=False).is_success
        except httpx.TransportError:
            return False

    def wait(self) -> None:
        """Wait until it answers."""
        until = time.monotonic() + SECONDS_TO_START
        while not self.is_up:
            if time.monotonic() > until:
                raise ServerFails(f"the site did not answer within {SECONDS_TO_START} seconds:\n{self.last_words}")
            time.sleep(LOOK)

    def kill(self) -> None:
        """End it as a failing machine would: no signal that it could answer, workers included."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self._child is None:
            return
        child, self._child = self._child, None
        # The child leads its group, and stays unburied until the whole group is gone: its number is given to no other.
        os.killpg(child.pid, number)
        until = time.monotonic() + SECONDS_TO_END
        while time.monotonic() < until and not _has_ended(child):
            time.sleep(LOOK / 5)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()

    @property
    def last_words(self) -> str:
        """The end of its log."""
        if not self._log.exists():
            return ""
        return "\n".join(self._log.read_text("utf-8", "replace").splitlines()[-LAST_WORDS:])

    @property
    def _log(self) -> Path:
        return self.folder / "server.log"


@contextmanager
def served(site: ChildSite) -> Iterator[ChildSite]:
    """Serve, and end it whatever happens."""
    try:
        site.come_up()
        yield site
    finally:
        site.stop()


def _has_ended(child: subprocess.Popen[bytes]) -> bool:
    """Ask without burying it."""
    return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
