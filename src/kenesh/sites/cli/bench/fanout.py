"""`kenesh bench fanout`: from an act to the last of thousands of screens, beside a bare broadcaster."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

from kenesh.sites.cli.bench import stage
from kenesh.sites.cli.open_files import allow_open_files
from kenesh.sites.cli.refusals import BadInput, Refused

ViewersOption = Annotated[int, typer.Option("--viewers", min=1, max=9000, help="Streams open at each server.")]
Rounds = Annotated[int, typer.Option("--rounds", min=1, help="Acts measured at each server, in turns.")]
Json = Annotated[bool, typer.Option("--json", help="Say the result as one line of JSON; progress goes to stderr.")]

WARM_UP: Final = 5
SPARE: Final = 200  # open files besides the viewers' sockets at both servers
NOTED: Final = "renders.json"
BROADCASTER: Final = "kenesh.sites.cli.bench.broadcaster:app"


class Failed(Refused):
    """The bench could not be run to its end."""


def fanout(*, viewers: ViewersOption = 1000, rounds: Rounds = 30, as_json: Json = False) -> None:
    """Measure how long after an act is posted the last screen has it, commit and rendering included.

    Delegates of seven seats sit at their desks, one of them acts, and the viewers look on. As many watch a bare
    Starlette broadcaster on the same server, event loop and parser, in turns with ours; it sends as many bytes as we
    do. Times are from the first byte of the POST to the new line on a screen; p50 and p99 are over all screens of all
    rounds.
    """
    wanted = 2 * viewers + SPARE
    if (allowed := allow_open_files(number=wanted)) < wanted:
        raise BadInput(f"{viewers} viewers need {wanted} open files; this system allows {allowed} (ulimit -n).")
    with tempfile.TemporaryDirectory(prefix="kenesh-bench-") as name:
        folder = Path(name)
        with stage.kenesh(folder=folder) as site, stage.yardstick(application=BROADCASTER) as other:
            slug, opened = stage.open_meeting(site=site)
            with stage.delegates(site=site, slug=slug, head=opened) as head:
                targets = [_ours(site, slug, head), _starlette(other)]
                asked = {"viewers": viewers, "rounds": rounds, "warm_up": WARM_UP, "targets": targets}
                found = _measured(asked)
        rendered = [line for line in json.loads((folder / NOTED).read_text("utf-8")) if line > head]
    tell(_result(found, viewers=viewers, rounds=rounds, renders=len(rendered)), as_json=as_json)


def _ours(site: str, slug: str, head: int) -> dict[str, Any]:
    address = f"{site}/{stage.COUNCIL}/meetings/{slug}/room/stream/?after={head}"
    return {"name": "ours", "stream": address, "head": head, "acts": stage.acts(site=site, slug=slug)}


def _starlette(site: str) -> dict[str, Any]:
    act = {"path": "/act", "body": "{size}", "headers": {}}
    return {"name": "starlette", "stream": f"{site}/stream", "head": 0, "acts": [act]}


def _measured(asked: dict[str, Any]) -> dict[str, Any]:
    command = [sys.executable, "-m", "kenesh.sites.cli.bench.viewers"]
    done = subprocess.run(command, input=json.dumps(asked), stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Failed("The viewers gave up; the reason stands above.")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _result(found: dict[str, Any], *, viewers: int, rounds: int, renders: int) -> dict[str, Any]:
    ours, starlette = found["ours"], found["starlette"]
    posted = ours.pop("posted")
    starlette.pop("posted")
    return {
        "viewers": viewers,
        "rounds": rounds,
        "ours": ours,
        "starlette": starlette,
        "ratio_p50": round(ours["p50_ms"] / starlette["p50_ms"], 3),
        "ratio_p99": round(ours["p99_ms"] / starlette["p99_ms"], 3),
        "renders_per_act": round(renders / posted, 3),
    }


def tell(result: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(result))
        return
    table = Table(title=f"{result['viewers']} viewers, {result['rounds']} acts; milliseconds after the POST")
    for column in ("", "p50", "p99", "last screen, p50", "slowest of all", "bytes"):
        table.add_column(column, justify="right" if column else "left")
    for name in ("ours", "starlette"):
        figures = result[name]
        table.add_row(name, *(str(figures[key]) for key in ("p50_ms", "p99_ms", "last_p50_ms", "last_max_ms", "bytes")))
    table.add_row("ratio", str(result["ratio_p50"]), str(result["ratio_p99"]), "", "", "")
    Console().print(table)
    Console().print(f"Renderings of the room for each act, in its one language: {result['renders_per_act']}")
