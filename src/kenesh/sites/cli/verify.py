"""`kenesh verify`: a record checked from its file and the public key, on any machine."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, BinaryIO, Final, NoReturn

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from kenesh.core import signing
from kenesh.meetings.verify import Broken, Report, read_lines
from kenesh.meetings.verify import verify as verify_record

BROKEN: Final = 1
UNREADABLE: Final = 2
TICK: Final = 500  # lines between two steps of the progress bar
KEY_MOST: Final = 64 * 1024

Record = Annotated[Path, typer.Argument(metavar="FILE", help="The record, one JSON line per act (record.jsonl).")]
Key = Annotated[Path, typer.Option("--key", metavar="PUB", help="The site's public key (key.pub, PEM).")]
Interim = Annotated[bool, typer.Option("--interim", help="Take a meeting still open, whose last signature is interim.")]
Json = Annotated[bool, typer.Option("--json", help="Say the result as one line of JSON.")]


def verify(*, file: Record, key: Key, interim: Interim = False, as_json: Json = False) -> None:
    """Check a meeting's record: needs nothing but the file and the public key.

    Says what it checked, or names the first line that does not hold, and why. Exit code 0: the record holds; 1: it does
    not; 2: the file or the key cannot be read.
    """
    try:
        public = _public_key(key)
        with file.open("rb") as opened:
            report = _check(opened, public=public, interim=interim, quiet=as_json)
    except Broken as broken:
        _refuse(f"line {broken.line}: {broken.reason}", broken=broken, as_json=as_json)
    except signing.BadKey as error:
        _fail(f"{key}: {error}", as_json=as_json)
    except OSError as error:
        _fail(f"{error.filename or file}: {error.strerror or error}", as_json=as_json)
    _tell(report, as_json=as_json)


def _public_key(path: Path) -> Ed25519PublicKey:
    with path.open("rb") as file:
        return signing.load_public(pem=file.read(KEY_MOST))


def _check(file: BinaryIO, *, public: Ed25519PublicKey, interim: bool, quiet: bool) -> Report:
    errors = Console(stderr=True)
    with Progress(console=errors, transient=True, disable=quiet or not errors.is_terminal) as progress:
        return verify_record(lines=_watched(file, progress), public_key=public, interim=interim)


def _watched(file: BinaryIO, progress: Progress) -> Iterator[bytes]:
    task = progress.add_task("Checking", total=Path(file.name).stat().st_size)
    read = 0
    for number, raw in enumerate(read_lines(file=file)):
        read += len(raw)
        if number % TICK == 0:
            progress.update(task, completed=read)
        yield raw


def _tell(report: Report, *, as_json: bool) -> None:
    if as_json:
        _say_json(ok=True, lines=report.lines, signatures=report.signatures, meeting=report.meeting, head=report.head)
        return
    ending = "its closing signature" if report.final else "an interim signature: the meeting was still open"
    _say(f"The record of {report.meeting} holds.", style="bold green")
    _say(f"  {report.lines} lines: canonical, numbered without a gap, each with the hash of the one before.")
    _say(f"  Signatures: {report.signatures}, by key {report.key}.")
    _say("  Every line is one that the meeting could take.")
    _say(f"  It ends with {ending}.")
    _say(f"  Head: {report.head}")


def _refuse(message: str, *, broken: Broken, as_json: bool) -> NoReturn:
    if as_json:
        _say_json(ok=False, line=broken.line, reason=broken.reason)
    else:
        _say("The record does not hold.", style="bold red")
        _say(f"  {message}")
    raise typer.Exit(BROKEN)


def _fail(message: str, *, as_json: bool) -> NoReturn:
    if as_json:
        _say_json(ok=False, reason=message)
    else:
        Console(stderr=True).print(Text(message, style="red"), soft_wrap=True)
    raise typer.Exit(UNREADABLE)


def _say(message: str, *, style: str = "") -> None:
    # Text, not a string: what a file says must not be read as markup.
    Console().print(Text(message, style=style), soft_wrap=True)


def _say_json(**said: object) -> None:
    typer.echo(json.dumps(said, ensure_ascii=False))
