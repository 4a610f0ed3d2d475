import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

HOUSE = Path(__file__).parents[2]


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder with the set-up and nothing else, which anybody may write to."""
    folder = Path(tempfile.mkdtemp(prefix="kenesh-setup-"))
    shutil.copytree(HOUSE / "bin", folder / "bin")
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def test_a_python_that_is_too_old_is_named_with_what_to_install(elsewhere: Path) -> None:
    old = elsewhere / "old"
    old.mkdir()
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        (old / name).write_text("#!/bin/sh\nexit 1\n")
        (old / name).chmod(0o755)
    done = _set_up(elsewhere, {"PATH": f"{old}:/usr/bin:/bin"})
    assert done.returncode == 2
    assert done.stderr == "setup: Kenesh needs Python 3.11 or newer. On Debian: apt-get install python3\n"


@pytest.mark.skipif(not Path("/usr/bin/apt-get").exists(), reason="says what to install with apt")
def test_who_is_not_root_is_told_exactly_what_to_install(elsewhere: Path) -> None:
    done = _set_up(elsewhere, {"PATH": "/usr/bin:/bin", "CHROMIUM": "/nowhere"}, "--tests", user=65534)
    assert done.returncode == 2
    assert "    apt-get update && apt-get install --no-install-recommends chromium\n" in done.stderr


def _set_up(
    folder: Path, environment: dict[str, str], *options: str, user: int | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(folder / "bin" / "setup"), *options],
        user=user if os.geteuid() == 0 else None,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
