import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kenesh.council.models import Council, Seat
from kenesh.sites.cli.main import app

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

FILE = Path(__file__).parents[3] / "data" / "turkic-council.yaml"


def kenesh(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200"})


@pytest.fixture
def loaded() -> None:
    assert kenesh("council", "load", str(FILE)).exit_code == 0


def test_a_file_is_loaded_and_loaded_again() -> None:
    said = [kenesh("council", "load", str(FILE), "--json").stdout for _ in range(2)]
    assert said == ['{"council": "turkic-council", "seats": 10, "bodies": 1}\n'] * 2
    assert kenesh("council", "load", str(FILE)).stdout == "turkic-council is loaded: seats 10, bodies 1.\n"


def test_a_file_that_does_not_fit_is_answered_with_every_line_that_does_not_and_changes_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "council.yaml"
    text = FILE.read_text("utf-8").replace("Asia/Baku", "Baku").replace("Europe/Budapest", "Budapest")
    broken.write_text(text, "utf-8")
    result = kenesh("council", "load", str(broken))
    expected = [
        f"seats[{n}].time_zone: expected an IANA time zone such as Asia/Baku; found '{z}'"
        for n, z in ((0, "Baku"), (5, "Budapest"))
    ]
    assert [line.split(", ", 2)[2] for line in result.stderr.splitlines()] == expected
    assert (result.exit_code, Council.objects.count()) == (2, 0)


@pytest.mark.usefixtures("loaded")
def test_a_seat_that_is_held_cannot_be_dropped(tmp_path: Path) -> None:
    kenesh(
        "person", "add", "--council", "turkic-council", "--seat", "TM", "--email", "a@tm.example", "--office", "Chief"
    )
    text = FILE.read_text("utf-8")
    smaller = tmp_path / "council.yaml"
    smaller.write_text(text[: text.index("  - code: TM")] + text[text.index("  - code: TRNC") :], "utf-8")
    result = kenesh("council", "load", str(smaller))
    assert (result.exit_code, result.stderr) == (
        2,
        "TM: people or bodies hold what the file no longer names; move them first\n",
    )
    assert Seat.objects.filter(code="TM").count() == 1


@pytest.mark.usefixtures("loaded")
def test_a_council_is_shown_to_a_program_on_any_day() -> None:
    said = json.loads(kenesh("council", "show", "turkic-council", "--on", "2020-05-07", "--json").stdout)
    assert said["name"] == "Cooperation Council of Turkic Speaking States"
    assert said["chair"] == {"seat": "AZ", "since": "2019-10-14"}
    assert [[seat["seat"] for seat in said[part]] for part in ("members", "observers", "organs")] == [
        ["AZ", "KZ", "KG", "TR", "UZ"],
        ["HU"],
        ["SEC"],
    ]
    assert said["members"][4]["since"] == "2019-09"


@pytest.mark.usefixtures("loaded")
def test_a_council_is_shown_to_people_in_their_language() -> None:
    said = kenesh("council", "show", "turkic-council", "--on", "2020-05-07", "--language", "hu").stdout
    assert "Türk Nyelvű Államok Együttműködési Tanácsa on 2020-05-07" in said
    assert "In the chair: Azerbajdzsán, since 2019-10-14." in said
    assert "Országos Idegenrendészeti Főigazgatóság" in said


@pytest.mark.usefixtures("loaded")
def test_before_its_foundation_a_council_is_said_not_to_exist() -> None:
    assert "This council did not exist yet." in kenesh("council", "show", "turkic-council", "--on", "2000-01-01").stdout


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["rhine"], "There is no council 'rhine' here (loaded: turkic-council).\n"),
        (["turkic-council", "--on", "soon"], "--on: expected a day such as 2020-05-07; found 'soon'\n"),
    ],
)
def test_what_cannot_be_shown_is_wrong_input(arguments: list[str], told: str) -> None:
    result = kenesh("council", "show", *arguments)
    assert (result.exit_code, result.stderr) == (2, told)
