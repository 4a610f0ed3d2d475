"""`kenesh document`: the documents of a meeting, as files."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from kenesh.sites.cli.finding import meeting_called
from kenesh.sites.cli.refusals import BadInput
from kenesh.sites.cli.site import site

app = typer.Typer(no_args_is_help=True, help="The documents of a meeting.")

Symbol = Annotated[str, typer.Argument(metavar="SYMBOL", help="The meeting's symbol, as TC/MIG/2020/1.")]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the files are written.")]
Council = Annotated[
    str, typer.Option("--council", metavar="SLUG", help="Whose meeting, where several have the symbol.")
]
Language = Annotated[list[str] | None, typer.Option("--language", help="In this language; the meeting's if left out.")]
Json = Annotated[bool, typer.Option("--json", help="Say the result as one line of JSON.")]


@app.callback()
def document() -> None:
    """Let `export` be named, though it is the only one."""


@app.command(epilog="Example: [bold]kenesh document export TC/MIG/2020/1 --out out[/bold]")
def export(
    *, symbol: Symbol, out: Out = Path("out"), council: Council = "", language: Language = None, as_json: Json = False
) -> None:
    """Write the summary record and the communique of a meeting, as HTML and PDF in every language.

    Each stands as it stands now, and says so where it is not released: this is for whoever runs the site.
    """
    with site():
        written = _written(symbol=symbol, out=out, council=council, languages=tuple(language or ()))
    if as_json:
        typer.echo(json.dumps({"documents": len(written), "files": [str(path) for path in written]}))
    else:
        Console().print(Text(f"{len(written)} files are in {out}."))


def _written(*, symbol: str, out: Path, council: str, languages: tuple[str, ...]) -> list[Path]:
    from kenesh.publications import access, exports  # noqa: PLC0415 -- Django must be set up first

    meeting = meeting_called(symbol=symbol, council=council)
    known = access.languages_of(meeting=meeting)
    if unknown := [code for code in languages if code not in known]:
        raise BadInput(f"--language: expected one of {', '.join(known)}; found {', '.join(unknown)}")
    return list(exports.written_to(meeting=meeting, folder=out, languages=languages or known))
