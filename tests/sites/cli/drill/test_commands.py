"""Both drills, small: what they find must hold; what they start must end."""

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sites.cli.serving import KENESH, environment, kenesh

pytestmark = pytest.mark.integration


@pytest.fixture
def roomy() -> Iterator[Path]:
    """An empty folder that PostgreSQL's own user can enter, as it cannot enter pytest's."""
    with tempfile.TemporaryDirectory(prefix="kenesh-test-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The one the suite runs on; a drill starts its own."""
    return str(request.config.getoption("--database"))


def drill(folder: Path, *arguments: str) -> dict[str, Any]:
    done = kenesh(folder, "drill", *arguments, "--json", TMPDIR=str(folder))
    assert done.returncode == 0, done.stderr + done.stdout
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_killed_again_and_again_the_site_keeps_what_it_acknowledged(roomy: Path, database: str) -> None:
    out = roomy / "out"
    found = drill(
        roomy, "crash", "--acts", "40", "--kills", "5", "--clients", "4", "--database", database, "--out", str(out)
    )
    wanted = {"holds": True, "acts": 40, "acknowledged": 40, "kills": 5, "lost": 0, "doubled": 0, "differing": 0}
    assert wanted.items() <= found.items()
    assert (found["verified"], found["reason"], found["database"]) == (True, "", database)
    checked = kenesh(roomy, "verify", str(out / "record.jsonl"), "--key", str(out / "key.pub"), "--json")
    assert json.loads(checked.stdout)["lines"] == found["lines"]
    assert sorted(path.name for path in roomy.iterdir()) == ["out"]


def test_positions_that_race_the_close_end_in_one_outcome_for_everyone(roomy: Path, database: str) -> None:
    found = drill(roomy, "race", "--clients", "6", "--rounds", "4", "--database", database)
    assert {"holds": True, "clients": 6, "rounds": 4, "rounds_equal": 4, "faults": [], "verified": True}.items() <= (
        found.items()
    )
    assert found["accepted"] + found["refused"] == found["positions"] >= 24


def test_a_drill_that_is_ended_ends_what_it_started(roomy: Path) -> None:
    command = [*KENESH, "drill", "crash", "--acts", "100000", "--kills", "50000"]
    settings = environment(roomy, TMPDIR=str(roomy))
    with subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + 120
        while not any("serve" in words for words in belonging_to(roomy)) and time.monotonic() < until:
            time.sleep(0.1)
        assert len(belonging_to(roomy)) >= 2, "the drill and its site"
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    assert process.returncode == 130
    assert belonging_to(roomy) == []
    assert list(roomy.iterdir()) == []


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
def test_what_cannot_be_drilled_is_refused(roomy: Path, arguments: tuple[str, ...], said: str) -> None:
    done = kenesh(roomy, "drill", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
