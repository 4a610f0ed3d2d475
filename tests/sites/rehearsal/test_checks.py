from pathlib import Path
from typing import Any

import pytest

from kenesh.meetings.domain.state import Meeting
from kenesh.sites.rehearsal.checks import differences, missing_words
from kenesh.sites.rehearsal.expecting import ABOUT, AUDIENCE, Expect
from kenesh.sites.rehearsal.scenario import load_scenario
from kenesh.sites.rehearsal.screen import unshown
from tests.scenarios.on_paper import play_on_paper

pytestmark = pytest.mark.unit

SCENARIO = Path(__file__).parents[3] / "scenarios" / "conference-francophone.yaml"


@pytest.fixture(scope="module")
def meeting() -> Meeting:
    return play_on_paper(load_scenario(SCENARIO)).meeting


@pytest.fixture(scope="module")
def under_way() -> Meeting:
    """The meeting when France has the floor, and Senegal, Morocco and Luxembourg wait for it."""
    scenario = load_scenario(SCENARIO)
    first = next(place for place, step in enumerate(scenario.steps) if getattr(step, "kind", "") == "point_of_order")
    return play_on_paper(scenario.model_copy(update={"acts": list(scenario.steps[:first])})).meeting


def expect(**said: Any) -> Expect:
    return Expect(seat="BE", **said)


# What is so at the end of the meeting, and what is told where something else is expected.
AT_THE_END: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"phase": "closed"}, {"phase": "open"}, "phase is closed, expected open"),
    ({"presiding": "FR"}, {"presiding": "CI"}, "presiding is FR, expected CI"),
    (
        {"present": ["SEC", "BE", "CA", "CH", "CI", "FR", "LU", "SN", "MA"]},
        {"present": ["BE"]},
        "present is BE, CA, CH, CI, FR, LU, MA, SEC, SN, expected BE",
    ),
    ({"agenda_adopted": True}, {"agenda_adopted": False}, "agenda_adopted is True, expected False"),
    ({"item": "none"}, {"item": 2}, "item is none, expected 2"),
    ({"speaker": "none"}, {"speaker": "BE"}, "speaker is none, expected BE"),
    ({"on_list": []}, {"on_list": ["BE"]}, "on_list is none, expected BE"),
    ({"list_closed": False}, {"list_closed": True}, "list_closed is False, expected True"),
    ({"exhibit": "none"}, {"exhibit": "Carte"}, "exhibit is none, expected Carte"),
    ({"question": 1, "outcome": "adopted"}, {"question": 9, "outcome": "adopted"}, "there is no question 9"),
    (
        {"question": 1, "state": "closed"},
        {"question": 1, "state": "open"},
        "question 1: state is closed, expected open",
    ),
    (
        {"question": 1, "rule": "majority"},
        {"question": 1, "rule": "body"},
        "question 1: rule is majority, expected body",
    ),
    ({"question": 1, "yes": 5}, {"question": 1, "yes": 4}, "question 1: yes is 5, expected 4"),
    ({"question": 1, "no": 0}, {"question": 1, "no": 1}, "question 1: no is 0, expected 1"),
    ({"question": 1, "abstain": 1}, {"question": 1, "abstain": 0}, "question 1: abstain is 1, expected 0"),
    ({"question": 1, "needed": 3}, {"question": 1, "needed": 4}, "question 1: needed is 3, expected 4"),
    (
        {"question": 4, "method": "roll_call"},
        {"question": 4, "method": "majority"},
        "question 4: method is roll_call, expected majority",
    ),
    (
        {"question": 2, "positions": {"BE": "no", "CA": "no", "CH": "no", "FR": "yes", "LU": "no", "SN": "yes"}},
        {"question": 2, "positions": {"BE": "no"}},
        "question 2: positions is BE: no, CA: no, CH: no, FR: yes, LU: no, SN: yes, expected BE: no",
    ),
    (
        {"question": 6, "objections": ["LU"]},
        {"question": 6, "objections": []},
        "question 6: objections is LU, expected none",
    ),
    (
        {"question": 4, "called": ["BE", "CA", "CH", "FR", "LU", "SN"]},
        {"question": 4, "called": ["BE"]},
        "question 4: called is BE, CA, CH, FR, LU, SN, expected BE",
    ),
    (
        {"proposal": 1, "tabled_by": "SN"},
        {"proposal": 1, "tabled_by": "BE"},
        "proposal 1: tabled_by is SN, expected BE",
    ),
    (
        {"proposal": 1, "sponsors": ["BE", "SN"]},
        {"proposal": 1, "sponsors": ["SN"]},
        "proposal 1: sponsors is BE, SN, expected SN",
    ),
    ({"proposal": 1, "final": ["fr"]}, {"proposal": 1, "final": ["en"]}, "proposal 1: final is none, expected en"),
    (
        {"proposal": 2, "paragraphs": ["La Conférence siège à tour de rôle dans chaque État."]},
        {"proposal": 2, "paragraphs": ["Autre chose."]},
        "proposal 2: paragraphs is La Conférence siège à tour de rôle dans chaque État., expected Autre chose.",
    ),
    (
        {"amendment": 3, "amended_by": "CH"},
        {"amendment": 3, "amended_by": "FR"},
        "amendment 3: amended_by is CH, expected FR",
    ),
    (
        {"amendment": 2, "state": "rejected"},
        {"amendment": 2, "state": "before"},
        "amendment 2: state is rejected, expected before",
    ),
    (
        {"ruling": 1, "sustained": False},
        {"ruling": 1, "sustained": True},
        "ruling 1: sustained is False, expected True",
    ),
    ({"ruling": 1, "stands": False}, {"ruling": 1, "stands": True}, "ruling 1: stands is False, expected True"),
    (
        {"decision": "NR/AG/2025/1/DEC.1", "languages": ["fr"], "interpreted_by": ["BE"]},
        {"decision": "NR/AG/2025/1/DEC.2"},
        "there is no decision NR/AG/2025/1/DEC.2; there are NR/AG/2025/1/DEC.1",
    ),
    (
        {"decision": "NR/AG/2025/1/DEC.1", "interpreted_by": ["BE"]},
        {"decision": "NR/AG/2025/1/DEC.1", "interpreted_by": []},
        "NR/AG/2025/1/DEC.1: interpreted_by is BE, expected none",
    ),
    ({"phase": "closed"}, {"body": "Comité"}, "there is no body Comité; there are none"),
    (
        {"statement_by": "FR", "statement_language": "fr", "statement_has": "un calendrier commun"},
        {"statement_by": "FR", "statement_language": "en"},
        "no such statement by FR; there are 1 by it, in fr",
    ),
]


