from collections.abc import Callable
from pathlib import Path

import pytest

from kenesh.core.yamlfile import FileProblem
from kenesh.sites.rehearsal.scenario import Scenario, load_scenario

pytestmark = pytest.mark.unit

Write = Callable[[str], Path]

WHOLE = """\
title: Two States
council:
  council: two
  languages: [en]
  rule_profile: unga-like
  names: [{since: 2001, names: {en: Two}}]
  seats:
    - {code: AT, state: AT, names: {en: Austria}, statuses: [{status: member, since: 2001}]}
    - {code: HU, state: HU, names: {en: Hungary}, statuses: [{status: member, since: 2001, until: 2030}]}
    - {code: SEC, organ: secretariat, names: {en: Secretariat}, statuses: [{status: organ, since: 2001}]}
meeting:
  symbol: TWO/1
  title: {en: First}
  start: 2025-03-03T09:00:00Z
  seats: [AT, HU, SEC]
  chair: AT
  agenda: [{title: {en: Water}}]
acts:
  - {seat: AT, act: open-meeting}
expect:
  - {seat: AT, phase: open}
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        path = tmp_path / "scenario.yaml"
        path.write_text(text, "utf-8")
        return path

    return written


def problem(path: Path) -> FileProblem:
    with pytest.raises(FileProblem) as raised:
        load_scenario(path)
    return raised.value


def test_a_whole_scenario_is_read(write: Write) -> None:
    scenario = load_scenario(write(WHOLE))
    assert (scenario.secretariat, scenario.rules, len(scenario.steps)) == ("SEC", "unga-like", 1)


@pytest.mark.parametrize(
    "case",
    [
        ("act: open-meeting", "act: open_meting", 19, "acts[0].act", "'open_meeting'", "'open_meting'"),
        ("act: open-meeting", "act: dance, x: 1", 19, "acts[0].act", "the name of an act: ", "'dance'"),
        (
            "{seat: AT, act: open-meeting}",
            "{seat: AT, act: give_floor, resaon: x}",
            19,
            "acts[0].resaon",
            "'reason'",
            "the unknown field 'resaon'",
        ),
        ("{seat: AT, act: open-meeting}", "{act: open-meeting}", 19, "acts[0].seat", "a value for 'seat'", "none"),
        ("{seat: AT, act: open-meeting}", "{}", 19, "acts[0].wait", "an act ('seat' and 'act')", "a mapping"),
        ("{seat: AT, act: open-meeting}", "{join: ZZ}", 19, "acts[0].join", "one of the seats invited: AT", "'ZZ'"),
        ("{seat: AT, act: open-meeting}", "{seat: ZZ, act: open-meeting}", 19, "acts[0].seat", "one of the", "'ZZ'"),
        (
            "{seat: AT, act: open-meeting}",
            "{seat: AT, act: open-meeting, refused: seat}",
            19,
            "acts[0].refused",
            "the key of a rule: session, seated",
            "'seat'",
        ),
        (
            "{seat: AT, act: open-meeting}",
            "{seat: AT, act: open-meeting, at: soon}",
            19,
            "acts[0].at",
            "hours and minutes",
            "'soon'",
        ),
        (
            "{seat: AT, act: open-meeting}",
            "{seat: AT, act: put_question, subject: lunch, method: consensus}",
            19,
            "acts[0].subject",
            "agenda, or what it is about",
            "'lunch'",
        ),
        ("phase: open", "phase: opened", 21, "expect[0].phase", "'convened', 'open', 'suspended'", "'opened'"),
        ("seat: AT, phase: open", "phase: open", 21, "expect[0]", "either 'seat'", "a mapping"),
        ("seat: AT, phase: open", "seat: ZZ, phase: open", 21, "expect[0].seat", "ALL, or one of the seats", "'ZZ'"),
        ("seat: AT, phase: open", "seat: AT", 21, "expect[0]", "something that is served", "a mapping"),
        ("phase: open", "outcome: adopted", 21, "expect[0]", "'question' beside 'outcome'", "a mapping"),
        ("phase: open", "state: open", 21, "expect[0]", "one of question, proposal, amendment", "a mapping"),
        ("phase: open", "phase: open, page: council", 21, "expect[0]", "'sees' or 'sees_not' beside", "a mapping"),
        ("chair: AT", "chair: DE", 16, "meeting.chair", "one of the seats invited: AT, HU, SEC", "'DE'"),
        ("09:00:00Z", "09:00:00", 14, "meeting.start", "a moment with its zone", "'2025"),
        ("start: 2025", "start: 2031", 15, "meeting.seats[1]", "a seat of the council on 2031-03-03: AT, SEC", "'HU'"),
        ("title: {en: First}", "title: {fr: Un}", 13, "meeting.title.fr", "a language of the council: en", "'fr'"),
        ("chair: AT", "chair: AT\n  body: heads", 17, "meeting.body", "a body of the council's file", "'heads'"),
        ("chair: AT", "chair: AT\n  reads: {DE: de}", 17, "meeting.reads.DE", "one of the seats invited", "'DE'"),
        (
            "chair: AT",
            "chair: AT\n  rule_profile: unga",
            17,
            "meeting.rule_profile",
            "rules that ship or come",
            "'unga'",
        ),
        (
            "acts:",
            "rule_profiles: {ours: {extends: x}}\nacts:",
            18,
            "rule_profiles.ours.extends",
            "a profile that",
            "'x'",
        ),
        (
            "acts:",
            "rule_profiles: {ours: {extends: unga-like, quorum: 1}}\nacts:",
            18,
            "rule_profiles.ours.quorum",
            "a field of a rule profile: appeals, ",
            '"the unknown field',
        ),
        (
            "acts:",
            "rule_profiles: {ours: {extends: unga-like, rules: {lunch: 1}}}\nacts:",
            18,
            "rule_profiles.ours.rules.lunch",
            "the key of a rule: session",
            "'lunch'",
        ),
        (
            "acts:",
            "rule_profiles:\n  ours:\n    extends: unga-like\n    cut_off: sometimes\nacts:",
            21,
            "rule_profiles.ours.cut_off",
            "a valid boolean",
            "'sometimes'",
        ),
        (
            "  rule_profile: unga-like\n",
            "  rule_profile: ours\n  rule_profiles: {ours: {appeals: true}}\n",
            6,
            "council.rule_profiles.ours.title",
            "Field required",
            "'none'",
        ),
        ("chair: AT", "chair: AT\n  reads: {HU: fr}", 17, "meeting.reads.HU", "a language of the pages: en", "'fr'"),
        ("  rule_profile: unga-like\n", "", 10, "meeting", "'rule_profile', since neither", "'none'"),
        (
            "agenda: [{title: {en: W",
            "agenda: [{title: {hu: W",
            17,
            "meeting.agenda[0].title",
            "the languages of",
            "'hu'",
        ),
        ("SEC, organ: secretariat", "SEC, organ: organization", 2, "council", "a council with a Secretariat", "'none'"),
        ("en: Austria", "en: Aus\u202etria", 8, "council.seats[0].names.en", "text without the hidden", "'Aus"),
        (
            "council:\n  council: two",
            "council: nowhere.yaml\nx:\n  council: two",
            0,
            "",
            "a file that can be read",
            "No",
        ),
    ],
)
def test_a_malformed_scenario_is_told_where_and_what(write: Write, case: tuple[str, str, int, str, str, str]) -> None:
    right, wrong, line, field, expected, found = case
    assert right in WHOLE
    told = problem(write(WHOLE.replace(right, wrong)))
    assert (told.line, told.field) == (line, field)
    assert told.expected.startswith(expected)
    assert told.found.startswith(found)


def test_a_problem_of_the_council_is_told_in_its_own_file(write: Write, tmp_path: Path) -> None:
    (tmp_path / "council.yaml").write_text("council: two\nlanguages: []\n", "utf-8")
    head, _council, tail = WHOLE.partition("council:\n")
    told = problem(write(f"{head}council: council.yaml\nmeeting:{tail.partition('meeting:')[2]}"))
    assert told.file == tmp_path / "council.yaml"


def test_expectations_are_counted_where_they_stand(write: Write) -> None:
    step = "  - together:\n" + "".join(
        f"      - {{seat: {code}, act: request_floor, expect: [{{seat: {code}, phase: open}}]}}\n"
        for code in ("AT", "HU")
    )
    scenario: Scenario = load_scenario(write(WHOLE.replace("expect:\n", f"{step}expect:\n")))
    assert [one.seat for one in scenario.expectations] == ["AT", "HU", "AT"]
