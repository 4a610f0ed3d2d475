import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from kenesh.sites.rehearsal import server
from kenesh.sites.rehearsal.links import ask_links
from kenesh.sites.rehearsal.media import page
from kenesh.sites.rehearsal.media.playing import play_with_sound
from kenesh.sites.rehearsal.report import Report
from kenesh.sites.rehearsal.teller import Teller
from tests.sites.rehearsal.test_player import COUNCIL, scenario

pytestmark = pytest.mark.e2e

SPEECHES = (
    {"join": ["AT", "HU", "SEC"]},
    {"seat": "AT", "act": "open_meeting"},
    {"seat": "HU", "act": "request_floor"},
    {"seat": "AT", "act": "give_floor", "expect": [{"seat": "ALL", "speaker": "HU"}]},
    {"seat": "HU", "act": "yield_floor"},
    {"leave": ["SEC"]},
    {"wait": 2},
    {"seat": "AT", "act": "request_floor"},
    {"seat": "AT", "act": "give_floor"},
    {"seat": "AT", "act": "yield_floor"},
)
DEAF_TO_THE_JOURNAL = """for (const [kind, name, value] of [
  [HTMLMediaElement, "muted", false], [MediaStreamTrack, "enabled", true],
]) Object.defineProperty(kind.prototype, name, { get: () => value, set() {} });"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    council = folder / "council.yaml"
    council.write_text(json.dumps(COUNCIL), "utf-8")
    with server.own_server(folder=folder, council=council, tell=print) as own:
        yield own.address


def played(symbol: str, site: str, out: Path) -> tuple[Report, str]:
    told = StringIO()
    coming = play_with_sound(
        scenario=scenario(symbol, *SPEECHES),
        links=ask_links(site=site, council="two"),
        out=out,
        teller=Teller(console=Console(file=told), names={}),
    )
    # In a thread of its own: Playwright may have left an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coming).result(), told.getvalue()


def test_each_speech_is_heard_by_all_others_in_the_room_and_nothing_else_is(site: str, tmp_path: Path) -> None:
    report, told = played("1", site, tmp_path)
    assert report.failures == []
    said = report.as_json()
    assert said["ok"] is True
    assert said["heard"] == {
        "1": {"seat": "HU", "heard_by": ["AT", "SEC"]},
        "2": {"seat": "AT", "heard_by": ["HU"]},
    }
    assert (said["missed"], said["leaks"], said["held_open"]) == ({}, 0, "HU")
    assert "HU is heard by AT, SEC" in told


def test_a_page_that_plays_what_the_journal_does_not_allow_is_found_out(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "EARS", DEAF_TO_THE_JOURNAL + page.EARS)
    report, _ = played("2", site, tmp_path)
    said = report.as_json()
    assert said["ok"] is False
    assert said["leaks"] > 0
    assert {leak["seat"] for leak in said["leaked"]} == {"HU"}
    assert any("did not let it be heard" in failure for failure in report.failures)
