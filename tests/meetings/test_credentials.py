"""The pages of credentials: who announces, uploads and examines, who may read what, and what a file must be."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kenesh.core import files
from kenesh.core.models import Line
from tests.meetings.conftest import PROPOSAL, Table

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

DELEGATION = {
    "language": "en",
    "head": "Director-General",
    "alternates": "Deputy Director\nHead of Unit",
    "advisers": "",
}
TEXT = "The bearer has full powers."


@pytest.fixture(autouse=True)
def kept(settings: LazySettings, tmp_path: Path) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def convened(table: Table) -> Table:
    assert table.convene().status_code == 302
    return table


def post(table: Table, by: str, whose: str, act: str, /, **fields: Any) -> Any:
    return table.clients[by].post(f"{table.base}credentials/{whose}/{act}/", fields)


def upload(table: Table, by: str, seat: str, *, name: str = "powers.txt", content: bytes = TEXT.encode()) -> Any:
    return post(table, by, seat, "receive-credentials", file=SimpleUploadedFile(name, content))


def page(table: Table, by: str, seat: str = "") -> str:
    answer = table.page(by, f"credentials/{seat}/" if seat else "credentials/")
    assert answer.status_code == 200
    found: str = answer.content.decode()
    return found


def download(table: Table, by: str, seat: str = "HU", number: int = 1) -> Any:
    return table.page(by, f"credentials/{seat}/{number}/")


def test_a_seat_announces_its_delegation_and_all_seats_read_it(convened: Table) -> None:
    assert post(convened, "HU", "HU", "announce-delegation", **DELEGATION, deputy="on").status_code == 302
    for reader in ("KZ", "HU", "SEC"):
        shown = page(convened, reader)
        assert "Deputy Director" in shown
        assert "holds the seat" in shown


def test_what_was_announced_stands_in_the_form_to_be_changed(convened: Table) -> None:
    post(convened, "HU", "HU", "announce-delegation", **DELEGATION, deputy="on")
    form = convened.page("HU", "credentials/HU/").context["forms"]["announce_delegation"]
    assert form["alternates"].value() == "Deputy Director\nHead of Unit"
    assert form["deputy"].value() is True


def test_a_deputy_who_holds_the_seat_is_named_in_the_room(table: Table) -> None:
    table.open()
    table.do("HU", "announce_delegation", **DELEGATION, deputy="on")
    room = table.page("KZ").content.decode()
    assert 'Seat held by: <span lang="en">Deputy Director</span>' in room
    table.do("HU", "announce_delegation", **DELEGATION)
    assert "Deputy Director" not in table.page("KZ").content.decode()


def test_full_powers_are_kept_and_named_in_the_record_by_their_hash(convened: Table, kept: Path) -> None:
    assert upload(convened, "HU", "HU").status_code == 302
    line = Line.objects.filter(journal=convened.meeting.journal_id).order_by("-seq")[0]
    assert (line.kind, line.by) == ("CredentialsReceived", "HU")
    payload = json.loads(line.payload)
    assert (payload["seat"], payload["size"], payload["media_type"]) == ("HU", len(TEXT), "text/plain")
    assert files.content(digest=payload["digest"]) == TEXT.encode()
    assert [one.name for one in kept.rglob("*") if one.is_file()] == [payload["digest"]]


def test_full_powers_go_to_the_secretariat_and_to_the_seat_itself_and_to_nobody_else(
    convened: Table, stranger: Client
) -> None:
    upload(convened, "HU", "HU")
    for reader in ("HU", "SEC"):
        answer = download(convened, reader)
        assert answer.content == TEXT.encode()
        assert answer["Content-Disposition"] == 'attachment; filename="tc-mig-2020-1-HU-1.txt"'
        assert answer["X-Content-Type-Options"] == "nosniff"
    for reader in ("AZ", "KZ"):
        assert download(convened, reader).status_code == 403
        assert convened.page(reader, "credentials/HU/").status_code == 403
    address = f"{convened.base}credentials/HU/1/"
    assert stranger.get(address).status_code == 403
    assert Client().get(address)["location"].startswith("/accounts/login/")


def test_what_was_never_received_is_not_there(convened: Table) -> None:
    assert [download(convened, "SEC", number=number).status_code for number in (0, 1)] == [404, 404]
    assert convened.page("SEC", "credentials/XX/").status_code == 404
    assert convened.page("SEC", "credentials/FR/1/").status_code == 404
    assert post(convened, "SEC", "HU", "dance").status_code == 404


def test_a_file_that_is_gone_is_named_to_who_asks_for_it(convened: Table, kept: Path) -> None:
    upload(convened, "HU", "HU")
    for one in kept.rglob("*"):
        if one.is_file():
            one.unlink()
    answer = convened.clients["SEC"].get(f"{convened.base}credentials/HU/1/", follow=True)
    assert "missing or was changed on the server" in answer.content.decode()


def test_only_the_head_of_a_delegation_acts_for_it(convened: Table) -> None:
    from kenesh.council.actions import add_person  # noqa: PLC0415 -- the settings are read by now

    seat = convened.council.seats.get(code="HU")
    convened.clients["deputy"] = Client()
    convened.clients["deputy"].force_login(add_person(seat=seat, email="deputy@example.org", rank="alternate"))
    upload(convened, "HU", "HU")
    lines = Line.objects.count()
    assert download(convened, "deputy").content == TEXT.encode()
    assert "receive-credentials" not in page(convened, "deputy", "HU")
    assert post(convened, "deputy", "HU", "announce-delegation", **DELEGATION).status_code == 403
    assert upload(convened, "deputy", "HU", content=b"Other words.").status_code == 403
    assert convened.act("deputy", "announce_delegation", **DELEGATION).status_code == 403
    assert Line.objects.count() == lines


def test_a_seat_acts_for_itself_only_whatever_seat_it_sends(convened: Table) -> None:
    assert post(convened, "KZ", "HU", "announce-delegation", **DELEGATION).status_code == 403
    assert post(convened, "KZ", "KZ", "announce-delegation", **DELEGATION, seat="HU").status_code == 302
    assert "Deputy Director" in page(convened, "KZ", "KZ")
    assert "Deputy Director" not in page(convened, "HU", "HU")
    assert convened.act("KZ", "announce_delegation", **DELEGATION, seat="HU").status_code == 409


def test_the_secretariat_examines_and_the_seat_sees_the_finding(convened: Table) -> None:
    upload(convened, "HU", "HU")
    said = {"finding": "not_in_order", "reason": "It is not signed by a minister."}
    assert post(convened, "SEC", "HU", "examine-credentials", **said).status_code == 302
    for reader, seat in (("HU", "HU"), ("SEC", "HU"), ("KZ", "")):
        shown = page(convened, reader, seat)
        assert "Not in order" in shown
        assert "It is not signed by a minister." in shown
    assert post(convened, "SEC", "HU", "admit-provisionally").status_code == 302
    assert "Admitted provisionally" in page(convened, "HU", "HU")
    upload(convened, "HU", "HU", content=b"Signed this time.")
    assert "Newer full powers wait to be examined" in page(convened, "SEC")


def test_a_seat_does_not_examine_itself(convened: Table) -> None:
    upload(convened, "HU", "HU")
    lines = Line.objects.count()
    answer = post(convened, "HU", "HU", "examine-credentials", finding="in_order")
    assert answer.status_code == 409
    assert "Only the Secretariat may do this." in answer.content.decode()
    assert post(convened, "HU", "HU", "admit-provisionally").status_code == 409
    assert "examine-credentials" not in page(convened, "HU", "HU")
    assert Line.objects.count() == lines


def test_a_fault_is_named_before_the_finding_is_entered(convened: Table) -> None:
    upload(convened, "HU", "HU")
    answer = post(convened, "SEC", "HU", "examine-credentials", finding="not_in_order", reason=" ")
    assert answer.status_code == 422
    assert answer.context["forms"]["examine_credentials"].errors == {"reason": ["Say why they are not in order."]}


def test_a_deputy_cannot_hold_the_seat_where_none_is_named(convened: Table) -> None:
    answer = post(convened, "HU", "HU", "announce-delegation", language="en", head="Director", deputy="on")
    assert answer.status_code == 422
    assert set(answer.context["forms"]["announce_delegation"].errors) == {"alternates"}


def test_a_seat_found_not_in_order_is_told_so_at_its_desk_and_takes_no_position(table: Table) -> None:
    table.open()
    upload(table, "UZ", "UZ")
    post(table, "SEC", "UZ", "examine-credentials", finding="not_in_order", reason="No seal.")
    desk = table.page("UZ").content.decode()
    assert "Your credentials were found not in order" in desk
    assert "Your credentials were found not in order" not in table.page("KZ").content.decode()
    table.do("SEC", "table_proposal", **PROPOSAL)
    table.do("AZ", "put_question", subject_kind="proposal", subject_number=1, method="unanimity")
    refused = table.act("UZ", "take_position", question=1, position="no")
    assert (refused.status_code, refused.json()["key"], refused.json()["retry"]) == (409, "credentials", True)
    for seat in ("AZ", "KZ", "KG", "TR"):
        table.do(seat, "take_position", question=1, position="yes")
    closed = table.do("AZ", "close_question", question=1)["events"][0]["payload"]
    assert (closed["outcome"], closed["entitled"]) == ("adopted", ["AZ", "KZ", "KG", "TR"])


def test_the_quorum_shown_is_the_one_that_counts(table: Table) -> None:
    table.open()
    upload(table, "UZ", "UZ")
    post(table, "SEC", "UZ", "examine-credentials", finding="not_in_order", reason="No seal.")
    assert "4 of 5 members present, 3 needed" in table.page("KZ").content.decode()


BROKEN: list[tuple[str, bytes]] = [
    ("powers.exe", b"MZ" + b"0" * 100),
    ("powers.pdf", b"MZ" + b"0" * 100),
    ("powers.pdf", b"%PDF-1.7\nbroken"),
    ("powers.txt", b""),
    ("powers.txt", b"\xff\xfe\x00\x00"),
    ("powers.png", b"\x89PNG\r\n\x1a\nbroken"),
    ("powers.docx", b"PK\x03\x04broken"),
]


@pytest.mark.parametrize(("name", "content"), BROKEN)
def test_what_is_no_document_is_refused_with_what_is_accepted(
    convened: Table, kept: Path, name: str, content: bytes
) -> None:
    lines = Line.objects.count()
    answer = upload(convened, "HU", "HU", name=name, content=content)
    assert answer.status_code == 422
    assert "Accepted: PDF" in str(answer.context["forms"]["receive_credentials"].errors["file"])
    assert "Accepted: PDF" in answer.content.decode()
    assert (Line.objects.count(), list(kept.rglob("*"))) == (lines, [])


def test_a_file_too_large_is_refused_without_being_read_whole(convened: Table, settings: LazySettings) -> None:
    settings.UPLOAD_MAX = 1024
    answer = upload(convened, "HU", "HU", content=b"x" * 5000)
    assert answer.status_code == 422
    assert "1.0\xa0KB" in str(answer.context["forms"]["receive_credentials"].errors["file"])


def test_no_file_at_all_and_fields_in_its_place_are_refused(convened: Table) -> None:
    lines = Line.objects.count()
    assert post(convened, "HU", "HU", "receive-credentials").status_code == 422
    made_up = {"digest": "a" * 64, "size": "9", "media_type": "text/plain"}
    assert post(convened, "HU", "HU", "receive-credentials", **made_up).status_code == 422
    assert convened.act("HU", "receive_credentials", **made_up).status_code == 404
    assert Line.objects.count() == lines


def test_nothing_is_kept_of_what_comes_after_the_end(table: Table, kept: Path) -> None:
    table.open()
    table.do("AZ", "close_meeting")
    answer = upload(table, "HU", "HU")
    assert answer.status_code == 409
    assert list(kept.rglob("*")) == []
    assert "receive-credentials" not in page(table, "HU", "HU")


@pytest.mark.parametrize(
    "fields",
    [
        {"head": ""},
        {"head": "Chief\u202e"},
        {"head": "x" * 301},
        {"alternates": "x" * 301},
        {"advisers": "\n".join(["Adviser"] * 61)},
        {"language": "!"},
        {"rank": "emperor"},
    ],
)
def test_what_is_no_delegation_is_refused_with_the_field(convened: Table, fields: dict[str, str]) -> None:
    answer = post(convened, "HU", "HU", "announce-delegation", **(DELEGATION | fields))
    assert answer.status_code in {409, 422}
    assert (answer.context["refusal"] or answer.context["forms"]["announce_delegation"].errors) is not None
    assert "DelegationAnnounced" not in {line.kind for line in Line.objects.all()}


def test_a_refusal_loaded_again_leads_to_the_page(convened: Table) -> None:
    answer = convened.page("HU", "credentials/HU/announce-delegation/")
    assert (answer.status_code, answer["location"]) == (302, f"{convened.base}credentials/HU/")


@pytest.mark.parametrize("invited", [1, 3])
def test_the_report_asks_the_database_as_often_for_many_seats_as_for_one(
    table: Table, invited: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    seats = ["AZ", "KZ", "KG"][:invited]
    table.convene(seats=[*seats, "SEC"])
    page(table, "SEC")
    with django_assert_num_queries(5):
        page(table, "SEC")


def test_the_meetings_page_leads_its_seats_to_the_credentials(convened: Table, stranger: Client) -> None:
    address = f"{convened.base}credentials/"
    assert address in convened.page("HU", "").content.decode()
    assert address not in stranger.get(convened.base).content.decode()
    assert BytesIO(stranger.get(address).content).read().find(b"Deputy") == -1
