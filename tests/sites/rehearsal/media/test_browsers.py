import os
from importlib import util
from pathlib import Path

import pytest

from kenesh.sites.rehearsal.media import browsers
from kenesh.sites.rehearsal.media.browsers import NoBrowser, chromium, flags, require_playwright

pytestmark = pytest.mark.unit


def test_the_browser_named_by_the_environment_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "browser"
    named.touch()
    monkeypatch.setenv("CHROMIUM", str(named))
    assert chromium() == named
    named.unlink()
    with pytest.raises(NoBrowser, match="there is no such file"):
        chromium()


def test_else_the_machines_own_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browsers, "CHROMIUM", str(tmp_path / "none"))
    own = tmp_path / "chromium"
    own.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium() == own


def test_a_machine_without_one_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browsers, "CHROMIUM", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoBrowser, match="apt-get install chromium"):
        chromium()


def test_without_what_leads_the_browser_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsers, "find_spec", lambda name: None if name == "playwright" else util.find_spec(name))
    with pytest.raises(NoBrowser, match=r'pip install "kenesh\[media\]"'):
        require_playwright()


@pytest.mark.parametrize(("user", "without"), [(0, True), (1000, False)])
def test_only_root_goes_without_the_sandbox(monkeypatch: pytest.MonkeyPatch, user: int, without: bool) -> None:  # noqa: FBT001 -- pytest gives it
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert ("--no-sandbox" in flags()) is without
