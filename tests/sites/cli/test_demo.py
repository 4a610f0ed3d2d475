import json
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from kenesh.sites.cli.main import app
from kenesh.sites.rehearsal.server import free_port, is_free

pytestmark = pytest.mark.e2e

KENESH = [sys.executable, "-c", "from kenesh.sites.cli.main import main; main()"]
LANGUAGES = ("en", "az", "kk", "ky", "tr", "uz", "hu")
COMMUNIQUE = "/turkic-council/meetings/tc-mig-2020-1/documents/communique/"
OPENED = 240  # seconds, on a machine that does other things too


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("here") / "demo"


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[subprocess.Popen[str]]:
    with demo(folder) as process:
        yield process


@contextmanager
def demo(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [*KENESH, "demo", "--dir", str(folder), "--port", str(free_port()), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        until = time.monotonic() + OPENED
        while not (folder / "links.json").exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.2)
        yield process
        if process.poll() is None:
            process.kill()


@pytest.fixture(scope="module")
def links(running: subprocess.Popen[str], folder: Path) -> Any:
    assert running.poll() is None, running.communicate()[0]
    return json.loads((folder / "links.json").read_text("utf-8"))


def test_a_port_in_use_ends_with_3_and_leaves_what_is_there(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = CliRunner().invoke(app, ["demo", "--dir", str(tmp_path), "--port", port])
    assert done.exit_code == 3
    assert f"Port {port} of 127.0.0.1 is in use" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_a_demos_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years", "utf-8")
    done = CliRunner().invoke(app, ["demo", "--dir", str(tmp_path), "--port", str(free_port())])
    assert done.exit_code == 2
    assert "holds something that is not a demo's" in done.stderr
    assert (tmp_path / "thesis.txt").read_text("utf-8") == "years"


def test_every_seat_has_a_link_into_an_open_room(links: Any) -> None:
    assert list(links["seats"]) == ["AZ", "KZ", "KG", "TR", "UZ", "HU", "SEC"]
    for link in links["seats"].values():
        assert link.startswith(links["site"])
        with httpx.Client(follow_redirects=True, trust_env=False) as visitor:
            page = visitor.get(link)
        assert page.status_code == 200
        assert page.url.path == "/turkic-council/meetings/tc-mig-2020-2/room/"
        assert "region-desk" in page.text


def test_the_founding_meeting_left_its_decisions_and_its_record(links: Any, folder: Path) -> None:
    decisions = httpx.get(f"{links['site']}/turkic-council/decisions/", trust_env=False).text
    assert "TC/MIG/2020/1/DEC.2" in decisions
    record, key = folder / "record.jsonl", folder / "key.pub"
    for file in (record, folder / "archive.zip"):
        assert subprocess.run([*KENESH, "verify", str(file), "--key", str(key)], check=False).returncode == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_communique_can_be_read_in_each_language(links: Any, language: str) -> None:
    page = httpx.get(f"{links['site']}{COMMUNIQUE}{language}/", trust_env=False)
    assert page.status_code == 200
    assert f'<article class="document prose" lang="{language}">' in page.text


def test_what_is_open_stands_on_the_next_meetings_agenda(links: Any) -> None:
    page = httpx.get(f"{links['site']}/turkic-council/meetings/tc-mig-2020-2/", trust_env=False)
    assert "Follow-up of decisions: TC/MIG/2020/1/DEC.2" in page.text


def test_a_second_demo_leaves_the_first_ones_folder_alone(links: Any, folder: Path) -> None:
    done = CliRunner().invoke(app, ["demo", "--dir", str(folder), "--port", str(free_port())])
    assert done.exit_code == 3
    assert "Another demo runs in" in done.stderr
    assert json.loads((folder / "links.json").read_text("utf-8")) == links


def test_a_signal_ends_the_demo_with_its_site(running: subprocess.Popen[str], links: Any, folder: Path) -> None:
    running.send_signal(signal.SIGTERM)
    said, _ = running.communicate(timeout=30)
    assert running.returncode == 0
    assert said.rstrip().endswith("The demo has ended.")
    assert [f"{links['site']}{COMMUNIQUE}{language}/" in said for language in LANGUAGES] == [True] * len(LANGUAGES)
    assert is_free(host="127.0.0.1", port=httpx.URL(links["site"]).port or 0)
    assert not (folder / "links.json").exists()


def test_a_demo_for_other_machines_gives_links_over_tls(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with demo(folder, "--host", "0.0.0.0") as process:  # noqa: S104 -- what is tried
        assert process.poll() is None, process.communicate()[0]
        given = json.loads((folder / "links.json").read_text("utf-8"))
        link = httpx.URL(given["seats"]["KZ"])
        assert (link.scheme, str(link).startswith(given["site"])) == ("https", True)
        trusting = ssl.create_default_context(cafile=folder / "data" / "tls" / "certificate.pem")
        with httpx.Client(verify=trusting, trust_env=False, headers={"Host": link.netloc.decode()}) as visitor:
            answer = visitor.get(link.copy_with(host="127.0.0.1"))
        assert (answer.status_code, answer.headers["Location"]) == (302, link.params["next"])
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)
    assert "SHA-256 fingerprint" in said
    assert process.returncode == 0
