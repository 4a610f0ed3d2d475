import os
import shutil
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.unit

HOUSE = Path(__file__).parents[2]
ROOMS = HOUSE / "src" / "kenesh"
LINTER: dict[str, Any] = tomllib.loads((HOUSE / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS: dict[str, dict[str, Any]] = {contract["name"]: contract for contract in LINTER["contracts"]}

BREACHES = [
    ("Rooms import downwards", "council/domain/breach.py", "import kenesh.meetings.domain.breach"),
    ("Rooms import downwards", "lobby/__init__.py", ""),
    ("Floors import downwards", "meetings/domain/breach.py", "import kenesh.meetings.views"),
    ("Floors import downwards", "council/utils.py", ""),
    ("Floors of core import downwards", "core/domain/breach.py", "import kenesh.core.chain"),
    ("Floors of core import downwards", "core/utils.py", ""),
    ("Floors of sites import downwards", "sites/environment.py", "import kenesh.sites.urls"),
    ("Floors of sites import downwards", "sites/utils.py", ""),
    ("A room is entered by its doors", "meetings/views/meetings.py", "import kenesh.council.models"),
    ("A domain knows domains only", "meetings/domain/breach.py", "import kenesh.council.queries"),
    ("A domain is pure", "decisions/domain/breach.py", "import django.db"),
    ("A domain is pure", "council/domain/breach.py", "import pathlib"),
    ("The record is read without Django", "core/chain.py", "import django"),
    ("The record is read without Django", "meetings/verify.py", "from django.utils import timezone"),
]


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A copy of the house in which a contract can be broken; what a breach imports is there to be imported."""
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    shutil.copytree(ROOMS, tmp_path / "src" / "kenesh", ignore=lambda _, names: _not_python(names))
    imported = [
        "meetings/domain/breach.py",
        "meetings/views/meetings.py",
        "sites/urls.py",
        "council/models.py",
        "council/queries.py",
    ]
    for name in imported:
        (tmp_path / "src" / "kenesh" / name).touch()
    return tmp_path


@pytest.mark.parametrize(("contract", "place", "line"), BREACHES)
def test_a_contract_that_is_broken_is_seen(scratch: Path, contract: str, place: str, line: str) -> None:
    breach = scratch / "src" / "kenesh" / place
    breach.parent.mkdir(parents=True, exist_ok=True)
    text = breach.read_text() if breach.exists() else ""
    breach.write_text(f"{text}\n{line}\n")
    code, said = _lint_imports(scratch)
    module = "kenesh." + place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    assert (code, f"{contract} BROKEN" in said, module in said) == (1, True, True)


def test_every_contract_has_been_broken_once() -> None:
    assert {contract for contract, _, _ in BREACHES} == set(CONTRACTS)


def test_every_room_that_stands_has_its_floors_laid() -> None:
    laid = [contract["containers"] for name, contract in CONTRACTS.items() if name.startswith("Floors")]
    assert sorted(chain(*laid)) == sorted(f"kenesh.{room.parent.name}" for room in ROOMS.glob("*/__init__.py"))


def _not_python(names: list[str]) -> set[str]:
    return {name for name in names if "." in name and not name.endswith(".py")} | {"__pycache__"}


def _lint_imports(house: Path) -> tuple[int, str]:
    command = Path(sys.executable).with_name("lint-imports")
    environment = os.environ | {"PYTHONPATH": str(house / "src"), "COLUMNS": "200"}
    done = subprocess.run(
        [command, "--no-cache"], cwd=house, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr
