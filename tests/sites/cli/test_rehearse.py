import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kenesh.sites.cli.crowd import council_data
from kenesh.sites.cli.main import app
from kenesh.sites.rehearsal.server import free_port

pytestmark = pytest.mark.unit

SCENARIO = "scenarios/2020-05-07.yaml"


def test_a_malformed_scenario_ends_with_2_and_says_where(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text("title: x\nacts: [{join: AZ}, {seat: AZ, act: open_meting}]\n", "utf-8")
    done = CliRunner().invoke(app, ["rehearse", str(path)])
    assert done.exit_code == 2
    assert f"{path}, line 2, acts[1].act: expected 'open_meeting'; found 'open_meting'" in done.stderr
    assert "expected a value for 'council'; found none" in done.stderr


def test_a_program_is_told_the_problems_as_json(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text("title: x\n", "utf-8")
    done = CliRunner().invoke(app, ["rehearse", str(path), "--json"])
    said = json.loads(done.stdout.splitlines()[-1])
    assert (done.exit_code, said["ok"]) == (2, False)
    assert said["problems"][0] == {
        "file": str(path),
        "line": 1,
        "field": "council",
        "expected": "a value for 'council'",
        "found": "none",
    }


def test_a_scenario_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["rehearse", str(tmp_path / "none.yaml")])
    assert done.exit_code == 2
    assert "none.yaml, line 0: expected a file that can be read" in done.stderr


def test_a_site_that_does_not_answer_ends_with_3() -> None:
    done = CliRunner().invoke(app, ["rehearse", SCENARIO, "--site", f"http://127.0.0.1:{free_port()}", "--json"])
    assert done.exit_code == 3
    assert "does not answer" in json.loads(done.stdout.splitlines()[-1])["reason"]


def test_a_scenario_that_ships_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["rehearse", SCENARIO, "--site", f"http://127.0.0.1:{free_port()}"])
    assert done.exit_code == 3


def test_a_file_of_links_that_is_none_ends_with_3(tmp_path: Path) -> None:
    arguments = ["rehearse", SCENARIO, "--site", "http://x.example", "--links", str(tmp_path / "none.json")]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 3
    assert "none.json: No such file" in done.stderr


def test_without_a_browser_a_rehearsal_with_picture_and_sound_ends_with_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    done = CliRunner().invoke(app, ["rehearse", SCENARIO, "--media", "--json"])
    assert done.exit_code == 3
    assert "there is no such file" in json.loads(done.stdout.splitlines()[-1])["reason"]


def test_a_table_without_a_place_for_every_seat_is_not_begun(tmp_path: Path) -> None:
    council = council_data(number=12)
    seats = [seat["code"] for seat in council["seats"]]
    meeting = {
        "symbol": "DRILL/1",
        "title": {"en": "Meeting"},
        "start": "2025-03-03T09:00:00Z",
        "seats": seats,
        "chair": seats[0],
        "agenda": [{"title": {"en": "Item"}}],
    }
    path = tmp_path / "scenario.yaml"
    scenario = {"title": "Thirteen", "council": council, "meeting": meeting, "acts": [{"join": seats}]}
    path.write_text(json.dumps(scenario), "utf-8")
    done = CliRunner().invoke(app, ["rehearse", str(path), "--media"])
    assert done.exit_code == 3
    assert "12 places, and 13 seats are invited" in done.stderr
