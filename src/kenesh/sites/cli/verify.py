"""`kenesh verify`: a record, a whole meeting's archive or a document's statement, checked on any machine."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, BinaryIO, Final, NoReturn

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from kenesh.core import signing, zipped
from kenesh.meetings.verify import Broken, Report, read_lines
from kenesh.meetings.verify import verify as verify_record
from kenesh.publications.verify.archive import Archive
from kenesh.publications.verify.archive import verify as verify_archive
from kenesh.publications.verify.entries import NotWhole
from kenesh.publications.verify.statement import Checked, is_statement, verify_statement

BROKEN: Final = 1
UNREADABLE: Final = 2
TICK: Final = 500  # lines between two steps of the progress bar
KEY_MOST: Final = 64 * 1024
PEEK: Final = 1024 * 1024  # bytes looked at to tell what a file is

File = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="A record (record.jsonl), an archive (.zip) or a statement (.statement.json)."),
]
Key = Annotated[
    list[Path], typer.Option("--key", metavar="PUB", help="The site's public key (key.pub, PEM); several may be given.")
]
Texts = Annotated[
    list[Path] | None,
    typer.Option("--document", metavar="JSON", help="With a statement: a document's JSON, to be held against it."),
]
Interim = Annotated[bool, typer.Option("--interim", help="Take a meeting still open, whose last signature is interim.")]
Json = Annotated[bool, typer.Option("--json", help="Say the result as one line of JSON.")]


def verify(*, file: File, key: Key, document: Texts = None, interim: Interim = False, as_json: Json = False) -> None:
    """Check a meeting's record, its whole archive, or a document's statement: needs the file and the public key alone.

    Says what it checked, or names the first line or entry that does not hold, and why. Exit code 0: it holds; 1: it
    does not; 2: the file or the key cannot be read.
    """
    try:
        keys = [_public_key(path) for path in key]
        with file.open("rb") as opened:
            start = opened.read(PEEK)
            opened.seek(0)
            if start.startswith(zipped.BEGINS) or file.suffix == ".zip":
                _tell_archive(verify_archive(file=opened, keys=keys), as_json=as_json)
            elif is_statement(start):
                texts = [path.read_bytes() for path in document or ()]
                _tell_statement(verify_statement(content=start, keys=keys, documents=texts), as_json=as_json)
            else:
                _tell(_check(opened, keys=keys, interim=interim, quiet=as_json), as_json=as_json)
    except Broken as broken:
        reason = f"line {broken.line}: {broken.reason}"
        _refuse("The record", reason, as_json=as_json, line=broken.line, reason=broken.reason)
    except NotWhole as refused:
        place = {"entry": refused.entry} | ({"line": refused.line} if refused.line else {})
        _refuse("It", str(refused), as_json=as_json, **place, reason=refused.reason)
    except signing.BadKey as error:
        _fail(str(error), as_json=as_json)
    except OSError as error:
        _fail(f"{error.filename or file}: {error.strerror or error}", as_json=as_json)


def _public_key(path: Path) -> Ed25519PublicKey:
    with path.open("rb") as file:
        try:
            return signing.load_public(pem=file.read(KEY_MOST))
        except signing.BadKey as error:
            raise signing.BadKey(f"{path}: {error}") from None


def _check(file: BinaryIO, *, keys: list[Ed25519PublicKey], interim: bool, quiet: bool) -> Report:
    """Check a record with the first of the keys that it holds with; where none is, the last says why."""
    for key in keys[:-1]:
        try:
            return _check_with(file, key=key, interim=interim, quiet=quiet)
        except Broken:
            file.seek(0)
    return _check_with(file, key=keys[-1], interim=interim, quiet=quiet)


def _check_with(file: BinaryIO, *, key: Ed25519PublicKey, interim: bool, quiet: bool) -> Report:
    errors = Console(stderr=True)
    with Progress(console=errors, transient=True, disable=quiet or not errors.is_terminal) as progress:
        return verify_record(lines=_watched(file, progress), public_key=key, interim=interim)


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


def _tell_archive(archive: Archive, *, as_json: bool) -> None:
    record, entries = archive.record, len(archive.entries.named)
    files, documents = len(archive.files), len(archive.documents.versions)
    frozen = sorted(archive.documents.statements)
    if as_json:
        said = {"lines": record.lines, "signatures": record.signatures, "meeting": record.meeting, "head": record.head}
        _say_json(ok=True, **said, entries=entries, files=files, documents=documents, frozen=frozen)
        return
    _say(f"The archive of {record.meeting} holds.", style="bold green")
    _say(f"  {entries} entries, none more and none less than its list names, each with its hash.")
    _say(f"  The list is signed by key {archive.signed.manifest.key}.")
    _say(f"  Record: {record.lines} lines and {record.signatures} signatures by key {record.key}, to its closing.")
    _say(f"  Papers and credentials that the record names: {files}, each as the record names it.")
    _say(f"  Documents: {documents} language versions; frozen and signed: {', '.join(frozen) or 'none'}.")
    _say(f"  Head: {record.head}")


def _tell_statement(checked: Checked, *, as_json: bool) -> None:
    told = checked.statement
    if as_json:
        _say_json(ok=True, document=told.document, meeting=told.meeting, head=told.record, held=list(checked.languages))
        return
    _say(f"The statement on the {told.document} of {told.meeting} holds.", style="bold green")
    _say(f"  Signed by key {told.key} at {told.at}, over {', '.join(told.versions)} and the record's head:")
    _say(f"  Head: {told.record}")
    _say(f"  Texts held against it: {', '.join(checked.languages) or 'none; give them with --document'}.")


def _refuse(what: str, message: str, *, as_json: bool, **said: object) -> NoReturn:
    if as_json:
        _say_json(ok=False, **said)
    else:
        _say(f"{what} does not hold.", style="bold red")
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
