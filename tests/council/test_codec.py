from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from kenesh.core.yamlfile import FileProblem, load_yaml
from kenesh.council.codec import CouncilFile
from tests.council.councils import RHINE, TURKIC

pytestmark = pytest.mark.unit


@pytest.fixture
def problem(tmp_path: Path) -> Callable[[str, str], tuple[int, str, str, str]]:
    def find(old: str, new: str) -> tuple[int, str, str, str]:
        assert old in RHINE
        path = tmp_path / "council.yaml"
        path.write_text(RHINE.replace(old, new), "utf-8")
        with pytest.raises(FileProblem) as caught:
            load_yaml(path, CouncilFile)
        return caught.value.line, caught.value.field, caught.value.expected, caught.value.found

    return find


Find = Callable[[str, str], tuple[int, str, str, str]]


def test_the_shipped_council_can_be_read() -> None:
    council = load_yaml(TURKIC, CouncilFile)
    assert [seat.code for seat in council.seats] == ["AZ", "KZ", "KG", "TR", "UZ", "HU", "TM", "TRNC", "ECO", "SEC"]


def test_the_shipped_council_names_everything_in_its_eight_languages() -> None:
    council = load_yaml(TURKIC, CouncilFile)
    named = [*(seat.names for seat in council.seats), *(name.names for name in council.names)]
    named += [seat.authority.names for seat in council.seats if seat.authority]
    named += [body.names for body in council.bodies]
    assert {tuple(sorted(names)) for names in named} == {tuple(sorted(council.languages))}


def test_the_shipped_council_gives_a_source_for_every_dated_statement() -> None:
    council = load_yaml(TURKIC, CouncilFile)
    dated = [*council.names, *council.chair, *(status for seat in council.seats for status in seat.statuses)]
    dated += [name for seat in council.seats for name in seat.renamed]
    assert [one for one in dated if not one.source] == []


def test_a_schema_for_editors_can_be_made() -> None:
    jsonschema.Draft202012Validator.check_schema(CouncilFile.model_json_schema())


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "expected", "found"),
    [
        (
            "time_zone: Europe/Paris",
            "time_zone: Paris",
            11,
            "seats[0].time_zone",
            "an IANA time zone such as Asia/Baku",
            "'Paris'",
        ),
        (
            "since: 2002, until",
            "since: 02.2002, until",
            18,
            "seats[1].statuses[0].since",
            "a date such as 2019-09-14, 2019-09 or 2019",
            "2.2002",
        ),
        (
            "{seat: FR, since",
            "{seat: AT, since",
            24,
            "chair",
            "seats of this file, but AT is none of them",
            "a list",
        ),
        (
            "since: 2006-03}",
            "since: 2004-03}",
            17,
            "seats[1].statuses",
            "one at a time, but what begins 2002 is still in force when 2004-03 begins",
            "a list",
        ),
        ("code: CH", "code: FR", 7, "seats", "each of them once", "a list"),
        ("state: CH", "state: FR", 7, "seats", "each of them once", "a list"),
        (
            "council: conseil-du-rhin",
            "council: demo",
            2,
            "council",
            "a name of small letters, digits and hyphens that is not an address of the site itself",
            "'demo'",
        ),
        (
            "languages: [fr, de]",
            "languages: [fr, français]",
            3,
            "languages[1]",
            "a language tag such as en, kk or uz",
            "'français'",
        ),
        (
            "fr: France",
            'fr: "France\\u202e"',
            10,
            "seats[0].names.fr",
            "text without the hidden character U+202E",
            "'France\\u202e'",
        ),
        (
            "    state: FR\n",
            "",
            8,
            "seats[0]",
            "either 'state' (a code such as AZ) or 'organ' (secretariat or organization)",
            "a mapping",
        ),
        ("code: SEC", "code: sec", 20, "seats[2].code", "a code of 2 to 12 capital letters such as AZ or SEC", "'sec'"),
        ("kind: heads", "kind: chiefs", 27, "bodies[0].kind", "'heads', 'council' or 'working-group'", "'chiefs'"),
        (
            "status: organ,",
            "status: organ, untill: 2020,",
            23,
            "seats[2].statuses[0].untill",
            "'until'",
            "the unknown field 'untill'",
        ),
    ],
)
def test_what_does_not_fit_is_told_with_line_field_and_what_was_expected(  # noqa: PLR0917 -- the columns of the table
    problem: Find, old: str, new: str, line: int, field: str, expected: str, found: str
) -> None:
    assert problem(old, new) == (line, field, expected, found)
