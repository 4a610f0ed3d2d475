"""Both drills, small: what they find must hold; what they start must end."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.sites.cli.serving import KENESH, environment, kenesh

pytestmark = pytest.mark.integration


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The one the suite runs on; a drill starts its own."""
    return str(request.config.getoption("--database"))


def drill(folder: Path, *arguments: str) -> dict[str, Any]:
    done = kenesh(folder, "drill", *arguments, "--json", TMPDIR=str(folder))
    assert done.returncode == 0, done.stderr + done.stdout
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_killed_again_and_again_the_site_keeps_what_it_acknowledged(tmp_path: Path, database: str) -> None:
    out = tmp_path / "out"
    found = drill(
        tmp_path, "crash", "--acts", "40", "--kills", "5", "--clients", "4", "--database", database, "--out", str(out)
    )
    wanted = {"holds": True, "acts": 40, "acknowledged": 40, "kills": 5, "lost": 0, "doubled": 0, "differing": 0}
    assert wanted.items() <= found.items()
    assert (found["verified"], found["reason"], found["database"]) == (True, "", database)
    checked = kenesh(tmp_path, "verify", str(out / "record.jsonl"), "--key", str(out / "key.pub"), "--json")
    assert json.loads(checked.stdout)["lines"] == found["lines"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_positions_that_race_the_close_end_in_one_outcome_for_everyone(tmp_path: Path, database: str) -> None:
    found = drill(tmp_path, "race", "--clients", "6", "--rounds", "4", "--database", database)
    assert {"holds": True, "clients": 6, "rounds": 4, "rounds_equal": 4, "faults": [], "verified": True}.items() <= (
        found.items()
    )
    assert found["accepted"] + found["refused"] == found["positions"] >= 24


def test_a_drill_that_is_ended_ends_what_it_started(tmp_path: Path) -> None:
    command = [*KENESH, "drill", "crash", "--acts", "100000", "--kills", "50000"]
    settings = environment(tmp_path, TMPDIR=str(tmp_path))
    with subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + 120
        while not any("serve" in words for words in belonging_to(tmp_path)) and time.monotonic() < until:
            time.sleep(0.1)
        assert len(belonging_to(tmp_path)) >= 2, "the drill and its site"
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    assert process.returncode == 130
    assert belonging_to(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def belonging_to(folder: Path) -> list[str]:
    """Return the commands of the processes that keep their files in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.fsencode(f"TMPDIR={folder}") in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:  # it has ended, or is not ours
            continue
    return [words for words in found if words]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("crash", "--acts", "5", "--kills", "5"), "--acts: expected more than the 5 kills"),
        (("race", "--workers", "2"), "--workers: several need --database postgresql"),
    ],
)
def test_what_cannot_be_drilled_is_refused(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = kenesh(tmp_path, "drill", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
