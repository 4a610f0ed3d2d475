"""`kenesh bench acts`: acts in a large meeting, beside the bare commits of the same database."""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import httpx
import typer
from rich.console import Console
from rich.table import Table

from kenesh.sites.cli import crowd, delegates
from kenesh.sites.cli.child import ChildSite, served
from kenesh.sites.cli.ending import ended_in_order
from kenesh.sites.cli.refusals import Missing
from kenesh.sites.cli.site import site as this_site
from kenesh.sites.cli.throwaway import NoPostgres, throwaway_postgres
from kenesh.sites.rehearsal.client import SiteFails
from kenesh.sites.rehearsal.server import ServerFails

PAGES: Final = 15


class Database(StrEnum):
    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"
    BOTH = "both"


Seats = Annotated[int, typer.Option("--seats", min=2, max=crowd.MOST, help="States at the table.")]
Acts = Annotated[int, typer.Option("--acts", min=1, help="Acts measured on each database, in blocks of 40.")]
Lines = Annotated[int, typer.Option("--lines", min=200, help="Lines of the meeting in which all is measured.")]
Which = Annotated[Database, typer.Option("--database", help="Where the meeting is kept.")]
Folder = Annotated[
    Path,
    typer.Option(
        "--folder", metavar="DIR", help="On the disk to be measured; one in memory would flatter the figures."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Say the result as one line of JSON; progress goes to stderr.")]


def acts(
    *,
    seats: Seats = 50,
    acts: Acts = 2000,
    lines: Lines = 10_000,
    database: Which = Database.BOTH,
    folder: Folder = Path("/var/tmp"),  # noqa: S108 -- unlike /tmp it is on a disk; what is made in it is private
    as_json: Json = False,
) -> None:
    """Measure acts per second with a full table, and the room's page of a long meeting.

    An act is what a delegate's request does once it is understood: lock, look the key up, ask the rules, chain, write,
    commit. One follows the other, speeches with their statements and questions with everyone's position, in a meeting
    that has reached --lines. Bare commits are transactions of one small INSERT each on the same Django connection, in
    blocks that alternate with those of the acts; `driver_commits_per_second` are the same without Django. All reach
    the disk before they count (SQLite: WAL, synchronous=FULL; PostgreSQL: fsync and synchronous_commit on). Figures
    are medians of the blocks; `ratio` is acts to bare commits.

    `page_…_ms` is the room's page as the Chair gets it from a server, whole and compressed, each time right after
    another act; `page_…_cold_ms` is the first page of a server just started. `export_seconds` and `verify_seconds`
    are for the record of that meeting.
    """
    wanted = [Database.SQLITE, Database.POSTGRESQL] if database is Database.BOTH else [database]
    with ended_in_order():
        found = {one.value: _measured(one, seats=seats, acts=acts, lines=lines, folder=folder) for one in wanted}
    page = f"page_{lines}_ms"
    result = {
        "seats": seats,
        "databases": found,
        "ratio": min(figures["ratio"] for figures in found.values()),
        page: max(figures[page] for figures in found.values()),
    }
    if as_json:
        typer.echo(json.dumps(result))
    else:
        _print(found)


def acts_here(*, seats: Seats = 50, acts: Acts = 2000, lines: Lines = 10_000) -> None:
    """Measure in this process, on the database of the environment; what `acts` runs for each database."""
    with this_site():
        from kenesh.sites.cli.bench.acts_here import measure  # noqa: PLC0415 -- Django must be set up first

        typer.echo(json.dumps(measure(seats=seats, acts=acts, lines=lines)))


def _measured(database: Database, *, seats: int, acts: int, lines: int, folder: Path) -> dict[str, Any]:
    with _own_site(database, folder=folder) as site:
        try:
            site.prepare(council=crowd.council_data(number=seats))
            with served(site):
                asyncio.run(_convened(site, seats))
            asked = ("--seats", str(seats), "--acts", str(acts), "--lines", str(lines))
            figures: dict[str, Any] = json.loads(site.run("bench", "acts-here", *asked).splitlines()[-1])
            with served(site):
                cold, warm = asyncio.run(_pages(site, seats))
        except (ServerFails, SiteFails, httpx.HTTPError) as trouble:
            raise Missing(f"{str(trouble) or repr(trouble)}\n{site.last_words}") from None
    return figures | {f"page_{lines}_ms": round(warm, 1), f"page_{lines}_cold_ms": round(cold, 1)}


@contextmanager
def _own_site(database: Database, *, folder: Path) -> Iterator[ChildSite]:
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory(prefix="kenesh-bench-", dir=folder))
        url = ""
        if database is Database.POSTGRESQL:
            try:
                url = stack.enter_context(throwaway_postgres(durable=True, below=folder))
            except NoPostgres as missing:
                raise Missing(str(missing)) from None
        yield ChildSite(folder=Path(data), database_url=url)


async def _convened(site: ChildSite, seats: int) -> None:
    ways = delegates.ways()
    async with ways:
        await delegates.open_meeting(room=await delegates.enter(site=site.address, number=seats, ways=ways))


async def _pages(site: ChildSite, seats: int) -> tuple[float, float]:
    """Return how long the Chair waits for the room, at first and then, in milliseconds."""
    ways = delegates.ways()
    async with ways:
        room = await delegates.enter(site=site.address, number=seats, ways=ways)
        cold = await _page(room.chair)
        warm = []
        for number in range(PAGES):
            await room.states[1].do("withdraw-request" if number % 2 else "request-floor", kind="statement")
            warm.append(await _page(room.chair))
    return cold, statistics.median(warm)


async def _page(chair: delegates.Delegate) -> float:
    start = time.perf_counter()
    await chair.page()
    return (time.perf_counter() - start) * 1000


def _print(found: dict[str, dict[str, Any]]) -> None:
    table = Table("", *found, title="Acts, and the room's page")
    for name in next(iter(found.values())):
        table.add_row(name.replace("_", " "), *(str(figures[name]) for figures in found.values()))
    Console().print(table)
