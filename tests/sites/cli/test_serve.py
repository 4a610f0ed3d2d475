import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kenesh.sites.cli.serve import _listening
from tests.sites.cli.serving import kenesh, serving

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with serving(folder) as server:
        yield server.url


def test_an_empty_folder_becomes_a_site_that_answers(site: str) -> None:
    page = httpx.get(f"{site}/")
    assert (page.status_code, page.headers.get("server")) == (200, None)
    assert "No council has been loaded yet." in page.text


def test_its_files_are_compressed_and_kept_by_browsers_forever(site: str) -> None:
    style = httpx.get(f"{site}/").text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = httpx.get(site + style, headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_second_start_finds_everything_done(site: str, folder: Path) -> None:
    assert kenesh(folder, "migrate").stderr == "The database is up to date.\n"
    assert (folder / "static" / ".collected").is_file(), site


def test_the_folder_of_a_site_keeps_its_secret_to_its_owner(site: str, folder: Path) -> None:
    assert oct((folder / "secret.key").stat().st_mode)[-3:] == "600", site


def test_several_workers_on_sqlite_are_refused(tmp_path: Path) -> None:
    result = kenesh(tmp_path, "serve", "--workers", "2")
    assert result.returncode == 2
    assert result.stderr.startswith("Several workers need PostgreSQL")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "council.example"])  # noqa: S104 -- refused
def test_a_demo_that_others_could_reach_is_refused(tmp_path: Path, host: str) -> None:
    result = kenesh(tmp_path, "serve", "--host", host, KENESH_DEMO="1")
    assert (result.returncode, result.stderr.splitlines()[0]) == (
        2,
        f"This is a demo (KENESH_DEMO): whoever reaches it may take any seat, and others reach {host}.",
    )


def test_a_setting_that_cannot_be_meant_is_named(tmp_path: Path) -> None:
    result = kenesh(tmp_path, "migrate", KENESH_DEBUG="perhaps", KENESH_MAIL_PORT="0")
    assert (result.returncode, [line.split(":")[0] for line in result.stderr.splitlines()]) == (
        3,
        ["KENESH_DEBUG", "KENESH_MAIL_PORT"],
    )


def test_a_database_without_tables_is_something_missing(tmp_path: Path) -> None:
    result = kenesh(tmp_path, "council", "show", "turkic-council")
    assert (result.returncode, result.stderr.splitlines()[-1]) == (3, "Try `kenesh migrate`.")


def test_a_folder_that_cannot_be_written_is_something_missing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    result = kenesh(tmp_path / "file", "migrate")
    assert (result.returncode, "KENESH_DATA names the folder" in result.stderr) == (3, True)


def test_a_database_that_does_not_answer_is_something_missing(tmp_path: Path) -> None:
    url = "postgresql://kenesh:hush@127.0.0.1:1/none?connect_timeout=1"
    result = kenesh(tmp_path, "migrate", KENESH_DATABASE_URL=url, KENESH_DATABASE_TIMEOUT="1")
    assert (result.returncode, "hush" in result.stderr) == (3, False)


def test_a_port_that_is_taken_is_named(tmp_path: Path, site: str) -> None:
    port = site.rpartition(":")[2]
    refused = kenesh(tmp_path, "serve", "--port", port, "--quiet")
    assert (refused.returncode, f"Cannot listen on 127.0.0.1, port {port}" in refused.stderr) == (3, True)


def test_whoever_comes_in_is_missed_when_their_network_is_gone() -> None:
    with _listening(host="127.0.0.1", port=0) as door, socket.create_connection(door.getsockname()):
        came, _ = door.accept()
        with came:
            assert came.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 20_000


def test_no_part_of_an_answer_waits_for_the_one_before_to_arrive() -> None:
    with _listening(host="127.0.0.1", port=0) as door, socket.create_connection(door.getsockname()):
        came, _ = door.accept()
        with came:
            assert came.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
