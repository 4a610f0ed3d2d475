"""Errands before and after a meeting: how they are written, and what comes of them on a site."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kenesh.core.yamlfile import FileProblem
from kenesh.sites.rehearsal.errands import KINDS, Convene, Errand, Served, kind_of
from kenesh.sites.rehearsal.page_forms import forms_on
from kenesh.sites.rehearsal.scenario import Scenario, load_scenario

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[3]
FOUNDING = ROOT / "scenarios" / "2020-05-07.yaml"
DOCS = (ROOT / "docs" / "scenarios.md").read_text("utf-8")


def founding(**changes: Any) -> Scenario:
    return load_scenario(FOUNDING).model_copy(update=changes)


def written(folder: Path, *after: dict[str, Any]) -> Path:
    """Write the founding scenario without its acts, with these errands after it."""
    scenario = {
        "title": "Errands",
        "council": str(ROOT / "data" / "turkic-council.yaml"),
        "rule_profiles": {},
        "meeting": {
            "symbol": "TC/1",
            "title": {"en": "Meeting"},
            "start": "2020-05-07T08:00:00Z",
            "seats": ["AZ", "SEC"],
            "chair": "AZ",
            "agenda": [{"title": {"en": "Item"}}],
            "rule_profile": "turkic-council",
        },
        "acts": [{"note": "Nothing."}],
        "after": list(after),
    }
    path = folder / "scenario.yaml"
    path.write_text(json.dumps(scenario), "utf-8")
    return path


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, kind in KINDS.items() if name != "look"])
def test_every_errand_and_its_fields_are_in_the_docs(name: str, kind: type[Errand]) -> None:
    row = next(line for line in DOCS.splitlines() if line.startswith(f"| `{name}:"))
    own = set(kind.model_fields) - set(Errand.model_fields) - {name}
    assert sorted(field for field in own if f"`{field}`" not in row) == []


def test_what_is_served_is_in_the_docs() -> None:
    section = DOCS.partition("## `before` and `after`")[2].partition("## ")[0]
    assert [name for name in Served.model_fields if f"`{name}" not in section] == []


def test_the_founding_meeting_goes_from_papers_to_the_next_meeting() -> None:
    assert _kinds(founding().before) == ["paper", "send"]
    assert _kinds(founding().after) == ["look", "release", "freeze", "task", "report", "convene"]
    assert _kinds(founding().without_next().after) == ["look", "release", "freeze", "task", "report"]


def _kinds(errands: Sequence[Errand]) -> list[str]:
    return list(dict.fromkeys(kind_of(errand) for errand in errands))


@pytest.mark.parametrize(
    ("errand", "expected"),
    [
        ({"report": "TC/1/DEC.1", "seat": "KZ", "stage": "done"}, "one of the seats invited: AZ, SEC"),
        ({"task": "TC/1/DEC.1", "owners": ["KZ"], "paragraph": 1}, "one of the seats invited: AZ, SEC"),
        ({"task": "TC/1/DEC.1", "owners": ["AZ"]}, "'paragraph' or 'texts'"),
        ({"send": "papers/", "seat": "SEC", "files": {"file": "none.pdf"}}, "the path of a file, seen from this one"),
        ({"send": "https://elsewhere.example/", "seat": "SEC"}, "an address below the council's"),
        ({"send": "../other-council/", "seat": "SEC"}, "an address below the council's"),
        ({"convene": "none.yaml"}, "a file that can be read"),
        ({"note": "Look.", "expect": [{"at": "decisions/"}]}, "either 'seat' (a code) or 'public: true'"),
        ({"note": "Look.", "expect": [{"seat": "KZ", "at": "decisions/"}]}, "one of the seats invited: AZ, SEC"),
    ],
)
def test_an_errand_that_does_not_fit_is_told_what_would(tmp_path: Path, errand: dict[str, Any], expected: str) -> None:
    with pytest.raises(FileProblem) as told:
        load_scenario(written(tmp_path, errand))
    assert expected in f"{told.value.expected}"


def test_the_next_meeting_can_be_that_of_another_scenario(tmp_path: Path) -> None:
    scenario = load_scenario(written(tmp_path, {"convene": str(FOUNDING.parent / "working-group.yaml")}))
    (errand,) = scenario.after
    assert isinstance(errand, Convene)
    assert errand.convene.symbol == "TC/MIG/2020/2"


def test_the_hidden_fields_of_each_form_are_read() -> None:
    page = (
        '<form action="a/"><input type="hidden" name="step" value="check"><input name="x" value="1"></form>'
        '<input type="hidden" name="stray" value="1"><form action="b/">'
        '<input type="hidden" name="step" value="release">'
    )
    assert [(form.action, form.given) for form in forms_on(page)] == [
        ("a/", {"step": "check"}),
        ("b/", {"step": "release"}),
    ]
