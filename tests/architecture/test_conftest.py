import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

pytestmark = pytest.mark.unit

HOUSE = Path(__file__).parents[2]


@pytest.mark.filterwarnings("ignore:A test tried to use socket")  # pytest-socket also warns before it raises
def test_no_test_reaches_the_network() -> None:
    with pytest.raises(SocketConnectBlockedError), socket.socket() as knocking:
        knocking.connect(("192.0.2.1", 80))


def test_this_machine_may_be_talked_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as knocking:
        assert knocking.getpeername() == server.getsockname()


def test_a_file_without_a_mark_is_refused(tmp_path: Path) -> None:
    unmarked = tmp_path / "test_unmarked.py"
    unmarked.write_text("def test_something() -> None: ...\n")
    code, said = _pytest(unmarked)
    assert (code, f"no mark (unit, integration or e2e) at the top of: {unmarked}" in said) == (4, True)


def test_browsers_come_last_since_their_event_loop_stays(tmp_path: Path) -> None:
    for name, mark in (("a", "e2e"), ("b", "unit")):
        text = f"import pytest\npytestmark = pytest.mark.{mark}\ndef test_{mark}() -> None: ...\n"
        (tmp_path / f"test_{name}.py").write_text(text)
    _, said = _pytest(tmp_path, "--collect-only", "-q")
    assert [line.rpartition("::")[2] for line in said.splitlines() if "::" in line] == ["test_unit", "test_e2e"]


def _pytest(*arguments: str | Path) -> tuple[int, str]:
    plugins = ["-p", "tests.conftest", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", *plugins, *map(str, arguments)]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr
