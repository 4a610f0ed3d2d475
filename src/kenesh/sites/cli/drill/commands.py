"""`kenesh drill`: what a council must be able to rely on, tried the hard way on a site of its own."""

import asyncio
import json
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, Protocol

import httpx
import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from kenesh.sites.cli import crowd
from kenesh.sites.cli.child import ChildSite
from kenesh.sites.cli.drill import crash as crashing
from kenesh.sites.cli.drill import race as racing
from kenesh.sites.cli.ending import ended_in_order
from kenesh.sites.cli.refusals import BadInput, Missing
from kenesh.sites.cli.throwaway import NoPostgres, throwaway_postgres
from kenesh.sites.rehearsal.client import SiteFails
from kenesh.sites.rehearsal.server import ServerFails

FAILED: Final = 1

app = typer.Typer(
    no_args_is_help=True, help="Try the hard way what a council relies on, on a site started and ended for it."
)


class Result(Protocol):
    """What a drill found."""

    @property
    def holds(self) -> bool: ...

    @property
    def record(self) -> bytes: ...

    @property
    def key(self) -> bytes: ...

    def as_json(self) -> dict[str, Any]: ...


Run = Callable[[ChildSite, Progress], Coroutine[Any, Any, Result]]


class Database(StrEnum):
    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


Which = Annotated[Database, typer.Option("--database", help="Where the meeting is kept.")]
Workers = Annotated[int, typer.Option("--workers", min=1, max=8, help="Processes; more than one needs PostgreSQL.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Keep the record and its public key here (record.jsonl, key.pub)."),
]
Json = Annotated[bool, typer.Option("--json", help="Say the result as one line of JSON; progress goes to stderr.")]


@app.command(epilog="Example: [bold]kenesh drill crash --acts 1000 --kills 20[/bold]")
def crash(
    *,
    acts: Annotated[int, typer.Option("--acts", min=1, help="Acts that the clients send.")] = 1000,
    kills: Annotated[int, typer.Option("--kills", min=1, help="How often the site is killed meanwhile.")] = 20,
    clients: Annotated[int, typer.Option("--clients", min=1, max=100, help="Seats that act at the same time.")] = 8,
    database: Which = Database.SQLITE,
    workers: Workers = 1,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Kill the server again and again while seats act, and hold the record against what they were answered.

    Every act is a statement with a key of its own, sent over HTTP; where no answer comes it is sent again under the
    same key, and one in ten is sent again although it was answered. The whole process group of `kenesh serve` is ended
    with SIGKILL at random moments, some of them while it is still coming up. Afterwards: `lost` counts acknowledged
    acts whose line is not in the record where the answer said, `doubled` keys with more than one line, `differing`
    answers that were not the first one's; the record is exported and verified. Exit code 0 only if all three are 0,
    every act was acknowledged and the record verifies.
    """
    if acts <= kills:
        raise BadInput(f"--acts: expected more than the {kills} kills; found {acts}")

    async def run(site: ChildSite, progress: Progress) -> Result:
        return await crashing.run(site=site, acts=acts, kills=kills, clients=clients, progress=progress)

    result = _drilled(run, seats=max(clients, 2), database=database, workers=workers, out=out)
    _tell(result, database=database, workers=workers, as_json=as_json)


@app.command(epilog="Example: [bold]kenesh drill race --clients 50 --rounds 50[/bold]")
def race(
    *,
    clients: Annotated[int, typer.Option("--clients", min=2, max=crowd.MOST, help="States at the table.")] = 50,
    rounds: Annotated[int, typer.Option("--rounds", min=1, help="Questions put, one after the other.")] = 50,
    database: Which = Database.SQLITE,
    workers: Workers = 1,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Let everyone's position race the Chair's close of a question, and compare what each is then shown.

    In each round a new question is put, all seats send a position and some a second one, and in the midst of it the
    Chair closes it, twice at once. Then every seat asks for its own page of the room. A round is equal if all pages
    show the same outcome; the tally is exactly the positions recorded before the close; a position was accepted if and
    only if its line stands before the close, and refused under its rule otherwise; and the two closes left one outcome.
    Exit code 0 only if all rounds are equal and the record verifies.
    """

    async def run(site: ChildSite, progress: Progress) -> Result:
        return await racing.run(site=site, clients=clients, rounds=rounds, progress=progress)

    result = _drilled(run, seats=clients, database=database, workers=workers, out=out)
    _tell(result, database=database, workers=workers, as_json=as_json)


def _drilled(run: Run, *, seats: int, database: Database, workers: int, out: Path | None) -> Result:
    if workers > 1 and database is Database.SQLITE:
        raise BadInput("--workers: several need --database postgresql")
    with ended_in_order(), _own_site(database=database, workers=workers) as site:
        try:
            site.prepare(council=crowd.council_data(number=seats))
            with Progress(console=Console(stderr=True), transient=True) as progress:
                result = asyncio.run(run(site, progress))
        except (ServerFails, SiteFails, httpx.HTTPError) as trouble:
            raise Missing(f"{str(trouble) or repr(trouble)}\n{site.last_words}") from None
        finally:
            site.kill()  # whatever of it still runs
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / "record.jsonl").write_bytes(result.record)
        (out / "key.pub").write_bytes(result.key)
    return result


@contextmanager
def _own_site(*, database: Database, workers: int) -> Iterator[ChildSite]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kenesh-drill-")))
        url = ""
        if database is Database.POSTGRESQL:
            try:
                url = stack.enter_context(throwaway_postgres(durable=True))
            except NoPostgres as missing:
                raise Missing(str(missing)) from None
        yield ChildSite(folder=folder, database_url=url, workers=workers)


def _tell(result: Result, *, database: Database, workers: int, as_json: bool) -> None:
    said = {"holds": result.holds, **result.as_json(), "database": database.value, "workers": workers}
    if as_json:
        typer.echo(json.dumps(said))
    else:
        table = Table("", "found", title="It holds." if result.holds else "It does not hold.")
        for name, value in said.items():
            table.add_row(name.replace("_", " "), str(value))
        Console().print(table)
    if not result.holds:
        raise typer.Exit(FAILED)