@pytest.mark.parametrize(("so", "not_so", "told"), AT_THE_END, ids=lambda value: str(value)[:40])
def test_what_is_served_is_held_against_what_is_expected(
    meeting: Meeting, so: dict[str, Any], not_so: dict[str, Any], told: str
) -> None:
    assert differences(meeting, expect(**so)) == []
    assert differences(meeting, expect(**not_so)) == [told]


def test_every_field_of_an_expectation_is_held_against_something() -> None:
    tried = {name for so, not_so, _told in AT_THE_END for name in (*so, *not_so)}
    words = {"sees", "sees_not"}
    assert tried == set(Expect.model_fields) - AUDIENCE - words - {"members", "convenor"}
    assert {"members", "convenor"} <= set(ABOUT["body"])


def test_a_body_is_known_by_its_name_in_any_language() -> None:
    meeting = play_on_paper(load_scenario(SCENARIO.with_name("2020-05-07.yaml"))).meeting
    group = {"body": "Az illetékes hatóságok munkacsoportja (Migrációs Koordinációs Csoport)"}
    assert differences(meeting, expect(**group, convenor="SEC", members=["HU", "AZ", "KZ", "KG", "TR", "UZ"])) == []
    assert differences(meeting, expect(**group, convenor="AZ")) == ["body: convenor is SEC, expected AZ"]
    assert differences(meeting, expect(**group, members=["AZ"])) == [
        "body: members is AZ, HU, KG, KZ, TR, UZ, expected AZ"
    ]


def test_a_seat_that_was_served_no_line_meets_nothing() -> None:
    assert differences(None, expect(phase="open")) == ["no line of the journal was served"]


def test_words_are_looked_for_whatever_the_spaces() -> None:
    wanted = expect(sees=["two  words", "other"], sees_not="secret")
    assert missing_words("some two words", wanted) == ["“other” is not shown"]
    assert missing_words("two words other secret", wanted) == ["“secret” is shown"]


@pytest.mark.parametrize(
    ("said", "regions", "told"),
    [
        ({"speaker": "FR"}, {"stage": "France"}, []),
        ({"speaker": "FR"}, {"stage": "Canada"}, ["the region stage does not show “France”"]),
        ({"speaker": "none"}, {"stage": ""}, []),
        ({"presiding": "CI"}, {"stage": "Belgique"}, ["the region stage does not show “Côte d’Ivoire”"]),
        ({"on_list": ["SN", "MA"]}, {"speakers": "Sénégal"}, ["the region speakers does not show “Maroc”"]),
        ({"present": ["LU"]}, {"presence": "Luxembourg"}, []),
        ({"item": 1}, {"stage": "Point 1"}, ["the region stage does not show “Qualité de l’eau”"]),
        ({"item": "none"}, {"stage": ""}, []),
        ({"exhibit": "Carte"}, {"stage": ""}, ["the region stage does not show “Carte”"]),
    ],
)
def test_the_screen_must_say_it_too(
    under_way: Meeting, said: dict[str, Any], regions: dict[str, str], told: list[str]
) -> None:
    assert unshown(under_way, regions, "en", expect(**said)) == told


def test_the_list_is_held_in_its_order(under_way: Meeting) -> None:
    assert differences(under_way, expect(speaker="FR", on_list=["SN", "MA", "LU"])) == []
    assert differences(under_way, expect(on_list=["LU", "MA", "SN"])) == ["on_list is SN, MA, LU, expected LU, MA, SN"]
