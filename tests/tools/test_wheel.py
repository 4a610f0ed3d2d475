import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.unit

HOUSE = Path(__file__).parents[2]
PACKAGE = HOUSE / "src" / "kenesh"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel, built without fetching anything."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=HOUSE, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return set(ZipFile(built).namelist())


def test_everything_of_the_package_is_in_it_built_and_compiled_files_too(wheel: set[str]) -> None:
    files = {f"kenesh/{file.relative_to(PACKAGE)}" for file in PACKAGE.rglob("*") if file.is_file()}
    assert {name for name in files if "__pycache__" not in name} - wheel == set()


def test_scripts_and_styles_are_in_it(wheel: set[str]) -> None:
    assert {name for name in wheel if name.endswith(("/kenesh.css", "/kenesh.js"))} != set()


def test_the_data_and_scenarios_that_the_demo_plays_are_in_it(wheel: set[str]) -> None:
    beside = [file for folder in ("data", "scenarios") for file in (HOUSE / folder).rglob("*") if file.is_file()]
    assert {f"kenesh/shipped/{file.relative_to(HOUSE)}" for file in beside} - wheel == set()


def test_the_licence_is_in_it(wheel: set[str]) -> None:
    assert [name for name in wheel if name.endswith("licenses/LICENSE")] != []
