from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoAssertNumQueries

from kenesh.core import clock
from kenesh.core.models import Mail
from kenesh.council.models import Person
from kenesh.decisions import actions, tasks
from kenesh.decisions.models import Decision, Nomination, Reminder, Report, Task
from kenesh.decisions.queries import follow_up as queries
from tests.decisions.conftest import BODY, DUE, SLUG, at
from tests.meetings.conftest import FORM, Table

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

OF = f"decisions/{SLUG}/follow-up/"
EARLY = DUE - timedelta(days=14)


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with clock.pinned(at=datetime(2020, 8, 1, 9, 0, tzinfo=UTC)):
        yield


def say(table: Table, by: str, number: int, **said: str) -> Any:
    return at(table, by, f"{OF}reports/{number}/", **({"note": "", "proof": ""} | said))


def stages(decision: Decision) -> list[dict[str, str]]:
    (found,) = queries.with_follow_up(decisions=Decision.objects.filter(pk=decision.pk))
    rows = queries.rows_of(decision=found, on=DUE)
    return [{seat: cell.stage.value for seat, cell in row.cells.items()} for row in rows]


# --- tasks and reports -----------------------------------------------------------------------------------------------


def test_a_task_takes_the_words_of_its_paragraph_where_none_are_written(closed: Table, decision: Decision) -> None:
    fields = {"paragraph": "2", "owners": ["KZ", "SEC"], "due_on": "2020-09-01", "text_kk": "Жиналсын."}
    assert at(closed, "SEC", f"{OF}tasks/", **fields).status_code == 302
    task = decision.tasks.get()
    assert (task.number, task.paragraph, task.due_on) == (1, 2, DUE)
    assert task.texts == {"en": "Let it meet.", "kk": "Жиналсын."}
    assert sorted(task.owners.values_list("code", flat=True)) == ["KZ", "SEC"]


@pytest.mark.parametrize(
    "fields",
    [
        {"owners": ["KZ"]},
        {"owners": ["HU"], "paragraph": "1"},
        {"owners": ["KZ"], "paragraph": "9"},
        {"paragraph": "1", "due_on": ""},
        {"owners": ["KZ"], "paragraph": "1", "due_on": "tomorrow"},
        {"owners": ["KZ"], "text_en": "A \u202egnihton"},
    ],
)
def test_a_task_without_words_owners_or_sense_is_not_made(
    closed: Table, decision: Decision, fields: dict[str, Any]
) -> None:
    assert at(closed, "SEC", f"{OF}tasks/", **fields).status_code == 422
    assert decision.tasks.count() == 0


def test_a_task_said_anew_keeps_what_was_reported(closed: Table, task: Task) -> None:
    say(closed, "KZ", 1, stage="done", proof="Order 12")
    fields = {"owners": ["KZ", "TR"], "text_en": "Name two.", "due_on": "2020-10-01"}
    assert at(closed, "SEC", f"{OF}tasks/1/", **fields).status_code == 302
    task.refresh_from_db()
    assert (task.texts, task.due_on) == ({"en": "Name two."}, date(2020, 10, 1))
    assert stages(task.decision)[1] == {"KZ": "done", "TR": "not-started"}


def test_the_last_report_counts_and_all_are_kept(closed: Table, decision: Decision) -> None:
    say(closed, "KZ", 0, stage="under-way")
    say(closed, "KZ", 0, stage="done", proof="https://example.org/order")
    say(closed, "AZ", 0, stage="not-applicable", note="It binds others.")
    not_started = dict.fromkeys(("KG", "TR", "UZ"), "not-started")
    assert stages(decision) == [{"AZ": "not-applicable", "KZ": "done", **not_started}]
    assert [report.stage for report in Report.objects.filter(seat__code="KZ")] == ["under-way", "done"]
    page = at(closed, "HU", OF).content.decode()
    assert '<a href="https://example.org/order" rel="noopener noreferrer nofollow">' in page
    assert "3 reports" in page


