from pathlib import Path

import pytest

from kenesh.sites.rehearsal.scenario import load_scenario
from tests.scenarios.on_paper import play_on_paper

pytestmark = pytest.mark.unit

LEFT_OPEN = "working-group"
SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
WHOLE = [path for path in SCENARIOS if path.stem != LEFT_OPEN]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_rules_take_every_act_and_refuse_every_probe(path: Path) -> None:
    scenario = load_scenario(path)
    paper = play_on_paper(scenario)
    assert paper.wrong == []
    assert len(paper.refused) == scenario.probes


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_a_shipped_scenario_has_a_whole_meeting(path: Path) -> None:
    paper = play_on_paper(load_scenario(path))
    assert paper.acts >= 40
    assert len(paper.refused) >= 5
    assert len(paper.scenario.expectations) >= 40
    assert paper.meeting.phase == "closed"
    assert paper.meeting.decisions


def test_the_founding_meeting_establishes_the_working_group() -> None:
    scenario = load_scenario(SCENARIOS[0])
    (overstay, group) = play_on_paper(scenario).meeting.decisions
    assert overstay.symbol == "TC/MIG/2020/1/DEC.1"
    assert group.body is not None
    assert group.body.members == ("AZ", "KZ", "KG", "TR", "UZ", "HU")
    assert set(group.body.names) == {"en", "az", "kk", "ky", "tr", "uz", "hu"}
