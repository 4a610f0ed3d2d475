from pathlib import Path

import pytest

from kenesh.core.yamlfile import load_yaml
from kenesh.meetings.domain.profile import RULES
from kenesh.sites.rehearsal.convened import MeetingPart
from kenesh.sites.rehearsal.expecting import Expect
from kenesh.sites.rehearsal.media.sounds import Sounded
from kenesh.sites.rehearsal.report import Report
from kenesh.sites.rehearsal.scenario import Scenario
from kenesh.sites.rehearsal.steps import ACT_STEPS, Act

pytestmark = pytest.mark.unit

DOCS = (Path(__file__).parents[3] / "docs" / "scenarios.md").read_text("utf-8")


def undocumented(names: object) -> list[str]:
    assert isinstance(names, (set, frozenset, dict, tuple))
    return sorted(name for name in names if f"`{name}`" not in DOCS and f"`{name}:" not in DOCS)


def test_every_act_is_in_the_docs() -> None:
    assert undocumented(ACT_STEPS) == []


@pytest.mark.parametrize("act", sorted(ACT_STEPS))
def test_an_acts_fields_are_beside_it_in_the_docs(act: str) -> None:
    row = next(line for line in DOCS.splitlines() if line.startswith("| `") and f"`{act}`" in line)
    own = set(ACT_STEPS[act].model_fields) - set(Act.model_fields)
    assert sorted(name for name in own if f"`{name}`" not in row) == []


def test_every_rule_a_probe_may_name_is_in_the_docs() -> None:
    assert undocumented(RULES) == []


def test_every_field_of_an_expectation_is_in_the_docs() -> None:
    assert undocumented(set(Expect.model_fields) - {"seat", "public"}) == []


def test_every_field_of_a_meeting_is_in_the_docs() -> None:
    assert undocumented(set(MeetingPart.model_fields)) == []


def test_every_part_of_a_scenario_is_in_the_docs() -> None:
    parts = set(Scenario.model_fields) - {"schema_", "title"}
    assert sorted(name for name in parts if f"`{name}`" not in DOCS and f"{name}:" not in DOCS) == []


def test_every_figure_of_the_json_is_in_the_docs() -> None:
    assert undocumented(Report(site="", sounded=Sounded(heard=(), leaks=(), held_open="")).as_json()) == []


def test_the_smallest_scenario_of_the_docs_is_one(tmp_path: Path) -> None:
    example = DOCS.partition("## The smallest scenario")[2].partition("```yaml\n")[2].partition("```")[0]
    path = tmp_path / "smallest.yaml"
    path.write_text(example, "utf-8")
    assert load_yaml(path, Scenario).probes == 1
