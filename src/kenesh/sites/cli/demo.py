"""`kenesh demo`: a site in a folder of its own, the founding meeting played on it, and then a meeting to try."""

import fcntl
import json
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import quote

import typer
from rich.console import Console
from rich.text import Text

from kenesh.sites.cli.certificate import kept_certificate
from kenesh.sites.cli.ending import ended_in_order
from kenesh.sites.cli.facing import address_at, words_on
from kenesh.sites.cli.reach import is_loopback, reach
from kenesh.sites.cli.refusals import BadInput, Missing
from kenesh.sites.cli.rehearse import FAILED, run_on, teller_for, troubles, write_council
from kenesh.sites.cli.shipped import shipped
from kenesh.sites.rehearsal.links import Links, ask_links
from kenesh.sites.rehearsal.report import Report
from kenesh.sites.rehearsal.scenario import Scenario, load_scenario
from kenesh.sites.rehearsal.server import LOOPBACK, OwnServer, own_server, refuse_taken, server_for_others

FOUNDING: Final = "scenarios/2020-05-07.yaml"
NEXT: Final = "scenarios/working-group.yaml"
LINKS: Final = "links.json"
MARK: Final = ".kenesh-demo"
MARKED: Final = "This folder is emptied whenever `kenesh demo` starts.\n"

Once = Annotated[bool, typer.Option("--once", help="End after the founding meeting instead of staying open.")]
Host = Annotated[str, typer.Option("--host", help="The address to listen on. Whoever reaches it may take any seat.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")]
Folder = Annotated[Path, typer.Option("--dir", metavar="DIR", help="The demo's own folder, emptied at each start.")]


def demo(*, once: Once = False, host: Host = LOOPBACK, port: Port = 8000, folder: Folder = Path("demo")) -> None:
    """Play the founding meeting on a site of its own, then stay open for a meeting to try.

    The demo begins anew each time, in a folder of its own. It leaves the record of the founding meeting there, its
    documents in every language, its archive and the public key and, while it is open, a sign-in link for each seat
    (links.json). Ctrl-C ends it. Exit code 0: all held;
    1: something did not; 3: it could not start, a port in use for one.
    """
    console = Console()
    with troubles(as_json=False), ended_in_order():
        refuse_taken(host=host, port=port)
        _begin(folder, host=host, port=port, once=once, console=console)


def _begin(folder: Path, *, host: str, port: int, once: bool, console: Console) -> None:
    with _own_folder(folder) as data:
        path = shipped(path=FOUNDING)
        founding = load_scenario(path).without_next()  # which is held today, and opened below
        _say(console, f"A demo begins anew in {folder}/ (what an earlier one left there is gone).")
        council = write_council(founding, path=path, folder=data)
        tell = partial(_say, console, style="dim")
        links = None
        inside = host if is_loopback(host) else LOOPBACK
        with own_server(folder=data, council=council, tell=tell, host=inside, port=port) as site:
            report = _found(founding, site, folder)
            _tell_communiques(founding, report, site.address, console)
            following = _next_meeting(body=report.body)
            if report.holds and not once:
                links = _opened(site, following, folder)
                if host == inside:
                    _stay(site, links, following, folder=folder, console=console)
        if not report.holds:
            raise typer.Exit(FAILED)
        if links and host != inside:
            tell("Opening the site to other machines, over TLS …")
            _stay_for_others(links, following, host=host, port=port, folder=folder, console=console)


def _found(scenario: Scenario, site: OwnServer, folder: Path) -> Report:
    teller = teller_for(scenario, as_json=False)
    report = run_on(site, scenario, out=folder, teller=teller)
    teller.ends(report)
    return report


def _tell_communiques(scenario: Scenario, report: Report, address: str, console: Console) -> None:
    """Say where the communique can be read in each language."""
    if report.languages:
        _say(console, "")
        _say(console, f"The communique of {scenario.meeting.symbol}, in each language:", style="bold")
    for language in report.languages:
        _say(console, f"  {language:<5}{address}{_page(scenario)}documents/communique/{language}/")


