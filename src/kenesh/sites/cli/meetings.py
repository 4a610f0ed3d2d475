"""`kenesh meeting`: a whole meeting as one signed file, and such a file kept here."""

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from kenesh.core import signing
from kenesh.publications.verify.archive import Archive, verify
from kenesh.publications.verify.entries import NotWhole
from kenesh.sites.cli.finding import meeting_called
from kenesh.sites.cli.refusals import BadInput, Missing, Refused
from kenesh.sites.cli.site import site

app = typer.Typer(no_args_is_help=True, help="A whole meeting as one file: record, papers, documents, signatures.")

Symbol = Annotated[str, typer.Argument(metavar="SYMBOL", help="The meeting's symbol, as TC/MIG/2020/1.")]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.", show_default=False)]
Council = Annotated[
    str, typer.Option("--council", metavar="SLUG", help="Whose meeting, where several have the symbol.")
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="An archive.", show_default=False)]
Key = Annotated[
    list[Path] | None,
    typer.Option("--key", metavar="PUB", help="The public key of the site it comes from; several may be given."),
]
Json = Annotated[bool, typer.Option("--json", help="Say the result as one line of JSON.")]


@app.command(epilog="Example: [bold]kenesh meeting export TC/MIG/2020/1 --out archive.zip[/bold]")
def export(*, symbol: Symbol, out: Out, council: Council = "", as_json: Json = False) -> None:
    """Write all of a meeting that is over into one file, signed with this site's key.

    The file holds the record, the papers and credentials it names, and each document in every language with its state
    and its texts, released or not: it is for the Secretariat. An equal meeting makes an equal file.
    """
    with site():
        entries = _written(symbol=symbol, out=out, council=council)
    if as_json:
        typer.echo(json.dumps({"file": str(out), "entries": entries, "bytes": out.stat().st_size}))
    else:
        Console().print(Text(f"{symbol} is in {out}: {entries} entries, {out.stat().st_size} bytes."), soft_wrap=True)


@app.command("import", epilog="Example: [bold]kenesh meeting import archive.zip --key key.pub[/bold]")
def import_(*, file: File, key: Key = None, as_json: Json = False) -> None:
    """Keep a meeting that another site held: all of it or nothing, and only where every part of it holds.

    Its council must be loaded here, and its symbol be free. Without --key the file is held against the key inside it,
    which is then named, to be compared with the one that the other site shows at /keys/record.pub. Exit code 1: the
    archive does not hold; 2: it cannot be kept here, or it cannot be read.
    """
    keys = [_public_key(path) for path in key or ()]
    with site():
        archive = _kept(file, keys)
    told = archive.record
    if as_json:
        said = {"meeting": told.meeting, "lines": told.lines, "head": told.head, "key": told.key}
        typer.echo(json.dumps(said | {"documents": len(archive.documents.versions), "files": len(archive.files)}))
        return
    Console().print(Text(f"{told.meeting} is here: {told.lines} lines, head {told.head}."), soft_wrap=True)
    if not keys:
        Console().print(
            Text(f"Nobody vouched for its key, {told.key}: compare it with the one that the other site shows."),
            soft_wrap=True,
        )


def _written(*, symbol: str, out: Path, council: str) -> int:
    from kenesh.core.files import FileUnreadable  # noqa: PLC0415 -- Django must be set up first
    from kenesh.publications import archive  # noqa: PLC0415 -- likewise

    meeting = meeting_called(symbol=symbol, council=council)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as error:
        raise BadInput(f"{error.filename or out}: {error.strerror}") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            entries = archive.write(meeting=meeting, file=file)
        Path(draft).replace(out)
    except archive.StillOpen:
        raise BadInput(f"{symbol} is not over: a meeting has an archive once its record is closed.") from None
    except FileUnreadable as error:
        raise Missing(f"The archive cannot be whole: {error}") from None
    finally:
        with suppress(FileNotFoundError):
            Path(draft).unlink()
    return entries


def _kept(path: Path, keys: list[Any]) -> Archive:
    from kenesh.publications import actions  # noqa: PLC0415 -- Django must be set up first

    try:
        with path.open("rb") as file:
            archive = verify(file=file, keys=keys)
            actions.import_archive(archive=archive)
    except OSError as error:
        raise BadInput(f"{error.filename or path}: {error.strerror or error}") from None
    except NotWhole as refused:
        raise Refused(f"The archive does not hold, and nothing of it is kept.\n  {refused}") from None
    except actions.NotImportable as refused:
        raise BadInput(str(refused)) from None
    return archive


def _public_key(path: Path) -> Any:
    try:
        return signing.load_public(pem=path.read_bytes())
    except OSError as error:
        raise BadInput(f"{error.filename or path}: {error.strerror}") from None
    except signing.BadKey as error:
        raise BadInput(f"{path}: {error}") from None
