import asyncio
import json
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from kenesh.sites.rehearsal import server
from kenesh.sites.rehearsal.client import SiteFails
from kenesh.sites.rehearsal.links import Links, NoLinks, ask_links
from kenesh.sites.rehearsal.player import play
from kenesh.sites.rehearsal.report import Report
from kenesh.sites.rehearsal.scenario import Scenario
from kenesh.sites.rehearsal.table import NotConvened
from kenesh.sites.rehearsal.teller import Teller

pytestmark = pytest.mark.e2e

MEMBER = [{"status": "member", "since": 2001}]
COUNCIL = {
    "council": "two",
    "languages": ["en", "hu"],
    "rule_profile": "unga-like",
    "names": [{"since": 2001, "names": {"en": "Two"}}],
    "seats": [
        {"code": "AT", "state": "AT", "names": {"en": "Austria", "hu": "Ausztria"}, "statuses": MEMBER},
        {"code": "HU", "state": "HU", "names": {"en": "Hungary", "hu": "Magyarország"}, "statuses": MEMBER},
        {
            "code": "SEC",
            "organ": "secretariat",
            "names": {"en": "Secretariat"},
            "statuses": [{"status": "organ", "since": 2001}],
        },
    ],
}
OPEN: list[dict[str, Any]] = [{"join": ["AT", "HU"]}, {"seat": "AT", "act": "open_meeting"}]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    council = folder / "council.yaml"
    council.write_text(json.dumps(COUNCIL), "utf-8")
    with server.own_server(folder=folder, council=council, tell=print) as own:
        yield own.address


def scenario(symbol: str, *steps: dict[str, Any], **meeting: Any) -> Scenario:
    convened = {
        "symbol": f"TWO/{symbol}",
        "title": {"en": "Meeting"},
        "start": "2025-03-03T09:00:00Z",
        "seats": ["AT", "HU", "SEC"],
        "chair": "AT",
        "agenda": [{"title": {"en": "Water"}}],
    }
    return Scenario.model_validate(
        {"title": symbol, "council": COUNCIL, "meeting": convened | meeting, "acts": list(steps)}
    )


def played(whole: Scenario, site: str, out: Path, *, links: Links | None = None, real_pace: bool = False) -> Report:
    teller = Teller(console=Console(file=StringIO()), names={})
    links = links or ask_links(site=site, council="two")
    # In a thread of its own: Playwright may have left an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        coming = play(scenario=whole, links=links, out=out, teller=teller, real_pace=real_pace)
        return pool.submit(asyncio.run, coming).result()


def test_a_meeting_left_open_is_verified_by_its_interim_signature(site: str, tmp_path: Path) -> None:
    report = played(scenario("OPEN", *OPEN), site, tmp_path)
    assert report.holds
    assert (report.acts, report.verified, report.failures) == (1, True, [])
    assert (tmp_path / "record.jsonl").read_bytes().count(b"\n") == report.lines


def test_an_expectation_that_is_not_served_fails_seat_by_seat(site: str, tmp_path: Path) -> None:
    wrong = {"note": "look", "expect": [{"seat": "ALL", "phase": "suspended"}, {"seat": "HU", "sees": "Mars"}]}
    report = played(scenario("WRONG", *OPEN, wrong), site, tmp_path)
    assert not report.holds
    assert (report.expect_met, report.expect_total) == (0, 2)
    assert report.failures == [
        "AT: phase is open, expected suspended",
        "HU: phase is open, expected suspended",
        "HU: “Mars” is not shown",
    ]


def test_a_probe_that_the_rules_let_through_ends_the_play(site: str, tmp_path: Path) -> None:
    probe = {"seat": "AT", "act": "suspend_meeting", "refused": "presiding"}
    never = {"seat": "AT", "act": "resume_meeting", "expect": [{"seat": "AT", "phase": "open"}]}
    report = played(scenario("PROBE", *OPEN, probe, never), site, tmp_path)
    assert report.failures == ["AT suspend meeting: done, expected refused under presiding; the rest was not played"]
    assert (report.refused, report.probes, report.expect_met, report.expect_total) == (0, 1, 0, 1)


def test_a_probe_refused_under_another_rule_is_told(site: str, tmp_path: Path) -> None:
    probe = {"seat": "HU", "act": "close_meeting", "refused": "session"}
    report = played(scenario("OTHER", *OPEN, probe), site, tmp_path)
    assert report.refused == 0
    (failure,) = report.failures
    assert failure.startswith("HU close meeting: refused under presiding (")
    assert failure.endswith("), expected under session")


def test_an_act_that_is_refused_ends_the_play(site: str, tmp_path: Path) -> None:
    report = played(scenario("REFUSED", *OPEN, {"seat": "HU", "act": "close_meeting"}), site, tmp_path)
    assert len(report.failures) == 1
    assert report.failures[0].startswith("HU close meeting: refused under presiding (")


def test_an_act_that_is_not_understood_ends_the_play(site: str, tmp_path: Path) -> None:
    act = {"seat": "AT", "act": "hand_over_chair", "to": "ZZ"}
    report = played(scenario("UNKNOWN", *OPEN, act), site, tmp_path)
    assert len(report.failures) == 1
    assert report.failures[0].startswith("AT hand over chair (to ZZ): not understood (422): {'to': ")


