from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from kenesh.core.models import Line
from tests.meetings.conftest import PROPOSAL, SEATS, Table

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


async def whole(answer: Any) -> bytes:
    return b"".join([part async for part in answer])


def lines(table: Table) -> int:
    return Line.objects.filter(journal=table.meeting.journal_id).count()


def test_the_secretariat_convenes_a_meeting(table: Table) -> None:
    answer = table.convene()
    assert answer.status_code == 302
    page = table.clients["KZ"].get(answer["location"]).content.decode()
    assert "TC/MIG/2020/1" in page
    assert "Exchange of information" in page
    assert "Azerbaijan" in page


def test_nobody_else_convenes_a_meeting(table: Table, client: Client) -> None:
    address = f"/{table.council.slug}/meetings/convene/"
    assert table.clients["AZ"].get(address).status_code == 403
    assert client.get(address).status_code == 302


def test_a_symbol_is_taken_once(table: Table) -> None:
    table.convene()
    answer = table.convene()
    assert answer.status_code == 422
    assert "This symbol is taken" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"symbol": "no symbol"}, "symbol"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"starts_at": "2020-03-29T02:30", "time_zone": "Europe/Budapest"}, "starts_at"),
        ({"seats": ["KZ", "KG"]}, "chair"),
        ({"title_en": "A title\u202eeltit"}, "title_en"),
        ({"agenda_az": "Only one"}, "agenda_az"),
        ({"rule_profile": "none"}, "rule_profile"),
    ],
)
def test_a_convening_with_a_fault_names_the_field(table: Table, changes: dict[str, Any], field: str) -> None:
    answer = table.convene(**changes)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_the_founding_meeting_adopts_its_working_group(table: Table, client: Client) -> None:
    table.open()
    table.adopt_working_group()
    decision = f"/{table.council.slug}/decisions/tc-mig-2020-1-dec-1/"
    assert "Migration Coordination Group" in table.clients["HU"].get(decision).content.decode()
    assert client.get(decision).status_code == 404
    table.do("AZ", "close_meeting")
    page = client.get(decision).content.decode()
    assert "Migration Coordination Group" in page
    assert "Kazakhstan" in page
    council = client.get(f"/{table.council.slug}/").content.decode()
    assert "Migration Coordination Group" in council


def test_a_refusal_names_its_rule_and_leaves_no_line(table: Table) -> None:
    table.open()
    before = lines(table)
    answer = table.act("HU", "open_item", item=1)
    assert answer.status_code == 409
    assert answer.json()["key"] == "presiding"
    assert answer.json()["title"] == "The Chair"
    assert answer.json()["reason"] == "Only the Chair may do this; Azerbaijan presides."
    assert lines(table) == before


def test_a_doubled_act_gets_the_first_result(table: Table) -> None:
    table.open()
    first = table.act("KZ", "request_floor", key="once")
    table.do("KZ", "withdraw_request")
    again = table.act("KZ", "request_floor", key="once")
    assert again.json() == first.json()
    assert "on the list already" not in table.page("KZ").content.decode()
    assert table.act("KG", "request_floor", key="once").status_code == 422


def test_a_refusal_is_the_first_result_too(table: Table) -> None:
    table.open()
    table.do("AZ", "close_list")
    refused = table.act("KZ", "request_floor", key="late")
    table.do("AZ", "reopen_list")
    assert table.act("KZ", "request_floor", key="late").json() == refused.json()
    assert table.act("KZ", "request_floor", key="anew").status_code == 200


def test_an_act_that_changed_nothing_stays_without_effect(table: Table) -> None:
    table.open()
    table.do("SEC", "table_proposal", **PROPOSAL)
    table.do("AZ", "put_question", subject_kind="proposal", subject_number=1, method="unanimity")
    table.do("KZ", "take_position", question=1, position="yes")
    assert table.act("KZ", "take_position", key="same", question=1, position="yes").json()["events"] == []
    table.do("KZ", "take_position", question=1, position="no")
    assert table.act("KZ", "take_position", key="same", question=1, position="yes").json()["events"] == []
    assert table.do("AZ", "withdraw_question", question=1)["events"][0]["kind"] == "QuestionWithdrawn"


