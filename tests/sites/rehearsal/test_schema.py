import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from kenesh.sites.rehearsal.schema import schema, text

pytestmark = pytest.mark.unit

SCENARIOS = Path(__file__).parents[3] / "scenarios"
FILES = sorted(SCENARIOS.glob("*.yaml"))


def as_json(path: Path) -> Any:
    """The file as a program would hand it over: dates as text."""

    def plain(value: object) -> str:
        assert isinstance(value, date)
        return value.isoformat()

    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(path), default=plain))


def problems(scenario: Any) -> list[str]:
    return [error.json_path for error in Draft202012Validator(schema()).iter_errors(scenario)]


def test_the_schema_that_ships_is_that_of_the_code() -> None:
    """Written by `python -m kenesh.sites.rehearsal.schema > scenarios/scenario.schema.json`."""
    assert (SCENARIOS / "scenario.schema.json").read_text("utf-8") == text()


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_scenario_fits_the_schema(path: Path) -> None:
    assert problems(as_json(path)) == []


@pytest.mark.parametrize(
    ("step", "fits"),
    [
        ({"seat": "AZ", "act": "open-meeting"}, True),
        ({"seat": "AZ", "act": "open_meting"}, False),
        ({"seat": "AZ", "act": "open_meeting", "reason": "x"}, False),
        ({"seat": "AZ", "act": "open_meeting", "refused": "presiding"}, True),
        ({"seat": "AZ", "act": "open_meeting", "refused": "nonsense"}, False),
        ({"join": "AZ"}, True),
        ({"join": ["AZ", "KZ"]}, True),
        ({"note": "only told"}, True),
        ({"together": [{"seat": "AZ", "act": "open_meeting"}]}, False),
        ({"seat": "AZ", "act": "put_question", "subject": "proposal", "method": "majority"}, False),
    ],
)
def test_a_step_fits_or_does_not(step: dict[str, Any], fits: bool) -> None:  # noqa: FBT001 -- the example's answer
    scenario = as_json(SCENARIOS / "2020-05-07.yaml") | {"acts": [step]}
    assert (problems(scenario) == []) is fits
