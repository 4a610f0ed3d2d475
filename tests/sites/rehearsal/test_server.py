import socket
from pathlib import Path

import pytest

from kenesh.sites.rehearsal.server import PortTaken, ServerFails, free_port, own_server, refuse_taken, static_folder

pytestmark = pytest.mark.unit


def test_a_port_in_use_is_told_before_anything_is_done(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with (
            pytest.raises(PortTaken, match=f"Port {port} of 127.0.0.1 is in use"),
            own_server(folder=tmp_path, council=tmp_path / "council.yaml", tell=print, port=port),
        ):
            pass
    assert list(tmp_path.iterdir()) == []


def test_a_free_port_is_not_refused() -> None:
    refuse_taken(host="127.0.0.1", port=free_port())


def test_a_council_that_cannot_be_loaded_ends_with_what_the_site_said(tmp_path: Path) -> None:
    council = tmp_path / "council.yaml"
    council.write_text("council: two\n", "utf-8")
    with (
        pytest.raises(ServerFails, match=r"`kenesh council load .*` ended with 2:\n(.|\n)*languages"),
        own_server(folder=tmp_path, council=council, tell=print),
    ):
        pass


def test_prepared_files_are_kept_from_one_rehearsal_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first = static_folder(otherwise=tmp_path)
    assert first == static_folder(otherwise=tmp_path / "other")
    assert tmp_path / "cache" in first.parents


def test_without_a_home_to_keep_them_they_go_into_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = tmp_path / "file"
    nowhere.write_text("", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(nowhere))
    assert static_folder(otherwise=tmp_path) == tmp_path / "static"
