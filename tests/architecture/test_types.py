import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.unit

HOUSE = Path(__file__).parents[2]
BREACH = '''"""A rule whose types nobody wrote down."""


def give_floor(seat):
    return seat.speaker
'''


def test_the_second_opinion_covers_every_domain() -> None:
    domains = list((HOUSE / "src" / "kenesh").glob("*/domain/**/*.py"))
    assert _second_opinion(HOUSE)["filesAnalyzed"] == len(domains) > 0


def test_the_second_opinion_sees_an_untyped_rule_and_nothing_outside_the_domains(tmp_path: Path) -> None:
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    (tmp_path / ".venv").symlink_to(HOUSE / ".venv")
    for folder in ("meetings/domain/rules", "meetings"):
        place = tmp_path / "src" / "kenesh" / folder / "breach.py"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(BREACH)
    summary = _second_opinion(tmp_path)
    assert (summary["filesAnalyzed"], summary["errorCount"] > 0) == (1, True)


def _second_opinion(house: Path) -> dict[str, Any]:
    command = [str(Path(sys.executable).with_name("basedpyright")), "--outputjson"]
    done = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)
    summary: dict[str, Any] = json.loads(done.stdout)["summary"]
    return summary
