"""`kenesh rehearse`: a whole meeting played from a file, through the public doors of a site."""

import asyncio
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console

from kenesh.core.domain.text import pick
from kenesh.core.yamlfile import FileProblem
from kenesh.sites.cli.ending import ended_in_order
from kenesh.sites.cli.refusals import BadInput, Missing
from kenesh.sites.cli.shipped import NotShipped, shipped
from kenesh.sites.rehearsal.client import SiteFails
from kenesh.sites.rehearsal.links import Links, NoLinks, ask_links, read_links
from kenesh.sites.rehearsal.media.browsers import NoBrowser
from kenesh.sites.rehearsal.media.playing import TooMany, play_with_sound, require_media
from kenesh.sites.rehearsal.player import play
from kenesh.sites.rehearsal.report import Report
from kenesh.sites.rehearsal.scenario import Scenario, council_file, load_scenario
from kenesh.sites.rehearsal.server import OwnServer, ServerFails, own_server
from kenesh.sites.rehearsal.table import NotConvened
from kenesh.sites.rehearsal.teller import Teller

FAILED: Final = 1
COUNCIL: Final = "council.yaml"


class Pace(StrEnum):
    FAST = "fast"
    REAL = "real"


File = Annotated[Path, typer.Argument(metavar="SCENARIO", help="The scenario's YAML file.", show_default=False)]
Site = Annotated[str, typer.Option("--site", metavar="URL", help="A running site; else one of its own is started.")]
LinksFile = Annotated[
    Path | None,
    typer.Option("--links", metavar="FILE", help="A sign-in link for each seat, where the site is no demo."),
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the record and the public key are written.")]
PaceOption = Annotated[Pace, typer.Option("--pace", help="real waits for the times the scenario gives; fast does not.")]
Media = Annotated[
    bool, typer.Option("--media", help="A browser for each seat, with picture and sound: who hears each speech.")
]
Json = Annotated[bool, typer.Option("--json", help="Say the result as one line of JSON; progress goes to stderr.")]


def rehearse(
    *,
    scenario: File,
    site: Site = "",
    links: LinksFile = None,
    out: Out = Path("out"),
    pace: PaceOption = Pace.FAST,
    media: Media = False,
    as_json: Json = False,
) -> None:
    """Play a whole meeting from SCENARIO, each seat its own client, and leave its record in a folder.

    Every act is sent as a browser sends it and every expectation is held against what the site serves to that seat.
    With --media every seat also sits in a browser of its own, whose microphone hums at a pitch of its own: `heard` says
    which seats heard each speech, `leaks` how often a seat was heard that the journal did not let be heard.
    Without --site a site of its own is started on a free port with an empty database, and ended afterwards. Exit code
    0: all is as the scenario says; 1: something is not; 2: the scenario is malformed; 3: it could not be played.
    """
    with troubles(as_json=as_json), ended_in_order():
        path = _found(scenario)
        loaded = load_scenario(path)
        if media:
            require_media(scenario=loaded)
        teller = teller_for(loaded, as_json=as_json)
        if site:
            found = read_links(path=links) if links else ask_links(site=site, council=loaded.council.council)
            report = run(loaded, links=found, out=out, teller=teller, pace=pace, own=False, media=media)
        else:
            report = _with_own_server(loaded, path=path, out=out, teller=teller, pace=pace, media=media)
    tell(report, teller=teller, as_json=as_json)


def run(
    scenario: Scenario, *, links: Links, out: Path, teller: Teller, pace: Pace, own: bool, media: bool = False
) -> Report:
    """Play a scenario on a site that is up."""
    teller.begins(scenario=scenario, site=links.address, own=own)
    playing = play_with_sound if media else play
    return asyncio.run(playing(scenario=scenario, links=links, out=out, teller=teller, real_pace=pace is Pace.REAL))


def run_on(
    site: OwnServer,
    scenario: Scenario,
    *,
    out: Path,
    teller: Teller,
    pace: Pace = Pace.FAST,
    media: bool = False,
) -> Report:
    """Play a scenario on a site of one's own; where that fails, say what the site said last."""
    try:
        links = ask_links(site=site.address, council=scenario.council.council)
        return run(scenario, links=links, out=out, teller=teller, pace=pace, own=True, media=media)
    except SiteFails as failed:
        raise SiteFails(f"{failed}\n{site.last_words}".rstrip()) from failed


def teller_for(scenario: Scenario, *, as_json: bool) -> Teller:
    """Return who tells of the play: on stdout, or beside it where a program reads that."""
    names = {seat.code: pick(seat.names, "en") for seat in scenario.council.seats}
    return Teller(console=Console(stderr=as_json), names=names)


def tell(report: Report, *, teller: Teller, as_json: bool) -> None:
    """Say what was shown, and end with the exit code that says whether it all holds."""
    teller.ends(report)
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False))
    if not report.holds:
        raise typer.Exit(FAILED)


def write_council(scenario: Scenario, *, path: Path, folder: Path) -> Path:
    """Write the scenario's council as a file that `kenesh council load` takes."""
    council = folder / COUNCIL
    content = json.dumps(council_file(path=path, scenario=scenario), default=str, ensure_ascii=False)
    council.write_text(content, "utf-8")
    return council


def _found(path: Path) -> Path:
    """Return the file of that name, else the one that comes with this release."""
    try:
        return path if path.exists() else shipped(path=str(path))
    except NotShipped:
        return path


def _with_own_server(scenario: Scenario, *, path: Path, out: Path, teller: Teller, pace: Pace, media: bool) -> Report:
    with tempfile.TemporaryDirectory(prefix="kenesh-rehearsal-") as name:
        folder = Path(name)
        council = write_council(scenario, path=path, folder=folder)
        with own_server(folder=folder, council=council, tell=teller.tells) as site:
            return run_on(site, scenario, out=out, teller=teller, pace=pace, media=media)


@contextmanager
def troubles(*, as_json: bool) -> Iterator[None]:
    """Give each kind of trouble its exit code, and a program its line of JSON."""
    try:
        yield
    except FileProblem as problem:
        problems = (problem, *problem.also)
        _say_json(as_json, problems=[_problem(one) for one in problems])
        raise BadInput("\n".join(str(one) for one in problems)) from None
    except (NoLinks, SiteFails, NotConvened, ServerFails, NoBrowser, TooMany) as trouble:
        _say_json(as_json, reason=str(trouble))
        raise Missing(str(trouble)) from None


def _problem(problem: FileProblem) -> dict[str, Any]:
    return {
        "file": str(problem.file),
        "line": problem.line,
        "field": problem.field,
        "expected": problem.expected,
        "found": problem.found,
    }


def _say_json(wanted: bool, **said: Any) -> None:  # noqa: FBT001 -- the option as it was given
    if wanted:
        typer.echo(json.dumps({"ok": False, **said}, ensure_ascii=False))
