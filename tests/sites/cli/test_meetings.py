import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

from kenesh.core import zipped
from kenesh.sites.cli.main import app
from tests.publications.conftest import Papers
from tests.publications.conftest import held as held  # noqa: PLC0414 -- a fixture
from tests.publications.conftest import load_council as load_council  # noqa: PLC0414 -- a fixture
from tests.publications.conftest import papers as papers  # noqa: PLC0414 -- a fixture
from tests.publications.conftest import stranger as stranger  # noqa: PLC0414 -- a fixture
from tests.publications.conftest import table as table  # noqa: PLC0414 -- a fixture
from tests.publications.test_archive import elsewhere as elsewhere  # noqa: PLC0414 -- a fixture

if TYPE_CHECKING:
    from tests.meetings.conftest import Table

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SYMBOL = "TC/MIG/2020/1"
LANGUAGES = ("en", "az", "kk", "ky", "tr", "uz", "hu")


def kenesh(*arguments: Any) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], env={"COLUMNS": "200"})


def said(result: Result) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return answer


@pytest.fixture
def archive(papers: Papers, tmp_path: Path) -> Path:
    papers.release("communique", *LANGUAGES)
    papers.post("SEC", "communique/freeze/")
    (tmp_path / "key.pub").write_bytes(papers.clients["public"].get("/keys/record.pub").content)
    for name in ("communique.statement.json", "communique.kk.json"):
        (tmp_path / name).write_bytes(papers.get("public", name).content)
    assert kenesh("meeting", "export", SYMBOL, "--out", tmp_path / "archive.zip").exit_code == 0
    return tmp_path / "archive.zip"


def test_an_archive_is_written_and_holds(archive: Path) -> None:
    result = kenesh("verify", archive, "--key", archive.parent / "key.pub", "--json")
    assert result.exit_code == 0
    told = said(result)
    assert (told["ok"], told["meeting"], told["documents"], told["frozen"]) == (True, SYMBOL, 14, ["communique"])
    assert told["entries"] == 4 + 2 + 1 + 14 * 3
    words = kenesh("verify", archive, "--key", archive.parent / "key.pub").stdout
    assert "The archive of TC/MIG/2020/1 holds." in words
    assert list(archive.parent.glob(".archive*")) == []


@pytest.mark.parametrize("name", ["documents/communique.kk.pdf", "documents/summary-record.hu.html", "record.jsonl"])
def test_after_a_byte_is_changed_it_says_which(archive: Path, name: str) -> None:
    whole = bytearray(archive.read_bytes())
    entry = zipped.read(file=io.BytesIO(whole))[name]
    whole[entry.offset + entry.size // 2] ^= 1
    archive.write_bytes(whole)
    result = kenesh("verify", archive, "--key", archive.parent / "key.pub", "--json")
    assert (result.exit_code, said(result)["ok"], said(result)["entry"]) == (1, False, name)
    assert said(result)["reason"]
    words = kenesh("verify", archive, "--key", archive.parent / "key.pub")
    assert (words.exit_code, words.stdout.splitlines()[0]) == (1, "It does not hold.")
    assert words.stdout.splitlines()[1].startswith(f"  {name}: ")


def test_a_statement_holds_with_the_texts_it_signed(archive: Path) -> None:
    folder = archive.parent
    asked = ("verify", folder / "communique.statement.json", "--key", folder / "key.pub", "--json")
    result = kenesh(*asked, "--document", folder / "communique.kk.json")
    assert (result.exit_code, said(result)["held"]) == (0, ["kk"])
    text = folder / "communique.kk.json"
    text.write_bytes(text.read_bytes().replace(b"TC/MIG/2020/1/DEC", b"TC/MIG/2020/2/DEC"))
    result = kenesh(*asked, "--document", text)
    assert (result.exit_code, said(result)["entry"]) == (1, "communique.kk.json")
    statement = folder / "communique.statement.json"
    statement.write_bytes(statement.read_bytes().replace(b"communique", b"summary-record"))
    assert (kenesh(*asked).exit_code, said(kenesh(*asked))["entry"]) == (1, "statement")


def test_it_is_imported_where_its_council_is(archive: Path, elsewhere: Callable[[], None]) -> None:
    first = archive.read_bytes()
    elsewhere()
    result = kenesh("meeting", "import", archive, "--key", archive.parent / "key.pub", "--json")
    assert (result.exit_code, said(result)["meeting"]) == (0, SYMBOL)
    again = kenesh("meeting", "import", archive)
    assert again.exit_code == 2
    assert "is here already; nothing of it is replaced" in again.stderr
    assert kenesh("meeting", "export", SYMBOL, "--out", archive).exit_code == 0
    assert archive.read_bytes() == first


def test_one_whose_key_nobody_vouched_for_names_it(archive: Path, elsewhere: Callable[[], None]) -> None:
    elsewhere()
    assert "Nobody vouched for its key" in kenesh("meeting", "import", archive).stdout


def test_one_that_does_not_hold_is_not_kept(archive: Path, elsewhere: Callable[[], None]) -> None:
    from kenesh.meetings.models import Meeting  # noqa: PLC0415 -- the settings are read by now

    elsewhere()
    archive.write_bytes(archive.read_bytes().replace("Türk".encode(), b"Turkk", 1))
    result = kenesh("meeting", "import", archive)
    assert result.exit_code == 1
    assert "The archive does not hold, and nothing of it is kept." in result.stderr
    assert Meeting.objects.count() == 0


def test_a_meeting_still_open_is_not_exported(table: "Table", tmp_path: Path) -> None:
    table.open()
    refused = kenesh("meeting", "export", SYMBOL, "--out", tmp_path / "archive.zip")
    assert refused.exit_code == 2
    assert refused.stderr == f"{SYMBOL} is not over: a meeting has an archive once its record is closed.\n"
    assert list(tmp_path.glob("*archive*")) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"\0" * 1000])
def test_any_other_file_is_refused_in_a_sentence(content: bytes, tmp_path: Path, db: None) -> None:  # noqa: ARG001 -- a site
    path = tmp_path / "odd.zip"
    path.write_bytes(content)
    refused = kenesh("meeting", "import", path)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith("The archive does not hold")
    assert kenesh("meeting", "import", tmp_path / "missing.zip").exit_code == 2
