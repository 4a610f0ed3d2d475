"""The `kenesh` command: each subcommand is read when it is asked for, so that `verify` needs no Django."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import typer
from rich.console import Console
from rich.text import Text
from typer.core import TyperGroup

from kenesh.sites.cli.refusals import Refused

# One line per command: its name, and where its Typer application or its function stands.
COMMANDS: Final = {
    "demo": "kenesh.sites.cli.demo:demo",
    "rehearse": "kenesh.sites.cli.rehearse:rehearse",
    "verify": "kenesh.sites.cli.verify:verify",
    "serve": "kenesh.sites.cli.serve:serve",
    "migrate": "kenesh.sites.cli.serve:migrate",
    "council": "kenesh.sites.cli.council:app",
    "meeting": "kenesh.sites.cli.meetings:app",
    "document": "kenesh.sites.cli.documents:app",
    "person": "kenesh.sites.cli.people:app",
    "mail": "kenesh.sites.cli.mail:app",
    "bench": "kenesh.sites.cli.bench.commands:app",
    "drill": "kenesh.sites.cli.drill.commands:app",
}


class Lazily(TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 -- Typer's signature
        return [name for name, place in COMMANDS.items() if find_spec(place.partition(":")[0])]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.list_commands(ctx):
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(module), attribute)
        holder = typer.Typer(add_completion=False)
        if isinstance(found, typer.Typer):
            holder.add_typer(found, name=cmd_name)
        else:
            holder.command(cmd_name)(found)
        return typer.main.get_group(holder).commands[cmd_name]

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Refused as refused:
            # Text, not a string: what a file or a person wrote must not be read as markup.
            Console(stderr=True).print(Text(str(refused), style="red"), soft_wrap=True)
            raise typer.Exit(refused.code) from None


app = typer.Typer(
    cls=Lazily,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="rich",
    epilog="Exit codes: 0 all is well, 1 what was checked does not hold, 2 the input is wrong, "
    "3 something this machine needs is missing.",
)


@app.callback()
def kenesh() -> None:
    """Where councils of states meet, exchange and decide."""


def main() -> None:
    app(prog_name="kenesh")