@pytest.mark.parametrize(
    "said",
    [
        {"stage": "done"},
        {"stage": "not-started"},
        {"stage": "not-applicable", "proof": "x"},
        {"stage": "abolished"},
        {"stage": "done", "proof": "javascript://example.org/%0aalert(1)"},
        {"stage": "under-way", "note": "A \u202egnihton"},
    ],
)
def test_a_report_that_says_nothing_or_deceives_is_not_taken(
    closed: Table, decision: Decision, said: dict[str, str]
) -> None:
    assert say(closed, "KZ", 0, **said).status_code == 422
    assert decision.reports.count() == 0


def test_the_matrix_shows_what_is_open_with_a_word_for_each_state(closed: Table, task: Task) -> None:
    for seat in ("AZ", "KZ"):
        say(closed, seat, task.number, stage="done", proof="Order 12")
    assert b"Name the representatives" not in at(closed, "HU", "follow-up/").content
    page = at(closed, "HU", "follow-up/?show=all")
    lines = [[str(cell["word"]) for cell in cells] for _row, cells in page.context["lines"]]
    assert lines == [["Not started"] * 5, ["Done", "Done", "", "", ""]]


def test_a_task_whose_day_has_passed_is_late(closed: Table, task: Task) -> None:
    with clock.pinned(at=datetime(2020, 9, 2, tzinfo=UTC)):
        assert b"Late" in at(closed, "KZ", "follow-up/").content
        for seat in ("AZ", "KZ"):
            say(closed, seat, task.number, stage="done", proof="Order 12")
        assert b"Late" not in at(closed, "KZ", "follow-up/?show=all").content


@pytest.mark.parametrize("count", [1, 3])
def test_the_matrix_takes_as_many_queries_for_three_tasks_as_for_one(
    closed: Table, task: Task, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count - 1):
        actions.make_task(decision=task.decision, texts={"en": "More."}, owners=["AZ", "KZ"])
    with django_assert_num_queries(5):
        decisions = list(queries.with_follow_up(decisions=Decision.objects.filter(council=closed.council)))
        matrix = queries.matrix(decisions=decisions, on=DUE)
    assert len(matrix.rows) == count + 1


# --- reminders -------------------------------------------------------------------------------------------------------


def test_owners_are_reminded_once_before_the_day_and_after_until_it_is_done(closed: Table, task: Task) -> None:
    written = {day: actions.remind(on=DUE + timedelta(days=day)) for day in range(-20, 60)}
    assert {day for day, letters in written.items() if letters} == {-14, -3, 1, 14, 42}
    assert set(written.values()) == {0, 2}
    say(closed, "KZ", task.number, stage="done", proof="Order 12")
    assert Reminder.objects.count() == 10


def test_who_has_reported_it_done_is_left_alone(closed: Table, task: Task) -> None:
    say(closed, "KZ", task.number, stage="done", proof="Order 12")
    assert [(due.seat.code, due.step.key) for due in queries.due_reminders(on=EARLY)] == [("AZ", "two-weeks-before")]


def test_a_reminder_is_a_letter_in_the_language_of_the_head_of_delegation(task: Task) -> None:
    Person.objects.filter(email="kz@example.org").update(language="kk")
    with clock.pinned(at=datetime.combine(EARLY, datetime.min.time(), UTC)):
        tasks.once()
        tasks.once()
    letters = {message.to[0]: message for message in mail.outbox}
    assert sorted(letters) == ["az@example.org", "kz@example.org"]
    assert "1 September 2020" in letters["az@example.org"].subject
    assert "01.09.2020" in letters["kz@example.org"].subject
    assert f"/turkic-council/decisions/{SLUG}/follow-up/#task-1" in letters["az@example.org"].body
    assert task.number == 1


def test_a_seat_without_anybody_is_asked_for_again(task: Task) -> None:
    Person.objects.filter(seat__in=task.owners.all()).update(is_active=False)
    assert actions.remind(on=EARLY) == 0
    assert Reminder.objects.count() == 0
    Person.objects.update(is_active=True)
    assert actions.remind(on=EARLY) == 2


