from datetime import timedelta

import pytest

from kenesh.publications.domain.account import Asked, Spoke
from tests.publications.eventful import START, eventful
from tests.publications.founding import account

pytestmark = pytest.mark.unit


def test_attendance_is_in_order_of_precedence_and_knows_who_came_and_went() -> None:
    rows = {row.seat: row for row in eventful().attendance}
    assert list(rows) == ["AZ", "KZ", "TR", "SEC", "HU", "UZ"]
    assert [code for code, row in rows.items() if row.at_opening] == ["AZ", "KZ", "SEC"]
    assert [code for code, row in rows.items() if not row.attended] == ["UZ"]
    assert (rows["KZ"].joined_at, rows["KZ"].left_at) == (None, START + timedelta(minutes=110))


def test_a_line_that_breaks_and_comes_back_is_no_leaving() -> None:
    row = next(row for row in eventful().attendance if row.seat == "TR")
    assert (row.joined_at, row.left_at) == (START + timedelta(minutes=60), None)


def test_speeches_stand_under_their_item_with_what_was_handed_in() -> None:
    told = {
        section.item: [entry for entry in section.entries if isinstance(entry, Spoke)] for section in account().sections
    }
    assert {item: [spoke.seat for spoke in found] for item, found in told.items()} == {
        0: [],
        1: ["AZ"],
        2: ["SEC"],
        3: ["AZ", "KZ", "KG", "TR", "UZ", "HU"],
        4: ["AZ"],
        5: ["SEC"],
        6: [],
    }
    assert [words.language for words in told[1][0].words] == ["az", "en"]


def test_questions_carry_their_outcome_rule_and_positions() -> None:
    asked = [entry for section in account().sections for entry in section.entries if isinstance(entry, Asked)]
    assert [(one.subject, one.outcome, one.method) for one in asked] == [
        ("agenda", "adopted", "consensus"),
        ("proposal", "adopted", "consensus"),
        ("proposal", "adopted", "unanimity"),
    ]
    assert dict(asked[2].positions) == dict.fromkeys(("AZ", "KZ", "KG", "TR", "UZ"), "yes")
    assert asked[2].decision is account().decisions[1]


def test_the_hours_are_those_of_the_seat_that_opened() -> None:
    assert (account().host, account().zone) == ("AZ", "Asia/Baku")
    assert account().started_at == account().opened_at
