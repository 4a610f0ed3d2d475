"""A PostgreSQL of one's own for a bench or a test: started in an empty folder, stopped and removed at the end."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

# Durability is of no use in a cluster that is removed at the end; a bench that measures commits asks for it.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
MOST_CONNECTIONS = 300


class NoPostgres(Exception):
    """PostgreSQL's programs are not on this machine, or do not start; says what helps."""

    def __init__(self, reason: str = "PostgreSQL is not installed here. On Debian: apt-get install postgresql") -> None:
        super().__init__(reason)


@contextmanager
def throwaway_postgres(*, durable: bool = False, below: Path | None = None) -> Iterator[str]:
    """Yield the URL of an empty database; with `durable`, commits reach the disk as they would in service.

    It is kept `below` a folder, or where temporary files are.
    """
    programs = postgres_programs()
    folder = Path(tempfile.mkdtemp(prefix="kenesh-postgres-", dir=below))
    try:
        with ExitStack() as stack:
            try:
                url = stack.enter_context(_running(programs=programs, folder=folder, durable=durable))
            except subprocess.CalledProcessError:
                raise NoPostgres(f"PostgreSQL does not start in {folder.parent}: can its user enter there?") from None
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def postgres_programs() -> Path:
    """The folder with `initdb` and `postgres`, the newest release first; Debian keeps it off the PATH."""
    releases = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_release, reverse=True)
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for folder in folders + releases:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres


def _release(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0.0


@contextmanager
def _running(*, programs: Path, folder: Path, durable: bool) -> Iterator[str]:
    owner = _owner()
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    password, port = secrets.token_hex(16), _free_port()
    _initialize(programs=programs, folder=folder, owner=owner, password=password)
    control = [str(programs / "pg_ctl"), "-D", str(folder / "data"), "-w", "-t", "60"]
    log = folder / "log"
    _run([*control, "-l", str(log), "-o", _options(folder=folder, port=port, durable=durable), "start"], owner=owner)
    try:
        yield f"postgresql://kenesh:{password}@127.0.0.1:{port}/postgres"
    finally:
        # pg_ctl reads the cluster's own pid file: it can only ever stop this one.
        _run([*control, "-m", "immediate", "stop"], owner=owner)


def _initialize(*, programs: Path, folder: Path, owner: pwd.struct_passwd | None, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password)
    secret.chmod(0o600)
    if owner:
        os.chown(secret, owner.pw_uid, owner.pw_gid)
    command = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "kenesh", "-E", "UTF8", "--locale=C.UTF-8"]
    _run([*command, "--no-sync", "--auth=scram-sha-256", f"--pwfile={secret}"], owner=owner)


def _options(*, folder: Path, port: int, durable: bool) -> str:
    settings = [
        f"port={port}",
        "listen_addresses=127.0.0.1",
        f"unix_socket_directories={folder}",
        f"max_connections={MOST_CONNECTIONS}",
        *(() if durable else FAST),
    ]
    return " ".join(f"-c {setting}" for setting in settings)


def _owner() -> pwd.struct_passwd | None:
    """Whom the cluster belongs to: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres


def _run(command: list[str], *, owner: pwd.struct_passwd | None) -> None:
    subprocess.run(
        command,
        check=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PGTZ": "UTC"},
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
    )


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
