import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.e2e

SCENARIOS = Path(__file__).parents[2] / "scenarios"
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


def test_another_council_under_other_rules_needs_no_other_code(tmp_path: Path) -> None:
    shown = rehearsed("conference-francophone", tmp_path)
    assert (shown["ok"], shown["decision"], shown["body"]) == (True, "NR/AG/2025/1/DEC.1", "")
    assert shown["expect_met"] == shown["expect_total"] >= 40
    assert shown["refused"] >= 8


def test_the_working_groups_meeting_is_left_open(tmp_path: Path) -> None:
    shown = rehearsed("working-group", tmp_path)
    assert (shown["ok"], shown["decision"]) == (True, "")
    assert kenesh("verify", str(tmp_path / "record.jsonl"), "--key", str(tmp_path / "key.pub")).returncode == 1