def _opened(site: OwnServer, scenario: Scenario, folder: Path) -> Links:
    """Open the working group's next meeting; return a link for each seat."""
    opened = run_on(site, scenario, out=folder / "next", teller=teller_for(scenario, as_json=False))
    if not opened.holds:
        raise Missing("The working group's next meeting could not be opened:\n" + "\n".join(opened.failures))
    return ask_links(site=site.address, council=scenario.council.council)


def _stay(site: OwnServer, links: Links, scenario: Scenario, *, folder: Path, console: Console) -> None:
    """Give out the links, and serve until someone ends it."""
    given = _give_out(links, scenario, folder)
    room = f"{site.address}{_room(scenario)}"
    _say(console, "")
    _say(console, f"{scenario.meeting.symbol}, the working group's next meeting, is open: {room}", style="bold")
    _say(console, "A link signs you in for its seat; try several in windows of their own:")
    for code, link in given.items():
        _say(console, f"  {code:<5}{link}")
    _say(console, f"The links stand in {folder / LINKS}, all seats in {site.address}/demo/ too. Ctrl-C ends the demo.")
    _wait_for_the_end(site, console)


def _stay_for_others(links: Links, scenario: Scenario, *, host: str, port: int, folder: Path, console: Console) -> None:
    """The same over TLS, for browsers elsewhere give camera and microphone to nothing less."""
    address = address_at(name=reach(host=host).told[0], port=port, scheme="https")
    others = {code: str(link).replace(links.address, address, 1) for code, link in links.seats.items()}
    with server_for_others(folder=folder / "data", address=address, host=host, port=port) as site:
        certificate = kept_certificate(folder=folder / "data" / "tls")
        for line in words_on(certificate=certificate) if certificate else ():
            _say(console, line)
        outside = Links.model_validate({"site": address, "seats": others})
        _stay(site, outside, scenario, folder=folder, console=console)


def _wait_for_the_end(site: OwnServer, console: Console) -> None:
    try:
        while site.is_up:
            time.sleep(0.5)
    except KeyboardInterrupt:
        _say(console, "The demo has ended.")
    else:
        raise Missing(f"The site has ended:\n{site.last_words}")


def _next_meeting(*, body: str) -> Scenario:
    """Return the meeting to try: of the body just established, and today."""
    scenario = load_scenario(shipped(path=NEXT))
    now = datetime.now(tz=UTC).replace(minute=0, second=0, microsecond=0)
    return scenario.model_copy(update={"meeting": scenario.meeting.model_copy(update={"start": now, "body": body})})


def _give_out(links: Links, scenario: Scenario, folder: Path) -> Mapping[str, str]:
    """Write a link for each seat that leads into the room; whoever waits for the file finds it whole."""
    into = quote(_room(scenario), safe="")
    seats = {code: f"{links.link(code)}&next={into}" for code in scenario.meeting.seats}
    draft = folder / f"{LINKS}.new"
    draft.write_text(json.dumps({"site": links.address, "seats": seats}, indent=2) + "\n", "utf-8")
    draft.replace(folder / LINKS)
    return seats


def _room(scenario: Scenario) -> str:
    return f"{_page(scenario)}room/"


def _page(scenario: Scenario) -> str:
    slug = scenario.meeting.symbol.lower().replace("/", "-")
    return f"/{scenario.council.council}/meetings/{slug}/"


@contextmanager
def _own_folder(folder: Path) -> Iterator[Path]:
    """Yield an empty folder for the site's data; refuse a folder that is not a demo's, or one in use by another."""
    if folder.exists() and not (folder / MARK).is_file() and any(folder.iterdir()):
        raise BadInput(
            f"{folder} holds something that is not a demo's, and would be emptied: choose another with --dir"
        )
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / MARK).open("a", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Missing(f"Another demo runs in {folder}: end it, or choose another folder with --dir") from None
        _empty(folder)
        held.truncate(0)
        held.write(MARKED)
        held.flush()
        data = folder / "data"
        data.mkdir()
        try:
            yield data
        finally:
            (folder / LINKS).unlink(missing_ok=True)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARK:
            path.unlink()


def _say(console: Console, text: str, *, style: str = "") -> None:
    console.print(Text(text, style=style), soft_wrap=True)