@pytest.mark.parametrize(
    ("act", "fields", "where"),
    [
        ("request_floor", {"colour": "red"}, ""),
        ("hand_in_statement", {"language": "en", "text": "a" * 50_001}, "text"),
        ("hand_in_statement", {"language": "en", "text": "nul\x00"}, "text"),
        ("hand_in_statement", {"language": "en", "text": "abc\u202edef"}, "text"),
        ("hand_in_statement", {"language": "en", "text": "not UTF-8 \ufffd"}, "text"),
        ("hand_in_statement", {"language": "xx", "text": "words"}, "language"),
        ("table_amendment", {"proposal": -1, "change": "adds", "paragraph": 1}, "proposal"),
    ],
)
def test_what_is_not_understood_is_named(table: Table, act: str, fields: dict[str, Any], where: str) -> None:
    table.open()
    before = lines(table)
    answer = table.act("KZ", act, **fields)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [where]
    assert lines(table) == before


def test_without_script_an_act_leads_back_to_the_room(table: Table) -> None:
    table.open()
    answer = table.clients["KZ"].post(f"{table.base}acts/request-floor/", {"key": "k"})
    assert answer.status_code == 302
    assert answer["location"] == f"{table.base}room/"


def test_without_script_a_refusal_stands_on_the_room_page_with_what_was_typed(table: Table) -> None:
    table.open()
    answer = table.clients["KZ"].post(
        f"{table.base}acts/hand-in-statement/", {"language": "en", "text": "Typed with care."}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "has not been given the floor" in page
    assert "Typed with care." in page


def test_the_room_is_its_seats_alone(table: Table, client: Client, stranger: Client) -> None:
    table.convene(seats=[seat for seat in SEATS if seat != "UZ"])
    assert table.page("KZ").status_code == 200
    assert client.get(f"{table.base}room/").status_code == 403
    assert table.clients["UZ"].get(f"{table.base}room/").status_code == 403
    assert stranger.get(f"{table.base}room/").status_code == 403
    assert stranger.post(f"{table.base}acts/request-floor/", {}).status_code == 403


def test_a_public_meeting_is_read_by_anyone_and_acted_in_by_its_seats(table: Table, client: Client) -> None:
    table.convene(open_to_public="on")
    page = client.get(f"{table.base}room/")
    assert page.status_code == 200
    assert 'id="region-desk"' not in page.content.decode()
    assert client.post(f"{table.base}acts/open-meeting/", {}).status_code == 403
    assert client.get(f"{table.base}record.jsonl").status_code == 200


def test_the_room_reads_in_the_language_of_its_reader(table: Table) -> None:
    table.open()
    page = table.clients["KZ"].get(f"{table.base}room/", headers={"accept-language": "kk"}).content.decode()
    assert "Әзербайжан" in page


def test_an_unknown_act_is_not_there(table: Table) -> None:
    table.convene()
    assert table.act("AZ", "connect_seat", seat="AZ").status_code == 404
    assert table.act("AZ", "dance").status_code == 404


def test_statements_are_listed_a_page_at_a_time(table: Table) -> None:
    table.open()
    table.do("KZ", "request_floor")
    for number in range(1, 13):
        table.do("KZ", "hand_in_statement", language="en", text=f"Statement number {number}.")
    room, every = table.page("KZ").content.decode(), table.page("KZ", "statements/").content.decode()
    assert "Statement number 1." not in room
    assert "Statement number 12." in room
    assert "Statement number 1." in every


def test_the_record_is_exported_with_a_signature_at_its_end(table: Table) -> None:
    table.open()
    exported = async_to_sync(whole)(table.page("KZ", "record.jsonl")).decode().splitlines()
    assert '"kind":"MeetingConvened"' in exported[0]
    assert '"kind":"Signed"' in exported[-1]