def test_a_seat_that_leaves_is_absent_and_one_that_is_cut_off_is_not(site: str, tmp_path: Path) -> None:
    steps: list[dict[str, Any]] = [
        {"disconnect": "HU", "expect": [{"seat": "AT", "present": ["AT", "HU"]}]},
        {"join": "HU", "expect": [{"seat": "HU", "present": ["AT", "HU"]}]},
        {"leave": "HU", "expect": [{"seat": "AT", "present": ["AT"]}]},
        {"seat": "HU", "act": "request_floor", "refused": "presence"},
    ]
    report = played(scenario("LEAVE", *OPEN, *steps), site, tmp_path)
    assert report.failures == []
    assert (report.refused, report.expect_met) == (1, 3)


def test_each_seat_reads_in_its_own_language(site: str, tmp_path: Path) -> None:
    looks = {"note": "look", "expect": [{"seat": "HU", "sees": "Ausztria"}, {"seat": "AT", "sees_not": "Ausztria"}]}
    assert played(scenario("READS", *OPEN, looks, reads={"HU": "hu"}), site, tmp_path).holds


def test_nobody_is_served_what_happens_behind_closed_doors(site: str, tmp_path: Path) -> None:
    public = {"note": "look", "expect": [{"public": True, "phase": "open"}, {"public": True, "sees": "Austria"}]}
    report = played(scenario("CLOSED", *OPEN, public), site, tmp_path)
    assert report.expect_met == 0
    assert report.failures[0] == "public: is not in the room, so no journal is served to it"


def test_a_seat_that_did_not_join_sees_the_page_alone(site: str, tmp_path: Path) -> None:
    looks = {
        "note": "look",
        "expect": [
            {"seat": "SEC", "sees": "Austria"},
            {"seat": "SEC", "page": "meeting", "sees": "TWO/PAGE"},
            {"seat": "SEC", "phase": "open"},
        ],
    }
    report = played(scenario("PAGE", *OPEN, looks), site, tmp_path)
    assert report.failures == ["SEC: is not in the room, so no journal is served to it"]
    assert report.expect_met == 2


def test_a_meeting_is_moved_and_called_off_and_its_record_holds(site: str, tmp_path: Path) -> None:
    moved = {"seat": "SEC", "act": "move_meeting", "starts_at": "2030-01-02T10:00:00Z", "reason": "Snow"}
    off = {"seat": "SEC", "act": "cancel_meeting", "reason": "More snow"}
    seen = {"seat": "ALL", "phase": "cancelled"}
    steps = ({"join": ["AT", "HU"]}, moved, {**off, "expect": [seen, {"seat": "AT", "sees": "More snow"}]})
    report = played(scenario("OFF", *steps), site, tmp_path)
    assert report.failures == []
    assert (report.holds, report.verified) == (True, True)


def test_with_nobody_in_the_room_nobody_is_served(site: str, tmp_path: Path) -> None:
    report = played(scenario("EMPTY", {"note": "x", "expect": [{"seat": "ALL", "phase": "convened"}]}), site, tmp_path)
    assert report.failures == ["nobody is in the room to be served it"]


def test_at_its_real_pace_the_story_takes_its_time(site: str, tmp_path: Path) -> None:
    whole = scenario("PACE", {"note": "later", "at": "0:00:02"})
    assert played(whole, site, tmp_path, real_pace=True).seconds >= 2


def test_a_symbol_that_is_taken_is_not_convened_again(site: str, tmp_path: Path) -> None:
    played(scenario("TAKEN", {"note": "convened"}), site, tmp_path)
    with pytest.raises(NotConvened, match=r"did not convene TWO/TAKEN: .*This symbol is taken"):
        played(scenario("TAKEN", {"note": "again"}), site, tmp_path)


def test_a_link_that_does_not_sign_in_is_told(site: str, tmp_path: Path) -> None:
    links = ask_links(site=site, council="two")
    links.seats["AT"] = links.seats["AT"].__class__(f"{site}/demo/seat/NOBODY/")
    with pytest.raises(SiteFails, match="the link of AT does not sign in: 404"):
        played(scenario("LINK", *OPEN), site, tmp_path, links=links)


def test_every_seat_needs_a_link(site: str, tmp_path: Path) -> None:
    links = ask_links(site=site, council="two")
    del links.seats["HU"]
    with pytest.raises(NoLinks, match="no link for the seat HU"):
        played(scenario("NOLINK", *OPEN), site, tmp_path, links=links)


def test_invitations_that_work_once_seat_a_delegation_too(site: str, folder: Path, tmp_path: Path) -> None:
    links = Links.model_validate(
        {"site": site, "seats": {code: invitation(site, folder, code) for code in ("AT", "HU", "SEC")}}
    )
    assert played(scenario("INVITED", *OPEN), site, tmp_path, links=links).holds
    with pytest.raises(SiteFails, match="does not sign in: 404"):
        played(scenario("AGAIN", *OPEN), site, tmp_path, links=links)


def invitation(site: str, folder: Path, code: str) -> str:
    email = f"{code}@example.org"
    kenesh(site, folder, "person", "add", "--council", "two", "--seat", code, "--email", email, "--office", "Head")
    return str(json.loads(kenesh(site, folder, "person", "invite", email, "--json"))["link"])


def kenesh(site: str, folder: Path, *command: str) -> str:
    environment = server._environment(folder=folder, site=site, static=folder)
    done = subprocess.run([*server.KENESH, *command], env=environment, capture_output=True, check=True, text=True)
    return done.stdout
