from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from kenesh.meetings.domain.acts import ACTS
from kenesh.meetings.forms.acts import FORMS
from kenesh.sites.rehearsal.parts import instant
from kenesh.sites.rehearsal.scenario import load_scenario
from kenesh.sites.rehearsal.steps import ACT_STEPS, Act, AnyStep, Wait
from kenesh.sites.rehearsal.wire import act_form, convening_form

pytestmark = pytest.mark.unit

NOW = datetime(2025, 6, 12, 9, 0, 30, tzinfo=UTC)
SCENARIOS = Path(__file__).parents[3] / "scenarios"
# What a field of a scenario becomes in the act's form, where that is not a field of the same name.
BECOMES = {
    "whom": {"seat"},
    "subject": {"subject_kind", "subject_number"},
    "deadline": {"deadline", "time_zone"},
    "starts_at": {"starts_at", "time_zone"},
    "body": {"body_name", "body_mandate"},
}
ESTABLISHING = {"establishes", "members", "convenor", "first_meeting_by"}


def step(**fields: Any) -> Any:
    return TypeAdapter[Any](AnyStep).validate_python(fields)


def sent(**fields: Any) -> dict[str, str | list[str]]:
    return act_form(act=step(seat="AZ", **fields), now=NOW)


def test_every_act_of_a_meeting_can_stand_in_a_scenario() -> None:
    assert set(ACT_STEPS) == set(ACTS)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_a_scenario_has_the_fields_of_the_acts_form(act: str) -> None:
    own = set(ACT_STEPS[act].model_fields) - set(Act.model_fields)
    becomes = set[str]().union(*(BECOMES.get(name, {name}) for name in own))
    more = ESTABLISHING if act == "table_proposal" else set()
    assert becomes | more == set(FORMS[act].base_fields)


def test_an_act_is_written_with_underscores_or_hyphens() -> None:
    assert step(seat="AZ", act="open-meeting").name == step(seat="AZ", act="open_meeting").name == "open_meeting"


def test_a_box_is_sent_only_when_it_is_ticked() -> None:
    said = {"act": "hand_in_statement", "language": "az", "text": "Salam"}
    assert sent(**said, summary=True) == {"language": "az", "text": "Salam", "summary": "on"}
    assert sent(**said, summary=False) == {"language": "az", "text": "Salam"}


def test_the_seat_an_act_is_about_is_not_the_one_that_acts() -> None:
    assert sent(act="mark_present", whom="KZ") == {"seat": "KZ"}


def test_a_subject_is_a_kind_and_a_number() -> None:
    assert sent(act="put_question", subject="amendment 2", method="majority") == {
        "subject_kind": "amendment",
        "subject_number": "2",
        "method": "majority",
    }
    assert sent(act="put_question", subject="agenda", method="consensus")["subject_number"] == "0"


def test_a_deadline_is_sent_to_the_minute_with_its_zone() -> None:
    question = {"act": "put_question", "subject": "proposal 1", "method": "silence"}
    assert sent(**question, deadline="+72h")["deadline"] == "2025-06-15T09:01"
    named = sent(**question, deadline="2025-06-20T12:00:00+04:00")
    assert (named["deadline"], named["time_zone"]) == ("2025-06-20T08:00", "UTC")


def test_a_span_ends_on_a_full_minute_and_never_early() -> None:
    assert instant(timedelta(hours=1), now=NOW.replace(second=0)) == NOW.replace(hour=10, second=0)
    assert instant(timedelta(hours=1), now=NOW) == NOW.replace(hour=10, minute=1, second=0)


def test_paragraphs_are_parted_by_empty_lines() -> None:
    text = {"language": "en", "title": "T", "paragraphs": ["One.", "Two."]}
    assert sent(act="table_proposal", **text) == {"language": "en", "title": "T", "paragraphs": "One.\n\nTwo."}


def test_a_body_is_established_where_the_proposal_is_tabled_and_only_named_in_a_version() -> None:
    text = {"language": "en", "title": "T", "paragraphs": ["One."]}
    tabled = sent(act="table_proposal", **text, body={"name": "B", "mandate": "M", "convenor": "SEC"})
    assert (tabled["establishes"], tabled["convenor"], tabled["members"]) == ("on", "SEC", [])
    version = sent(act="translate_proposal", proposal=1, **text, body={"name": "B", "mandate": "M"})
    assert set(version) == {"proposal", "language", "title", "paragraphs", "final", "body_name", "body_mandate"}


def test_an_order_is_numbers_parted_by_commas() -> None:
    assert sent(act="reorder_agenda", order=[2, 1, 3]) == {"order": "2, 1, 3"}


def test_the_meeting_is_convened_in_utc_with_an_agenda_for_each_language() -> None:
    form = convening_form(scenario=load_scenario(SCENARIOS / "conference-francophone.yaml"))
    assert (form["starts_at"], form["time_zone"]) == ("2025-06-12T07:00", "UTC")
    assert form["agenda_fr"] == "Qualité de l’eau | 45\nCharte des Neuf Rivières | 60"
    assert "open_to_public" not in form
    assert convening_form(scenario=load_scenario(SCENARIOS / "2020-05-07.yaml"))["open_to_public"] == "on"


@pytest.mark.parametrize(("written", "seconds"), [(5, 5), ("5s", 5), ("1m30s", 90), ("1h", 3600)])
def test_a_wait_is_a_number_of_seconds_or_written_with_units(written: object, seconds: int) -> None:
    waiting = step(wait=written)
    assert isinstance(waiting, Wait)
    assert waiting.wait == seconds


@pytest.mark.parametrize(("written", "seconds"), [("0:05", 300), ("1:30:10", 5410)])
def test_a_time_of_the_story_is_hours_and_minutes(written: str, seconds: int) -> None:
    assert step(note="x", at=written).at == timedelta(seconds=seconds)
