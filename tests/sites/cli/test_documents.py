import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from kenesh.sites.cli.main import app
from tests.publications.conftest import held as held  # noqa: PLC0414 -- a fixture
from tests.publications.conftest import load_council as load_council  # noqa: PLC0414 -- a fixture
from tests.publications.conftest import table as table  # noqa: PLC0414 -- a fixture

if TYPE_CHECKING:
    from tests.meetings.conftest import Table

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LANGUAGES = ("en", "az", "kk", "ky", "tr", "uz", "hu")


def kenesh(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["document", *arguments], env={"COLUMNS": "200"})


def test_every_document_of_a_meeting_is_written_in_its_languages(held: "Table", tmp_path: Path) -> None:
    said = kenesh("export", held.meeting.symbol, "--out", str(tmp_path / "out"), "--json")
    assert said.exit_code == 0
    assert json.loads(said.stdout)["documents"] == 28
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        f"{kind}.{language}.{ending}"
        for kind in ("summary-record", "communique")
        for language in LANGUAGES
        for ending in ("html", "pdf")
    }
    page = (tmp_path / "out" / "summary-record.kk.html").read_text("utf-8")
    assert '<html lang="kk">' in page
    assert "Әзербайжан" in page
    assert (tmp_path / "out" / "communique.hu.pdf").read_bytes().startswith(b"%PDF-")


def test_some_languages_can_be_asked_for(held: "Table", tmp_path: Path) -> None:
    said = kenesh("export", held.meeting.symbol, "--out", str(tmp_path), "--language", "hu")
    assert said.stdout == f"4 files are in {tmp_path}.\n"
    refused = kenesh("export", held.meeting.symbol, "--out", str(tmp_path), "--language", "fr")
    assert refused.exit_code == 2
    assert "expected one of en, az, kk, ky, tr, uz, hu; found fr" in refused.stderr


@pytest.mark.parametrize("council", [(), ("--council", "rhine-council")])
def test_a_meeting_that_is_not_here_is_said_to_be_so(held: "Table", tmp_path: Path, council: tuple[str, ...]) -> None:
    symbol = held.meeting.symbol if council else "TC/NONE/1"
    refused = kenesh("export", symbol, "--out", str(tmp_path), *council)
    assert refused.exit_code == 2
    assert refused.stderr == f"There is no meeting '{symbol}' here.\n"
