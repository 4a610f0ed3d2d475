"""`kenesh person`: who speaks for a seat, and the link that admits them."""

import json
import re
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from kenesh.sites.cli.refusals import BadInput
from kenesh.sites.cli.site import site

app = typer.Typer(help="Add the people who speak for a seat, and invite them.", no_args_is_help=True)


class Rank(StrEnum):
    HEAD = "head"
    ALTERNATE = "alternate"
    ADVISER = "adviser"


Slug = Annotated[str, typer.Option("--council", metavar="SLUG", help="The council.", show_default=False)]
Code = Annotated[str, typer.Option("--seat", metavar="CODE", help="The seat, as AZ or SEC.", show_default=False)]
Email = Annotated[str, typer.Option("--email", help="What they sign in with.", show_default=False)]
Office = Annotated[
    list[str],
    typer.Option("--office", help="The office held; others by language: az=…, kk=….", show_default=False),
]
RankOption = Annotated[Rank, typer.Option("--rank", help="Their place in the delegation.")]
Language = Annotated[str, typer.Option("--language", help="Their language, and that of an office without one.")]
Address = Annotated[str, typer.Argument(metavar="EMAIL", help="Whom to invite.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Say the result as one line of JSON.")]

IN_LANGUAGE = re.compile(r"([a-z]{2,3})=(.+)", re.DOTALL)
MOST = 200


@app.command(
    epilog="Example: [bold]kenesh person add --council turkic-council --seat AZ --email chief@example.org "
    '--office "Chief of the Service" --office "az=Xidmətin rəisi"[/bold]'
)
def add(
    *,
    council: Slug,
    seat: Code,
    email: Email,
    office: Office,
    rank: RankOption = Rank.HEAD,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Add someone who will speak for a seat; the office is what others see, not the name."""
    offices = _offices(office, language)
    with site():
        _add(council, seat, email=_address(email), rank=rank, offices=offices, language=language)
    if as_json:
        typer.echo(json.dumps({"email": email.lower(), "seat": seat}))
    else:
        Console().print(Text(f"{email} speaks for {seat}. Next: kenesh person invite {email}"), soft_wrap=True)


@app.command(epilog="Example: [bold]kenesh person invite chief@example.org[/bold]")
def invite(*, email: Address, as_json: Json = False) -> None:
    """Print a link that signs someone in once; an earlier link of theirs stops to work.

    The link is shown this one time. Set KENESH_URL to the site's public address first.
    """
    with site():
        from kenesh.council import access, actions  # noqa: PLC0415 -- Django must be set up first

        try:
            invited = actions.invite(person=access.person_for_operator(email=email))
        except access.NotHere:
            raise BadInput(f"Nobody here signs in as {email!r}; add them with `kenesh person add`.") from None
        link = _link(invited.token)
    if as_json:
        typer.echo(json.dumps({"email": email.lower(), "link": link, "expires": invited.expires_at.isoformat()}))
    else:
        Console().print(Text(f"Works once, until {invited.expires_at:%Y-%m-%d %H:%M} UTC:"))
        typer.echo(link)


def _offices(given: list[str], language: str) -> dict[str, str]:
    from kenesh.core.domain.text import unwanted_character  # noqa: PLC0415 -- with the rest of the site

    offices = {}
    for one in given:
        tagged = IN_LANGUAGE.fullmatch(one)
        tag, text = tagged.groups() if tagged else (language, one)
        if not text.strip() or len(text) > MOST or unwanted_character(text):
            raise BadInput(f"--office: expected up to {MOST} visible characters; found {one!r}")
        offices[tag] = text.strip()
    return offices


def _address(email: str) -> str:
    from django.core.exceptions import ValidationError  # noqa: PLC0415 -- Django must be set up first
    from django.core.validators import validate_email  # noqa: PLC0415 -- likewise

    try:
        validate_email(email)
    except ValidationError:
        raise BadInput(f"--email: expected an e-mail address; found {email!r}") from None
    return email


def _add(slug: str, code: str, *, email: str, rank: Rank, offices: dict[str, str], language: str) -> None:
    from kenesh.council import access, actions  # noqa: PLC0415 -- Django must be set up first

    try:
        seat = access.seat_for_secretariat(council=access.council_for_reader(slug=slug), code=code)
        actions.add_person(seat=seat, email=email, rank=rank, offices=offices, language=language)
    except access.NotHere:
        raise BadInput(f"There is no seat {code!r} of a council {slug!r} here.") from None
    except actions.AddressTaken:
        raise BadInput(f"{email} signs someone in already; invite them with `kenesh person invite`.") from None


def _link(token: str) -> str:
    from django.conf import settings  # noqa: PLC0415 -- Django must be set up first
    from django.urls import reverse  # noqa: PLC0415 -- likewise

    return f"{settings.SITE_URL}{reverse('council:invitation', args=[token])}"
