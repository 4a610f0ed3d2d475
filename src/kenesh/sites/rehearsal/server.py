"""A council site of the rehearsal's own: a child process on a free port, with a folder and a database of its own."""

from __future__ import annotations

import fcntl
import hashlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

KENESH: Final = (sys.executable, "-c", "from kenesh.sites.cli.main import main; main()")
LOOPBACK: Final = "127.0.0.1"
SECONDS_TO_START: Final = 120
SECONDS_TO_END: Final = 15
LAST_WORDS: Final = 15  # lines of the log shown when a child fails
KEPT: Final = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "SYSTEMROOT",
    "VIRTUAL_ENV",
    "PYTHONPATH",
    "COVERAGE_PROCESS_START",
)


class ServerFails(Exception):
    """The site of one's own did not come up; says what it said last."""


class PortTaken(ServerFails):
    """Something else listens on the port."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnServer:
    """A site that is up."""

    address: str
    log: Path
    child: subprocess.Popen[bytes]

    @property
    def is_up(self) -> bool:
        """Whether it still is."""
        return self.child.poll() is None

    @property
    def last_words(self) -> str:
        """The end of its log."""
        return _last_words(self.log)


@contextmanager
def own_server(
    *, folder: Path, council: Path, tell: Callable[[str], None], host: str = LOOPBACK, port: int = 0
) -> Iterator[OwnServer]:
    """Serve a council from an empty database in ``folder`` and yield the site; ended by its own pid."""
    port = port or free_port()
    refuse_taken(host=host, port=port)
    static = static_folder(otherwise=folder)
    site = f"http://{LOOPBACK if host in {'0.0.0.0', '::'} else host}:{port}"  # noqa: S104 -- compared, not listened on
    environment = _environment(folder=folder, site=site, static=static)
    log = folder / "server.log"
    for step, command in (
        ("Making an empty database …", ("migrate", "--quiet")),
        ("Loading the council …", ("council", "load", str(council))),
    ):
        tell(step)
        _run(command, environment=environment, log=log)
    anywhere = () if host in {LOOPBACK, "localhost"} else ("--demo-anywhere",)
    tell("Starting the site … (the first time its files are prepared, which takes a while)")
    with one_at_a_time(static):
        child = _start(("serve", "--host", host, "--port", str(port), "--quiet", *anywhere), environment, log)
        _ended_unless_up(site, child, log)
    try:
        yield OwnServer(address=site, log=log, child=child)
    finally:
        _end(child)


@contextmanager
def server_for_others(*, folder: Path, address: str, host: str, port: int) -> Iterator[OwnServer]:
    """Serve again what one's own server has left in ``folder``: over TLS, to other machines, at this address."""
    refuse_taken(host=host, port=port)
    environment = _environment(folder=folder, site=address, static=static_folder(otherwise=folder))
    log = folder / "server.log"
    command = ("serve", "--host", host, "--port", str(port), "--tls", "--demo-anywhere", "--quiet")
    child = _start(command, environment, log)
    _ended_unless_up(address, child, log, trusted=folder / "tls" / "certificate.pem")
    try:
        yield OwnServer(address=address, log=log, child=child)
    finally:
        _end(child)


def free_port() -> int:
    """Return a port of the loopback that nothing listens on now."""
    with socket.socket() as listening:
        listening.bind((LOOPBACK, 0))
        port: int = listening.getsockname()[1]
        return port


def refuse_taken(*, host: str, port: int) -> None:
    """Refuse a port that something else listens on."""
    if not is_free(host=host, port=port):
        raise PortTaken(f"Port {port} of {host} is in use: end what listens there, or choose another with --port.")


def is_free(*, host: str, port: int) -> bool:
    """Tell whether nothing listens on a port."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError:
            return False
        return True


def static_folder(*, otherwise: Path) -> Path:
    """Return where the files of the pages are kept from one rehearsal to the next: preparing them takes longest."""
    installed = hashlib.sha256(str(Path(__file__).parents[2]).encode()).hexdigest()[:12]
    try:
        kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kenesh" / installed / "static"
        kept.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # no home, or none that can be written to
        return otherwise / "static"
    return kept


@contextmanager
def one_at_a_time(static: Path) -> Iterator[None]:
    """Let of several servers starting together one prepare the files; the others then find them ready."""
    static.parent.mkdir(parents=True, exist_ok=True)
    with (static.parent / "starting.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _environment(*, folder: Path, site: str, static: Path) -> dict[str, str]:
    """Give the child nothing of the operator's own site: neither its database nor its keys."""
    kept: Mapping[str, str] = {name: value for name in KEPT if (value := os.environ.get(name)) is not None}
    own = {"DATA": str(folder), "STATIC": str(static), "URL": site, "DEMO": "1", "LOG_LEVEL": "WARNING"}
    return {**kept, **{f"KENESH_{name}": value for name, value in own.items()}, "PYTHONUNBUFFERED": "1"}


def _run(command: tuple[str, ...], *, environment: Mapping[str, str], log: Path) -> None:
    with log.open("ab") as out:
        done = subprocess.run(
            [*KENESH, *command], env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False
        )
    if done.returncode:
        raise ServerFails(f"`kenesh {' '.join(command)}` ended with {done.returncode}:\n{_last_words(log)}")


def _start(command: tuple[str, ...], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start the child in a session of its own: Ctrl-C ends the rehearsal, which then ends its server."""
    with log.open("ab") as out:
        return subprocess.Popen(
            [*KENESH, *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


def _ended_unless_up(site: str, child: subprocess.Popen[bytes], log: Path, *, trusted: Path | None = None) -> None:
    try:
        _await(site, child, log, trusted)
    except BaseException:
        _end(child)
        raise


def _await(site: str, child: subprocess.Popen[bytes], log: Path, trusted: Path | None) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        if child.poll() is not None:
            raise ServerFails(f"the site ended with {child.returncode} instead of coming up:\n{_last_words(log)}")
        try:
            verify = ssl.create_default_context(cafile=trusted) if trusted else True
            if httpx.get(f"{site}/", timeout=5, trust_env=False, verify=verify).status_code == httpx.codes.OK:
                return
        except (httpx.TransportError, FileNotFoundError):  # the latter: its certificate is not made yet
            pass
        time.sleep(0.1)
    raise ServerFails(f"the site did not answer within {SECONDS_TO_START} seconds:\n{_last_words(log)}")


def _last_words(log: Path) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-LAST_WORDS:])


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
