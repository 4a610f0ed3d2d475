import typing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from kenesh.meetings.domain import events as e
from kenesh.sites.rehearsal.report import Refusal, Report
from kenesh.sites.rehearsal.scenario import load_scenario
from kenesh.sites.rehearsal.teller import Teller
from kenesh.sites.rehearsal.telling import important, sentence, shortened
from tests.scenarios.on_paper import play_on_paper

pytestmark = pytest.mark.unit

SCENARIOS = Path(__file__).parents[3] / "scenarios"
REFUSAL = Refusal(seat="HU", act="take_position", rule="entitlement", number="25", reason="No.")
BY_THE_ROOM = {"MeetingConvened", "SeatConnected", "SeatDisconnected"}  # nobody's act, so no act is answered with them


@pytest.fixture
def shown() -> StringIO:
    return StringIO()


@pytest.fixture
def teller(shown: StringIO) -> Teller:
    return Teller(console=Console(file=shown, width=200), names={"AZ": "Azerbaijan"})


def test_every_event_of_a_shipped_scenario_is_told_in_words() -> None:
    told = set()
    for name in ("2020-05-07", "conference-francophone"):
        paper = play_on_paper(load_scenario(SCENARIOS / f"{name}.yaml"))
        for event in paper.events:
            said = sentence(event, meeting=paper.meeting, name=lambda code: code)
            assert said
            assert said != type(event).__name__
            told.add(type(event).__name__)
    assert len(told) > 30


def test_every_event_that_answers_an_act_has_words() -> None:
    from kenesh.sites.rehearsal.telling import _SAID  # noqa: PLC0415 -- the table itself is what is tested

    known = {kind.__name__ for kind in typing.get_args(e.Event)}
    assert known - {kind.__name__ for kind in _SAID} == BY_THE_ROOM


def test_an_event_without_words_is_told_by_its_name() -> None:
    assert sentence(e.SeatConnected(seat="AZ"), meeting=None, name=str) == "SeatConnected"


def test_what_was_decided_catches_the_eye() -> None:
    assert important(e.MeetingClosed())
    assert not important(e.FloorYielded(speech=1))


def test_a_long_text_is_shortened() -> None:
    assert shortened("a  b\nc") == "a b c"
    assert len(shortened("word " * 100)) <= 110


def test_what_a_file_says_is_not_read_as_markup(teller: Teller, shown: StringIO) -> None:
    teller.note("[bold]not bold[/bold]")
    teller.fails("[red]as it is[/red]")
    assert "[bold]not bold[/bold]" in shown.getvalue()
    assert "[red]as it is[/red]" in shown.getvalue()


def test_an_act_that_changed_nothing_is_told(teller: Teller, shown: StringIO) -> None:
    teller.did(code="AZ", events=[], meeting=None)
    assert "changes nothing by it" in shown.getvalue()


def test_a_refusal_names_its_rule(teller: Teller, shown: StringIO) -> None:
    said = {"key": "presiding", "rule": "3", "title": "Sədrlik", "reason": "Yalnız sədr."}
    teller.refused(code="KZ", act="open_meeting", said=said, meeting=None)
    assert "✗ open meeting: refused under rule 3, Sədrlik: Yalnız sədr." in shown.getvalue()


def test_a_report_holds_only_when_all_of_it_does() -> None:
    whole: dict[str, Any] = {
        "acts": 1,
        "probes": 2,
        "refusals": [REFUSAL, REFUSAL],
        "expect_met": 3,
        "expect_total": 3,
        "verified": True,
    }
    assert Report(site="", **whole).holds
    for change in ({"refusals": [REFUSAL]}, {"expect_met": 2}, {"verified": False}, {"failures": ["x"]}):
        assert not Report(site="", **(whole | change)).holds


def test_the_end_says_what_was_shown(teller: Teller, shown: StringIO) -> None:
    teller.ends(
        Report(site="", probes=2, refusals=[REFUSAL], decision="X/1/DEC.1", body="Group", failures=["KZ: wrong"])
    )
    for words in ("Probes refused   1 of 2", "X/1/DEC.1", "Group", "✘ KZ: wrong", "Not all is as it should be."):
        assert words in shown.getvalue()
