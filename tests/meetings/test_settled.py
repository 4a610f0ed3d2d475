import pytest

from tests.meetings.conftest import Table

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

DECIDED = "Shall proposal 1, “Working group”, be adopted?"


def test_a_decided_question_is_shown_with_what_is_said_of_it_later(table: Table) -> None:
    table.open()
    table.adopt_working_group()
    assert DECIDED in table.page("KZ").content.decode()
    table.do("KZ", "explain_position", question=1, language="en", text="Kazakhstan was glad to agree.")
    page = table.page("TR").content.decode()
    assert DECIDED in page
    assert "Kazakhstan was glad to agree." in page


def test_a_decided_question_is_shown_in_each_readers_language(table: Table) -> None:
    table.open()
    table.adopt_working_group()
    assert DECIDED in table.page("KZ").content.decode()
    hungarian = table.clients["KZ"].get(f"{table.base}room/", headers={"accept-language": "hu"}).content.decode()
    assert DECIDED not in hungarian
    assert DECIDED in table.page("KZ").content.decode()


def test_an_open_question_is_shown_as_it_changes(table: Table) -> None:
    table.open()
    table.adopt_working_group()
    table.do("SEC", "table_proposal", language="en", title="Another", paragraphs="Let it be.")
    table.do("AZ", "put_question", subject_kind="proposal", subject_number=2, method="unanimity")
    before = table.page("KZ").content.decode()
    table.do("TR", "take_position", question=2, position="no")
    after = table.page("KZ").content.decode()
    assert after.count("position--against") == before.count("position--against") + 1
