import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from typer.testing import CliRunner, Result

from kenesh.council.models import Invitation, Person
from kenesh.sites.cli.main import app

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

FILE = Path(__file__).parents[3] / "data" / "turkic-council.yaml"
SEAT = ("--council", "turkic-council", "--seat", "AZ")


def kenesh(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200"})


@pytest.fixture(autouse=True)
def loaded(db: None) -> None:  # noqa: ARG001 -- asked for, to have a database
    assert kenesh("council", "load", str(FILE)).exit_code == 0


def add(*, email: str = "Chief@az.example", office: str = "Chief of the Service") -> Result:
    return kenesh("person", "add", *SEAT, "--email", email, "--office", office, "--office", "az=Xidmətin rəisi")


def test_a_person_is_added_with_an_office_in_several_languages() -> None:
    assert add().stdout == "Chief@az.example speaks for AZ. Next: kenesh person invite Chief@az.example\n"
    person = Person.objects.get()
    assert (person.email, person.seat and person.seat.code, person.rank) == ("chief@az.example", "AZ", "head")
    assert person.offices == {"en": "Chief of the Service", "az": "Xidmətin rəisi"}


def test_a_program_is_told_whom_it_added() -> None:
    said = kenesh("person", "add", *SEAT, "--email", "a@az.example", "--office", "Chief", "--rank", "adviser", "--json")
    assert json.loads(said.stdout) == {"email": "a@az.example", "seat": "AZ"}
    assert Person.objects.get().rank == "adviser"


def test_the_link_of_an_invitation_admits_its_person_once() -> None:
    add()
    link = kenesh("person", "invite", "chief@AZ.example").stdout.splitlines()[-1]
    client = Client()
    client.post(urlsplit(link).path)
    assert client.session["_auth_user_id"] == str(Person.objects.get().pk)
    assert Client().post(urlsplit(link).path).status_code == 404


def test_a_program_gets_the_link_and_when_it_ends() -> None:
    add()
    said = json.loads(kenesh("person", "invite", "chief@az.example", "--json").stdout)
    assert sorted(said) == ["email", "expires", "link"]
    assert said["expires"] == Invitation.objects.get().expires_at.isoformat()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--email", "none", "--office", "Chief"], "--email: expected an e-mail address; found 'none'\n"),
        (
            ["--email", "a@az.example", "--office", "Chief\u202e"],
            "--office: expected up to 200 visible characters; found 'Chief\\u202e'\n",
        ),
        (
            ["--email", "chief@az.example", "--office", "Chief"],
            "chief@az.example signs someone in already; invite them with `kenesh person invite`.\n",
        ),
        (
            ["--email", "a@az.example", "--office", "Chief", "--seat", "XX"],
            "There is no seat 'XX' of a council 'turkic-council' here.\n",
        ),
    ],
)
def test_who_cannot_be_added_is_told_why_and_not_added(arguments: list[str], told: str) -> None:
    add()
    result = kenesh("person", "add", *SEAT, *arguments)
    assert (result.exit_code, result.stderr) == (2, told)
    assert Person.objects.count() == 1


def test_who_is_not_there_cannot_be_invited() -> None:
    result = kenesh("person", "invite", "nobody@az.example")
    assert (result.exit_code, result.stderr) == (
        2,
        "Nobody here signs in as 'nobody@az.example'; add them with `kenesh person add`.\n",
    )
