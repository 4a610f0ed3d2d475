"""`kenesh mail`: letters sent now, and what mail servers report of letters that did not arrive."""

import json
import sys
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.text import Text

from kenesh.core.domain.bounces import Bounce, NoReport, read
from kenesh.sites.cli.refusals import BadInput
from kenesh.sites.cli.site import site

app = typer.Typer(help="Send the letters that wait, and take in what came back.", no_args_is_help=True)

EVERYTHING: Final = 1_000_000  # letters
LONGEST: Final = 10_000_000  # bytes: a report that brings the whole letter back, with room to spare

Json = Annotated[bool, typer.Option("--json", help="Say the result as one line of JSON.")]


@app.command(epilog="Example: [bold]kenesh mail send[/bold]")
def send(*, as_json: Json = False) -> None:
    """Send what waits, as a running server does by itself; each letter goes out once, whoever sends."""
    with site():
        from kenesh.core import outbox  # noqa: PLC0415 -- Django must be set up first

        sent = outbox.deliver(at_once=EVERYTHING)
    _say({"sent": sent}, f"{sent} sent.", as_json=as_json)


@app.command(epilog='Example, in /etc/aliases of a mail server: [bold]kenesh: "|kenesh mail bounced"[/bold]')
def bounced(*, as_json: Json = False) -> None:
    """Take in a report that a letter could not be delivered (RFC 3464), from standard input.

    A mail server pipes what comes to the sender's address to this command. Whatever else comes there, answers and
    notices of absence, is let pass with exit code 0, so that nobody is answered. Exit code 2: it is too large.
    """
    content = sys.stdin.buffer.read(LONGEST + 1)
    if len(content) > LONGEST:
        raise BadInput(f"standard input: more than {LONGEST:,} bytes; no report is so large")
    try:
        bounce = read(content=content)
    except NoReport as other:
        _say({"letter": None, "stage": None}, f"Let pass: {other}.", as_json=as_json)
        return
    _note(bounce, as_json=as_json)


def _note(bounce: Bounce, *, as_json: bool) -> None:
    if not bounce.failed:
        _say({"letter": bounce.message_id, "stage": None}, f"Let pass: {bounce.message_id} is late.", as_json=as_json)
        return
    with site():
        from kenesh.core import outbox  # noqa: PLC0415 -- Django must be set up first

        mail = outbox.bounced(message_id=bounce.message_id, diagnostic=bounce.diagnostic)
    if mail is None:
        words = f"Let pass: {bounce.message_id} is no letter of this site."
        _say({"letter": bounce.message_id, "stage": None}, words, as_json=as_json)
    else:
        words = f"The letter to {mail.to} came back: {bounce.diagnostic}"
        _say({"letter": bounce.message_id, "stage": mail.stage}, words, as_json=as_json)


def _say(result: dict[str, object], words: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(result))
    else:
        Console().print(Text(words), soft_wrap=True)
