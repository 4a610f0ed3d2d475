"""Who may not, each with something there to leak or to change."""

import pytest
from django.test import Client

from kenesh.core.models import Mail
from kenesh.council import actions as council_actions
from kenesh.council.models import Person
from kenesh.decisions import actions
from kenesh.decisions.models import Decision, Nomination, Report, Task
from tests.decisions.conftest import BODY, SLUG, at
from tests.meetings.conftest import PROPOSAL, SEATS, Table

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

REPORT = {"stage": "under-way", "note": "An order is being written.", "proof": ""}
OF = f"decisions/{SLUG}/follow-up/"


@pytest.fixture
def public() -> Client:
    return Client()


@pytest.mark.parametrize("path", ["decisions/", "decisions.json", "decisions.atom", f"decisions/{SLUG}.json"])
def test_the_public_reads_a_decision_when_its_meeting_is_closed_and_not_before(
    adopted: Table, public: Client, path: str
) -> None:
    address = f"/{adopted.council.slug}/{path}"
    assert b"DEC.1" not in public.get(address).content
    assert b"DEC.1" in at(adopted, "KZ", path).content
    adopted.do("AZ", "close_meeting")
    assert b"DEC.1" in public.get(address).content


@pytest.mark.parametrize("query", ["q=working", "meeting=tc-mig-2020-1", "rule=unanimity", "year=2026"])
def test_no_search_nor_filter_tells_of_a_decision_that_is_not_public(
    adopted: Table, public: Client, query: str
) -> None:
    page = public.get(f"/{adopted.council.slug}/decisions/?{query}").content.decode()
    assert "0 decisions" in page
    assert [word for word in ("DEC.1", "Unanimity", "TC/MIG/2020/1<") if word in page] == []


def test_no_search_tells_of_a_decision_of_another_council(closed: Table, stranger: Client) -> None:
    assert stranger.get("/conseil-du-rhin/decisions.json?q=working").json()["count"] == 0
    assert stranger.get(f"/conseil-du-rhin/decisions/{SLUG}/").status_code == 404
    assert closed.council.decisions.count() == 1


@pytest.mark.parametrize("path", ["follow-up/", OF])
def test_how_far_states_are_is_for_the_seats_of_the_council_alone(
    closed: Table, task: Task, public: Client, stranger: Client, path: str
) -> None:
    assert b"Name the representatives" in at(closed, "HU", path).content
    assert public.get(f"/{closed.council.slug}/{path}").status_code == 302
    assert stranger.get(f"/{closed.council.slug}/{path}").status_code == 403
    assert b"Name the representatives" not in public.get(f"/{closed.council.slug}/decisions/{SLUG}/").content
    assert b"Name the representatives" not in public.get(f"/{closed.council.slug}/decisions/{SLUG}.json").content
    assert task.texts == {"en": "Name the representatives."}


@pytest.mark.parametrize(("by", "number"), [("HU", 0), ("HU", 1), ("SEC", 0), ("TR", 1)])
def test_a_seat_that_is_not_asked_reports_nothing(closed: Table, task: Task, by: str, number: int) -> None:
    assert at(closed, by, f"{OF}reports/{number}/", **REPORT).status_code == 403
    assert Report.objects.count() == 0
    assert task.decision.addressees.count() == 5


def test_a_delegate_reports_for_their_own_seat_whatever_they_send(closed: Table, task: Task) -> None:
    at(closed, "KZ", f"{OF}reports/{task.number}/", seat="AZ", **REPORT)
    assert [report.seat.code for report in Report.objects.all()] == ["KZ"]


def test_someone_dismissed_reports_no_more(closed: Table, decision: Decision) -> None:
    council_actions.dismiss(person=Person.objects.get(seat__code="KZ", seat__council=closed.council))
    assert at(closed, "KZ", f"{OF}reports/0/", **REPORT).status_code == 302
    assert decision.reports.count() == 0


@pytest.mark.parametrize("by", ["KZ", "HU", "AZ"])
def test_only_the_secretariat_makes_and_changes_tasks(closed: Table, task: Task, by: str) -> None:
    fields = {"paragraph": "2", "owners": ["KZ"], "text_en": "Pay."}
    assert at(closed, by, f"{OF}tasks/", **fields).status_code == 403
    assert at(closed, by, f"{OF}tasks/{task.number}/", **fields).status_code == 403
    assert list(Task.objects.values_list("texts", flat=True)) == [{"en": "Name the representatives."}]


def test_a_decision_of_a_meeting_still_open_is_nobodys_who_was_not_at_the_table(
    table: Table,
) -> None:
    table.convene(seats=[seat for seat in SEATS if seat != "UZ"])
    for seat in ("AZ", "KZ", "KG", "TR", "SEC"):
        table.do("SEC", "mark_present", seat=seat)
    table.do("AZ", "open_meeting")
    table.do("SEC", "table_proposal", **PROPOSAL)
    table.do("AZ", "put_question", subject_kind="proposal", subject_number=1, method="consensus")
    table.do("AZ", "close_question", question=1)
    for path in (f"decisions/{SLUG}/", f"decisions/{SLUG}.json", OF, f"bodies/{BODY}/"):
        assert (at(table, "UZ", path).status_code, at(table, "KZ", path).status_code) == (404, 200)
    assert b"Working group" not in at(table, "UZ", "follow-up/").content


def test_a_head_of_delegation_names_for_their_own_seat_only(closed: Table) -> None:
    named = {"office": "Head of unit", "language": "en", "email": "unit@example.org"}
    assert at(closed, "KZ", f"bodies/{BODY}/nominations/", seat="TR", **named).status_code == 403
    assert Nomination.objects.count() == 0


def test_an_adviser_names_nobody(closed: Table) -> None:
    Person.objects.filter(seat__code="KZ").update(rank="adviser")
    named = {"seat": "KZ", "office": "Head of unit", "language": "en", "email": "unit@example.org"}
    assert at(closed, "KZ", f"bodies/{BODY}/nominations/", **named).status_code == 403
    assert Nomination.objects.count() == 0


def test_an_address_is_seen_by_its_own_seat_and_the_secretariat(closed: Table, public: Client) -> None:
    body = closed.council.bodies.get(slug=BODY)
    actions.nominate(
        body=body, seat=closed.council.seats.get(code="KZ"), office="Unit", language="en", email="unit@example.org"
    )
    path = f"bodies/{BODY}/"
    assert [seat for seat in closed.clients if b"unit@example.org" in at(closed, seat, path).content] == ["KZ", "SEC"]
    page = public.get(f"/{closed.council.slug}/{path}").content
    assert (b"Unit" in page, b"unit@example.org" in page) == (True, False)


def test_a_body_is_the_tables_alone_while_its_meeting_is_open(adopted: Table, public: Client) -> None:
    address = f"/{adopted.council.slug}/bodies/{BODY}/"
    assert public.get(address).status_code == 404
    assert at(adopted, "KZ", f"bodies/{BODY}/").status_code == 200
    adopted.do("AZ", "close_meeting")
    assert public.get(address).status_code == 200


def test_the_agenda_of_a_public_page_tells_nothing_of_a_meeting_still_open(adopted: Table) -> None:
    adopted.convene(symbol="TC/MIG/2020/2")
    found = at(adopted, "SEC", "meetings/tc-mig-2020-2/").content
    assert b"Follow-up of decisions" not in found
    assert [letter.key for letter in Mail.objects.all() if "Follow-up of decisions" in letter.text] == []
    assert Mail.objects.filter(key__startswith="reminder:").count() == 0
