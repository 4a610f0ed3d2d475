"""`kenesh serve` and `kenesh migrate`: the site, ready and running."""

import hashlib
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.text import Text

from kenesh.sites.cli.certificate import Certificate, given_certificate
from kenesh.sites.cli.facing import Facing, facing, words
from kenesh.sites.cli.open_files import allow_open_files
from kenesh.sites.cli.reach import is_loopback
from kenesh.sites.cli.refusals import BadInput, Missing
from kenesh.sites.cli.site import environment, site, start

Host = Annotated[str, typer.Option("--host", help="The address to listen on.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="The port to listen on.")]
Workers = Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes; more than one needs PostgreSQL.")]
Tls = Annotated[
    bool | None,
    typer.Option(
        "--tls/--no-tls",
        help="Serve https, with a certificate of the site's own unless one is given. Of itself where other machines "
        "come in and KENESH_URL is not set.",
        show_default=False,
    ),
]
Given = Annotated[
    Path | None,
    typer.Option("--certificate", metavar="FILE", help="An authority's certificate (PEM, its own first, then others)."),
]
GivenKey = Annotated[Path | None, typer.Option("--certificate-key", metavar="FILE", help="Its private key (PEM).")]
Anywhere = Annotated[bool, typer.Option("--demo-anywhere", help="Let a demo be reached from other machines.")]
Quietly = Annotated[bool, typer.Option("--quiet", help="Say nothing on the way up.")]

SECONDS_UNHEARD: Final = 20
BACKLOG: Final = 4096
SECONDS_TO_CLOSE: Final = 5  # streams never end by themselves
FINGERPRINT: Final = ".collected"


def migrate(*, quiet: Quietly = False) -> None:
    """Bring the database up to this release; nothing happens if it is."""
    with site():
        _migrate(quiet=quiet)


def serve(
    *,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = 1,
    tls: Tls = None,
    certificate: Given = None,
    certificate_key: GivenKey = None,
    demo_anywhere: Anywhere = False,
    quiet: Quietly = False,
) -> None:
    """Serve the site, after bringing the database and the files up to this release.

    Settings come from the environment (KENESH_URL, KENESH_DATA, KENESH_DATABASE_URL …). On the internet, put a proxy
    with TLS in front, on this machine, and set KENESH_URL to the public address. In an office's network, --host 0.0.0.0
    is enough: it serves https with a certificate made in KENESH_DATA/tls, and says what browsers will show of it.
    """
    now = datetime.now(tz=UTC)
    given = _given(certificate, certificate_key, now)
    ours = environment()
    faced = facing(host=host, port=port, tls=tls, given=given, environment=ours)
    faced.settle(environment=ours)
    start()
    _refuse_unsafe(host=host, workers=workers, demo_anywhere=demo_anywhere)
    served = faced.certificate(environment=ours, now=now)
    with site():
        _migrate(quiet=quiet)
    _collect(quiet=quiet)
    _run(faced, served, port=port, workers=workers, quiet=quiet)


def _given(certificate: Path | None, key: Path | None, now: datetime) -> Certificate | None:
    if certificate and key:
        return given_certificate(path=certificate, key=key, now=now)
    if certificate or key:
        raise BadInput("--certificate and --certificate-key go together: the certificate, and the key it belongs to.")
    return None


def _refuse_unsafe(*, host: str, workers: int, demo_anywhere: bool) -> None:
    from django.conf import settings  # noqa: PLC0415 -- Django must be set up first
    from django.db import connection  # noqa: PLC0415 -- likewise

    if workers > 1 and connection.vendor == "sqlite":
        raise BadInput(
            "Several workers need PostgreSQL: SQLite has no way to tell another process what happened.\n"
            "Set KENESH_DATABASE_URL=postgresql://…, or serve with one worker."
        )
    if settings.DEMO and not demo_anywhere and not is_loopback(host):
        raise BadInput(
            f"This is a demo (KENESH_DEMO): whoever reaches it may take any seat, and others reach {host}.\n"
            "Listen on 127.0.0.1, or say --demo-anywhere."
        )


def _migrate(*, quiet: bool) -> None:
    from django.core.management import call_command  # noqa: PLC0415 -- Django must be set up first
    from django.db import connection  # noqa: PLC0415 -- likewise
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 -- likewise

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        _say("The database is up to date.", quiet=quiet)
        return
    _say(f"Bringing the database up to date: {len(waiting)} steps …", quiet=quiet)
    call_command("migrate", interactive=False, verbosity=0)


def _collect(*, quiet: bool) -> None:
    """Hash and compress the static files where they have changed since the last start."""
    from django.conf import settings  # noqa: PLC0415 -- Django must be set up first
    from django.core.management import call_command  # noqa: PLC0415 -- likewise

    kept = Path(settings.STATIC_ROOT) / FINGERPRINT
    fingerprint = _fingerprint()
    if kept.is_file() and kept.read_text("ascii") == fingerprint:
        return
    _say("Preparing the files of the pages …", quiet=quiet)
    try:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        kept.write_text(fingerprint, "ascii")
    except OSError as error:
        raise Missing(f"{error.filename}: {error.strerror} (KENESH_STATIC names the folder)") from None


def _fingerprint() -> str:
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415 -- Django must be set up first

    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            found.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return found.hexdigest()


def _run(faced: Facing, served: Certificate | None, *, port: int, workers: int, quiet: bool) -> None:
    import uvicorn  # noqa: PLC0415 -- only this command serves
    from django.conf import settings  # noqa: PLC0415 -- Django must be set up first

    for line in words(facing=faced, certificate=served):
        _say(line, quiet=quiet)
    if settings.DEMO:
        _say(f"A link for every seat of the demo: {faced.url}/demo/", quiet=quiet)
    allow_open_files()
    listening = _listening(host=faced.host, port=port)
    uvicorn.run(
        "kenesh.sites.asgi:application",
        fd=listening.fileno(),
        workers=workers,
        lifespan="on",
        ws="none",
        access_log=False,  # addresses of invitations are secrets
        log_config=settings.LOGGING,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_CLOSE,
        ssl_certfile=served.path if served else None,
        ssl_keyfile=served.key if served else None,
    )


def _listening(*, host: str, port: int) -> socket.socket:
    """Listen; what is set here holds for every connection."""
    try:
        listening = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=BACKLOG
        )
    except OSError as error:
        raise Missing(f"Cannot listen on {host}, port {port}: {error.strerror}") from None
    # An answer's head and body go out one by one: the second must not wait a 25th of a second until the first has come.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # A network that is gone says no goodbye, and a seat would stay present. On Linux, a connection that does not
    # acknowledge what it was sent, a heartbeat at the latest, is over.
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SECONDS_UNHEARD * 1000)
    return listening


def _say(message: str, *, quiet: bool) -> None:
    if not quiet:
        Console(stderr=True).print(Text(message), soft_wrap=True)
