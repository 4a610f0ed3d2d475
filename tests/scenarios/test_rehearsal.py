import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from kenesh.core import zipped

pytestmark = pytest.mark.e2e

SCENARIOS = Path(__file__).parents[2] / "scenarios"
# A name in each language, with letters that others have not.
LANGUAGES = {
    "en": "Kazakhstan",
    "az": "Azərbaycan",
    "kk": "Әзербайжан",
    "ky": "Кыргызстан",
    "tr": "Kırgızistan",
    "uz": "Oʻzbekiston",
    "hu": "Magyarország",
}
KENESH = [sys.executable, "-c", "from kenesh.sites.cli.main import main; main()"]


def kenesh(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*KENESH, *arguments], capture_output=True, check=False, text=True)


def rehearsed(name: str, out: Path) -> Any:
    done = kenesh("rehearse", str(SCENARIOS / f"{name}.yaml"), "--out", str(out), "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_founding_meeting_runs_and_leaves_a_record_that_holds(tmp_path: Path) -> None:
    shown = rehearsed("2020-05-07", tmp_path)
    assert shown["acts"] >= 40
    assert shown["refused"] == len(shown["probes"]) >= 8
    assert {"quorum-decide", "entitlement", "floor", "languages"} <= {probe["rule"] for probe in shown["probes"]}
    assert shown["expect_met"] == shown["expect_total"] >= 40
    assert (shown["decision"], shown["verified"]) == ("TC/MIG/2020/1/DEC.2", True)
    assert "Migration Coordination Group" in shown["body"]
    record, key = tmp_path / "record.jsonl", tmp_path / "key.pub"
    assert kenesh("verify", str(record), "--key", str(key)).returncode == 0
    record.write_bytes(record.read_bytes().replace("Türk".encode(), b"Turk", 1))
    assert kenesh("verify", str(record), "--key", str(key)).returncode == 1
    _leaves_its_documents(shown, tmp_path)
    _leaves_its_archive(tmp_path)


def _leaves_its_documents(shown: Any, folder: Path) -> None:
    assert (shown["languages"], len(shown["documents"])) == (list(LANGUAGES), 14)
    assert [task["decision"] for task in shown["tasks"]] == ["TC/MIG/2020/1/DEC.2"]
    assert [report["seat"] for report in shown["reports"]] == ["AZ", "KZ", "KG", "TR", "UZ"]
    assert shown["convened"] == "TC/MIG/2020/2"
    for language, word in LANGUAGES.items():
        for kind in ("summary-record", "communique"):
            printed = PdfReader(folder / f"{kind}.{language}.pdf")
            assert str(printed.root_object["/Lang"]) == language
            text = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
            page = (folder / f"{kind}.{language}.html").read_text("utf-8")
            assert word in text
            assert word in page
            assert f'<html lang="{language}"' in page


def _leaves_its_archive(folder: Path) -> None:
    archive, key = folder / "archive.zip", folder / "key.pub"
    said = kenesh("verify", str(archive), "--key", str(key), "--json")
    assert said.returncode == 0
    assert json.loads(said.stdout)["files"] == 7
    with archive.open("rb") as file:
        entries = zipped.read(file=file)
    papers = [name for name in entries if name.startswith("papers/") and name.endswith(".txt")]
    assert len(papers) == 7
    whole = archive.read_bytes()
    for name in (papers[0], "documents/communique.kk.pdf"):
        changed = bytearray(whole)
        changed[entries[name].offset] ^= 1
        archive.write_bytes(changed)
        refused = kenesh("verify", str(archive), "--key", str(key), "--json")
        assert (refused.returncode, json.loads(refused.stdout)["entry"]) == (1, name)


def test_another_council_under_other_rules_needs_no_other_code(tmp_path: Path) -> None:
    shown = rehearsed("conference-francophone", tmp_path)
    assert (shown["ok"], shown["decision"], shown["body"]) == (True, "NR/AG/2025/1/DEC.1", "")
    assert shown["expect_met"] == shown["expect_total"] >= 40
    assert shown["refused"] >= 8
    # It asks for nothing after the meeting; what the site gives of it is fetched all the same.
    assert (shown["tasks"], shown["convened"]) == ([], "")
    assert shown["documents"]
    assert kenesh("verify", str(tmp_path / "archive.zip"), "--key", str(tmp_path / "key.pub")).returncode == 0


def test_the_working_groups_meeting_is_left_open(tmp_path: Path) -> None:
    shown = rehearsed("working-group", tmp_path)
    assert (shown["ok"], shown["decision"], shown["documents"], shown["archive"]) == (True, "", [], "")
    assert kenesh("verify", str(tmp_path / "record.jsonl"), "--key", str(tmp_path / "key.pub")).returncode == 1
