"""`kenesh bench join`: from pressing Join to the first picture, beside a bare page; from the floor to its sound."""

import asyncio
import json
import math
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

from kenesh.sites.cli import crowd, delegates
from kenesh.sites.cli.bench import join_pages as pages
from kenesh.sites.cli.bench import stage
from kenesh.sites.cli.child import ChildSite, served
from kenesh.sites.cli.ending import ended_in_order
from kenesh.sites.cli.rehearse import troubles
from kenesh.sites.rehearsal.client import SiteFails
from kenesh.sites.rehearsal.media.browsers import browser, chromium, require_playwright
from kenesh.sites.rehearsal.media.playing import PLACES

if TYPE_CHECKING:
    from playwright.async_api import Page

FLOORS: Final = 2  # times that each seat of a table is given the floor from the list, and as often at once
LISTED: Final = 1.0  # seconds on the list, at the least that a Chair needs to read a name and to press
SETTLE: Final = 1.0  # seconds of silence before the next
HEARING: Final = 30.0

Seats = Annotated[int, typer.Option("--seats", min=2, max=PLACES, help="Seats at the table.")]
Rounds = Annotated[int, typer.Option("--rounds", min=1, help="Tables of each kind, in turns.")]
Json = Annotated[bool, typer.Option("--json", help="Say the result as one line of JSON; progress goes to stderr.")]


def join(*, seats: Seats = 7, rounds: Rounds = 3, as_json: Json = False) -> None:
    """Measure how long a picture takes to be shown after Join is pressed, and a sound after the Chair gives the floor.

    Each seat is a browser's page with a camera that draws and a microphone that hums, muted. One after the other gets
    ready, looks at itself for two seconds, and joins; whoever joins sees all who are there, and all see whoever joins,
    and each of these ways counts. The yardstick is a page of two dozen lines that does the same mesh with a bare relay,
    with the same devices, in turns with ours. With our table seated, each seat is given the floor in turn, from the
    list or in the instant in which it asks; counted is the time from the Chair's request to the first sound at each of
    the others.
    """
    with troubles(as_json=as_json), ended_in_order():
        require_playwright()
        chromium()
        console = Console(stderr=True)
        with _site(seats) as site, stage.yardstick(application="kenesh.sites.cli.bench.relay:app") as relay:
            result = asyncio.run(_measured(site=site, relay=relay, seats=seats, rounds=rounds, console=console))
    tell(result, as_json=as_json)


@contextmanager
def _site(seats: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="kenesh-bench-") as name:
        site = ChildSite(folder=Path(name))
        site.prepare(council=crowd.council_data(number=seats))
        with served(site):
            yield site.address


async def _measured(*, site: str, relay: str, seats: int, rounds: int, console: Console) -> dict[str, Any]:
    taken: dict[str, list[float]] = {"ours": [], "bare": []}
    sounds: dict[str, list[float]] = {"floor": [], "at_once": []}
    ways = delegates.ways()
    async with ways, browser() as started:
        room = await delegates.enter(site=site, number=seats, ways=ways)
        await delegates.open_meeting(room=room)
        for number in range(rounds):
            ours = pages.ours(browser=started, site=site, room=room)
            bare = pages.bare(browser=started, relay=relay, seats=seats, table=f"table{number}")
            for target in (ours, bare) if number % 2 == 0 else (bare, ours):
                opened, shown = await pages.join(target)
                taken[target.name] += shown
                console.print(
                    f"Round {number + 1}, {target.name}: {_median(shown):.0f} ms, half of {len(shown)} pictures"
                )
                if target is ours:
                    await _floors(opened, room=room, taken=sounds)
                await pages.close(target, opened)
    return _result(taken, sounds, seats=seats, rounds=rounds)


