"""`kenesh bench documents`: how long a document takes, of the founding meeting and of a very long one."""

import asyncio
import json
import math
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

from kenesh.sites.cli import crowd, delegates
from kenesh.sites.cli.child import ChildSite, served
from kenesh.sites.cli.ending import ended_in_order
from kenesh.sites.cli.rehearse import Pace, run, teller_for, troubles
from kenesh.sites.cli.shipped import shipped
from kenesh.sites.cli.site import site as this_site
from kenesh.sites.rehearsal.links import ask_links
from kenesh.sites.rehearsal.scenario import council_file, load_scenario

FOUNDING: Final = "scenarios/2020-05-07.yaml"
SEATS: Final = 50

Lines = Annotated[int, typer.Option("--lines", min=200, help="Lines of the long meeting.")]
Json = Annotated[bool, typer.Option("--json", help="Say the result as one line of JSON; progress goes to stderr.")]


def documents(*, lines: Lines = 10_000, as_json: Json = False) -> None:
    """Measure the making of documents, each as HTML and PDF, from the record in the database to the file.

    The founding meeting is played first, through the public doors of a site of its own; `documents` are the summary
    record and the communique in its languages, `seconds` what all of them took one after the other, in a process just
    started, `p95` the seconds of one. `large` are the documents of a meeting of --lines lines, `slowest` one of them.
    """
    with troubles(as_json=as_json), ended_in_order(), tempfile.TemporaryDirectory(prefix="kenesh-bench-") as name:
        site = ChildSite(folder=Path(name))
        symbol, council = _hold(site, as_json=as_json)
        asked = ("--council", council, "--symbol", symbol, "--lines", str(lines))
        result = json.loads(site.run("bench", "documents-here", *asked).splitlines()[-1])
    if as_json:
        typer.echo(json.dumps(result))
    else:
        _print(result)


def documents_here(
    *,
    council: Annotated[str, typer.Option("--council")],
    symbol: Annotated[str, typer.Option("--symbol")],
    lines: Lines = 10_000,
) -> None:
    """Measure in this process, on the database of the environment; what `documents` runs."""
    with this_site(), tempfile.TemporaryDirectory(prefix="kenesh-bench-") as name:
        from kenesh.meetings import access  # noqa: PLC0415 -- Django must be set up first
        from kenesh.sites.cli.bench.acts_here import lengthened  # noqa: PLC0415 -- likewise

        meeting = access.meetings_for_reader(slug=council).get(symbol=symbol)
        taken = list(_timed(meeting, Path(name)))
        large = access.meeting_for_reader(council=crowd.COUNCIL, slug=crowd.SLUG)
        reached = lengthened(meeting=large, seats=SEATS, lines=lines)
        slow = list(_timed(large, Path(name)))
    typer.echo(json.dumps(_figures(taken) | {"large": {"lines": reached} | _figures(slow)}))


def _hold(site: ChildSite, *, as_json: bool) -> tuple[str, str]:
    """Hold the founding meeting, and open the one that will be long."""
    path = shipped(path=FOUNDING)
    scenario = load_scenario(path)
    site.prepare(council=json.loads(json.dumps(council_file(path=path, scenario=scenario), default=str)))
    site.prepare(council=crowd.council_data(number=SEATS))
    with served(site):
        links = ask_links(site=site.address, council=scenario.council.council)
        teller = teller_for(scenario, as_json=as_json)
        run(scenario, links=links, out=site.folder / "out", teller=teller, pace=Pace.FAST, own=True)
        asyncio.run(_opened(site))
    return scenario.meeting.symbol, scenario.council.council


async def _opened(site: ChildSite) -> None:
    ways = delegates.ways()
    async with ways:
        await delegates.open_meeting(room=await delegates.enter(site=site.address, number=SEATS, ways=ways))


def _timed(meeting: Any, folder: Path) -> Iterator[float]:
    """Yield the seconds of each document."""
    from kenesh.publications import access, exports  # noqa: PLC0415 -- Django must be set up first
    from kenesh.publications.domain.versions import KINDS  # noqa: PLC0415 -- with them

    for kind in KINDS:
        for language in access.languages_of(meeting=meeting):
            start = time.perf_counter()
            list(exports.written_to(meeting=meeting, folder=folder, languages=(language,), kinds=(kind,)))
            yield time.perf_counter() - start


def _figures(taken: list[float]) -> dict[str, Any]:
    in_order = sorted(taken)
    return {
        "documents": len(taken),
        "seconds": round(sum(taken), 3),
        "p95": round(in_order[math.ceil(0.95 * len(in_order)) - 1], 3),
        "slowest": round(in_order[-1], 3),
    }


def _print(result: dict[str, Any]) -> None:
    large = result["large"]
    table = Table("", "founding meeting", f"{large['lines']} lines", title="Documents, HTML and PDF")
    for name in ("documents", "seconds", "p95", "slowest"):
        table.add_row(name, str(result[name]), str(large[name]))
    Console().print(table)
