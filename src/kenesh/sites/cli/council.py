"""`kenesh council`: a council loaded from its file, and shown as it was on any day."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kenesh.sites.cli.refusals import BadInput
from kenesh.sites.cli.site import site

if TYPE_CHECKING:
    from kenesh.council.queries import CouncilView, SeatOn

app = typer.Typer(help="Load a council from its file, or show it on any day.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="FILE", help="The council's YAML file.", show_default=False)]
Slug = Annotated[str, typer.Argument(metavar="SLUG", help="The council's name in addresses.", show_default=False)]
On = Annotated[str, typer.Option("--on", metavar="DATE", help="The day, as 2020-05-07; today if left out.")]
Language = Annotated[str, typer.Option("--language", help="The language of names.")]
Json = Annotated[bool, typer.Option("--json", help="Say the result as one line of JSON.")]


@app.command(epilog="Example: [bold]kenesh council load data/turkic-council.yaml[/bold]")
def load(*, file: File, as_json: Json = False) -> None:
    """Load a council from FILE: everything or nothing, and a second time without doubling anything.

    People, meetings and bodies that decisions established stay as they are. A file that does not fit is answered with
    file, line, field and what was expected (exit code 2).
    """
    with site():
        from kenesh.core.yamlfile import load_yaml  # noqa: PLC0415 -- Django must be set up first
        from kenesh.council import actions  # noqa: PLC0415 -- likewise
        from kenesh.council.codec import CouncilFile  # noqa: PLC0415 -- likewise

        try:
            council = actions.load_council(data=load_yaml(file, CouncilFile))
        except actions.StillSeated as held:
            raise BadInput(str(held)) from None
        said = {"council": council.slug, "seats": council.seats.count(), "bodies": council.bodies.count()}
    if as_json:
        typer.echo(json.dumps(said))
    else:
        Console().print(Text(f"{said['council']} is loaded: seats {said['seats']}, bodies {said['bodies']}."))


@app.command(
    epilog="Examples: [bold]kenesh council show turkic-council --on 2020-05-07[/bold] · "
    "[bold]kenesh council show turkic-council --language kk --json[/bold]"
)
def show(*, slug: Slug, on: On = "", language: Language = "en", as_json: Json = False) -> None:
    """Show a council as it was on a day: its name, who was a member, who observed, who was in the chair."""
    with site():
        view = _view(slug=slug, on=on, language=language)
    if as_json:
        typer.echo(json.dumps(_as_json(view), ensure_ascii=False))
    else:
        _print(view, language=language)


def _view(*, slug: str, on: str, language: str) -> "CouncilView":
    from kenesh.core import clock  # noqa: PLC0415 -- Django must be set up first
    from kenesh.council import access, queries  # noqa: PLC0415 -- likewise

    try:
        day = date.fromisoformat(on) if on else clock.now().date()
        return queries.council_on(council=access.council_for_reader(slug=slug), on=day, language=language)
    except ValueError:
        raise BadInput(f"--on: expected a day such as 2020-05-07; found {on!r}") from None
    except access.NotHere:
        known = ", ".join(council.slug for council in access.councils_for_reader()) or "none"
        raise BadInput(f"There is no council {slug!r} here (loaded: {known}).") from None


def _as_json(view: "CouncilView") -> dict[str, Any]:
    return {
        "council": view.slug,
        "on": view.on.isoformat(),
        "name": view.name,
        "short": view.short,
        "names": dict(view.names),
        "chair": {"seat": view.chair.seat.code, "since": str(view.chair.since)} if view.chair else None,
        "members": [_seat_as_json(seat) for seat in view.members],
        "observers": [_seat_as_json(seat) for seat in view.observers],
        "organs": [_seat_as_json(seat) for seat in view.organs],
        "bodies": [{"body": body.slug, "names": dict(body.names)} for body in view.bodies],
    }


def _seat_as_json(seat: "SeatOn") -> dict[str, Any]:
    return {
        "seat": seat.code,
        "status": seat.status,
        "since": str(seat.since),
        "names": dict(seat.names),
        "authority": dict(seat.authority),
        "time_zone": seat.time_zone,
        "source": seat.source,
    }


def _print(view: "CouncilView", *, language: str) -> None:
    from kenesh.core.domain.text import pick  # noqa: PLC0415 -- with the rest of the site

    console = Console()
    console.print(Text(view.name or "This council did not exist yet.", style="bold"), Text(f"on {view.on}"))
    if view.chair:
        console.print(Text(f"In the chair: {pick(view.chair.seat.names, language)}, since {view.chair.since}."))
    table = Table("Seat", "Name", "Status", "Since", "Authority", "Time zone")
    for seat in view.seats:
        authority = pick(seat.authority, language)
        cells = (seat.code, pick(seat.names, language), seat.status, str(seat.since), authority, seat.time_zone)
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