def test_a_day_that_is_moved_is_reminded_of_anew(task: Task) -> None:
    actions.remind(on=EARLY)
    later = DUE + timedelta(days=30)
    actions.change_task(task=task, texts=task.texts, owners=["AZ", "KZ"], due_on=later, proof="")
    assert actions.remind(on=EARLY) == 0
    assert actions.remind(on=later - timedelta(days=14)) == 2
    assert Mail.objects.count() == 4


# --- bodies and agendas ----------------------------------------------------------------------------------------------


def test_a_nomination_is_shown_and_withdrawn(closed: Table) -> None:
    named = {"seat": "KZ", "office": "Head of unit", "language": "en", "email": "Unit@example.org"}
    path = f"bodies/{BODY}/"
    assert at(closed, "KZ", f"{path}nominations/", **named).status_code == 302
    assert at(closed, "KZ", f"{path}nominations/", **named).status_code == 422
    assert at(closed, "SEC", f"{path}nominations/", **(named | {"seat": "TR"})).status_code == 302
    assert b"Head of unit" in at(closed, "HU", path).content
    own = Nomination.objects.get(seat__code="KZ")
    assert own.email == "unit@example.org"
    assert at(closed, "KZ", f"{path}nominations/{own.pk}/withdraw/", now="yes").status_code == 302
    assert list(Nomination.objects.filter(withdrawn_at=None).values_list("seat__code", flat=True)) == ["TR"]


def test_a_body_is_convened_with_its_seats_and_its_convenor_proposed(closed: Table) -> None:
    body = closed.council.bodies.get(slug=BODY)
    body.convenor = closed.council.seats.get(code="KG")
    body.established_on = date(2020, 5, 7)
    body.save()
    form = at(closed, "SEC", f"meetings/convene/?body={BODY}&on=2020-08-01").context["form"]
    assert form.fields["body"].initial == BODY
    assert form.fields["seats"].initial == ["AZ", "KZ", "KG", "TR", "UZ", "HU"]
    assert form.fields["chair"].initial == "KG"


def test_what_is_open_stands_on_the_next_agenda_of_the_body_by_itself(closed: Table) -> None:
    closed.council.bodies.filter(slug=BODY).update(established_on=date(2020, 5, 7))
    changes = {"symbol": "TC/MIG/2020/2", "body": BODY, "starts_at": "2020-08-07T12:00"}
    assert at(closed, "SEC", f"meetings/convene/?body={BODY}&on=2020-08-07").content.count(b"leave_out") > 0
    assert closed.convene(**changes).status_code == 302
    page = at(closed, "KZ", "meetings/tc-mig-2020-2/").content.decode()
    assert "Follow-up of decisions: TC/MIG/2020/1/DEC.1" in page
    body = at(closed, "KZ", f"bodies/{BODY}/").content.decode()
    assert "/meetings/tc-mig-2020-2/" in body


@pytest.mark.parametrize("how", ["left out", "done"])
def test_what_is_left_out_or_done_does_not(closed: Table, decision: Decision, how: str) -> None:
    if how == "done":
        for seat in ("AZ", "KZ", "KG", "TR", "UZ"):
            say(closed, seat, 0, stage="done", note="Done.")
    changes: dict[str, Any] = {"symbol": "TC/MIG/2020/2"} | ({"leave_out": "on"} if how == "left out" else {})
    assert closed.convene(**changes).status_code == 302
    assert b"Follow-up of decisions" not in at(closed, "KZ", "meetings/tc-mig-2020-2/").content
    assert FORM["symbol"] == "TC/MIG/2020/1"
    assert decision.meeting.body == ""


def test_another_body_does_not_take_up_what_is_not_its_own(closed: Table) -> None:
    closed.convene(symbol="TC/MIG/2020/2", body="heads-of-migration-authorities")
    assert b"Follow-up of decisions" not in at(closed, "KZ", "meetings/tc-mig-2020-2/").content