async def _floors(opened: "Sequence[Page]", *, room: delegates.Room, taken: dict[str, list[float]]) -> None:
    """Give each seat but the Chair's the floor in turn; add the milliseconds to its sound at each of the others."""
    for page in opened:
        await page.locator("[data-switch=microphone]").click()
    for turn in range(FLOORS * (len(opened) - 1)):
        number = 1 + turn % (len(opened) - 1)
        taken["floor"] += await _floor(opened, room=room, number=number, listed=LISTED)
        taken["at_once"] += await _floor(opened, room=room, number=number, listed=0)


async def _floor(opened: "Sequence[Page]", *, room: delegates.Room, number: int, listed: float) -> list[float]:
    """Let a seat ask for the floor and have it ``listed`` seconds later; return the milliseconds to its sound."""
    speaker = room.states[number]
    listening = [page for page in opened if page is not opened[number]]
    await speaker.do("request-floor", kind="statement")
    await asyncio.gather(*(page.evaluate("seat => bench.listen(seat)", speaker.code) for page in listening))
    await asyncio.sleep(listed)
    asked = time.time()
    await room.chair.do("give-floor")
    heard = await _heard(listening)
    await speaker.do("yield-floor")
    await asyncio.sleep(SETTLE)
    return [moment - asked * pages.MILLISECONDS for moment in heard]


async def _heard(listening: "Sequence[Page]") -> list[float]:
    try:
        async with asyncio.timeout(HEARING):
            heard: list[float] = await asyncio.gather(*(page.evaluate("bench.heard") for page in listening))
    except TimeoutError:
        raise SiteFails(f"the seat that has the floor was not heard by all within {HEARING:.0f} seconds") from None
    return heard


def _result(
    taken: dict[str, list[float]], sounds: dict[str, list[float]], *, seats: int, rounds: int
) -> dict[str, Any]:
    ours, bare = _figures(taken["ours"]), _figures(taken["bare"])
    return {
        "seats": seats,
        "rounds": rounds,
        "p50": ours["p50_ms"],
        "p95": ours["p95_ms"],
        "ours": ours,
        "bare": bare,
        "ratio_p50": round(ours["p50_ms"] / bare["p50_ms"], 3),
        "ratio_p95": round(ours["p95_ms"] / bare["p95_ms"], 3),
        "floors": len(sounds["floor"]) // (seats - 1),
    } | _to_sound(sounds)


def _to_sound(sounds: dict[str, list[float]]) -> dict[str, float]:
    ranks = {"p50": 0.5, "p95": 0.95}
    return {
        f"{name}_to_sound_{rank}_ms": round(_rank(moments, share), 1)
        for name, moments in sounds.items()
        for rank, share in ranks.items()
    }


def _figures(taken: list[float]) -> dict[str, Any]:
    return {"pictures": len(taken), "p50_ms": round(_median(taken), 1), "p95_ms": round(_rank(taken, 0.95), 1)}


def _median(taken: list[float]) -> float:
    return _rank(taken, 0.5)


def _rank(taken: list[float], share: float) -> float:
    return sorted(taken)[math.ceil(share * len(taken)) - 1]


def tell(result: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(result))
        return
    table = Table(title=f"{result['seats']} seats, {result['rounds']} tables; milliseconds after Join was pressed")
    for column in ("", "p50", "p95", "pictures"):
        table.add_column(column, justify="right" if column else "left")
    for name in ("ours", "bare"):
        figures = result[name]
        table.add_row(name, *(str(figures[key]) for key in ("p50_ms", "p95_ms", "pictures")))
    table.add_row("ratio", str(result["ratio_p50"]), str(result["ratio_p95"]), "")
    Console().print(table)
    for name, said in (("floor", "from the list"), ("at_once", "at once")):
        p50, p95 = result[f"{name}_to_sound_p50_ms"], result[f"{name}_to_sound_p95_ms"]
        Console().print(
            f"From the floor given {said} to its sound, {result['floors']} times: {p50} ms (p50), {p95} ms (p95)"
        )
