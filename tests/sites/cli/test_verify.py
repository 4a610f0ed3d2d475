import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from kenesh.core import signing
from kenesh.sites.cli.verify import verify
from tests.meetings.records import KEY, record

pytestmark = pytest.mark.unit

RECORD = record()
APP = typer.Typer()
APP.command()(verify)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "record.jsonl").write_bytes(b"".join(RECORD))
    (tmp_path / "open.jsonl").write_bytes(b"".join(record(closed=False)))
    (tmp_path / "broken.jsonl").write_bytes(b"".join([RECORD[0], *RECORD[2:]]))
    (tmp_path / "key.pub").write_bytes(signing.public_pem(public=KEY.public_key()))
    return tmp_path


def run(folder: Path, file: str, *options: str, key: str = "key.pub") -> Result:
    return CliRunner().invoke(APP, [str(folder / file), "--key", str(folder / key), *options])


def said(result: Result) -> dict[str, Any]:
    (line,) = result.stdout.splitlines()
    answer: dict[str, Any] = json.loads(line)
    return answer


def test_a_record_that_holds_exits_with_0_and_says_so_to_programs(folder: Path) -> None:
    result = run(folder, "record.jsonl", "--json")
    assert result.exit_code == 0
    assert said(result) == {
        "ok": True,
        "lines": 12,
        "signatures": 1,
        "meeting": "TC/MIG/2020/1",
        "head": json.loads(RECORD[-1])["hash"],
    }


def test_a_person_reads_what_was_checked(folder: Path) -> None:
    result = run(folder, "record.jsonl")
    assert result.exit_code == 0
    assert [line.strip() for line in result.stdout.splitlines()] == [
        "The record of TC/MIG/2020/1 holds.",
        "12 lines: canonical, numbered without a gap, each with the hash of the one before.",
        "Signatures: 1, by key 139e3940e64b5491.",
        "Every line is one that the meeting could take.",
        "It ends with its closing signature.",
        f"Head: {json.loads(RECORD[-1])['hash']}",
    ]


def test_a_broken_record_exits_with_1_and_names_the_line(folder: Path) -> None:
    reason = "seq is 3 where 2 was due: a line is missing, doubled or out of order"
    result = run(folder, "broken.jsonl", "--json")
    assert (result.exit_code, said(result)) == (1, {"ok": False, "line": 2, "reason": reason})
    result = run(folder, "broken.jsonl")
    assert (result.exit_code, result.stdout) == (1, f"The record does not hold.\n  line 2: {reason}\n")


def test_an_open_record_takes_the_option(folder: Path) -> None:
    assert run(folder, "open.jsonl").exit_code == 1
    result = run(folder, "open.jsonl", "--interim")
    assert result.exit_code == 0
    assert "It ends with an interim signature: the meeting was still open." in result.stdout


@pytest.mark.parametrize(
    ("file", "key", "reason"),
    [
        ("missing.jsonl", "key.pub", "missing.jsonl: No such file or directory"),
        (".", "key.pub", ": Is a directory"),
        ("record.jsonl", "missing.pub", "missing.pub: No such file or directory"),
        ("record.jsonl", ".", ": Is a directory"),
        ("record.jsonl", "record.jsonl", "record.jsonl: this is not a public key in PEM form"),
    ],
)
def test_what_cannot_be_read_exits_with_2(folder: Path, file: str, key: str, reason: str) -> None:
    result = run(folder, file, "--json", key=key)
    assert result.exit_code == 2
    assert said(result)["ok"] is False
    assert reason in said(result)["reason"]
    result = run(folder, file, key=key)
    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr


@pytest.mark.parametrize(
    "content", [b"", b"\x1f\x8b\x08\x00", b"\x00\xff" * 5000, b"\r\n", b"{" * 100_000, b"[bold]\n"]
)
def test_any_other_file_is_a_broken_record_never_a_traceback(folder: Path, content: bytes) -> None:
    (folder / "odd").write_bytes(content)
    result = run(folder, "odd", "--json")
    assert (result.exit_code, said(result)["line"]) == (1, 1)
    assert run(folder, "odd").exit_code == 1


PROGRAM = """
import sys

class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "psycopg", "sqlite3"}:
            raise ImportError(name + " is not on this machine")

sys.meta_path.insert(0, Nothing())

from kenesh.sites.cli.main import main

main()
"""


def test_neither_django_nor_a_database_is_needed(folder: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "KENESH"))}
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, "verify", "record.jsonl", "--key", "key.pub", "--json"],
        cwd=folder,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["lines"] == 12
