"""Pages around the call to a meeting, and what everybody is shown of a meeting that was called off."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from kenesh.core import journal, outbox, signing
from kenesh.core.models import Mail
from kenesh.council import actions as council_actions
from kenesh.council.models import Person
from kenesh.meetings.verify import verify
from tests.meetings.conftest import Table

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

MOVE = {"starts_at": "2020-05-08T12:00", "time_zone": "Asia/Baku", "reason": "A feast"}


def test_the_secretariat_moves_a_meeting_from_its_page(table: Table) -> None:
    table.convene()
    page = table.page("SEC", "").content.decode()
    assert f"{table.base}move/" in page
    form = table.page("SEC", "move/").content.decode()
    assert 'value="2020-05-07T11:00"' in form  # as the Secretariat's own clock says
    answer = table.clients["SEC"].post(f"{table.base}move/", MOVE, follow=True)
    assert answer.redirect_chain == [(table.base, 302)]
    assert table.meeting.starts_at == datetime(2020, 5, 8, 8, 0, tzinfo=UTC)
    said = answer.content.decode()
    assert "The meeting has been moved; the letters are on their way." in said
    assert "Moved; before, it was to start on 7 May 2020, 08:00 (UTC)." in said


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": ""}, "This field is required."),
        ({"time_zone": "Mars/Base"}, "This is no time zone, such as Asia/Baku."),
        ({"starts_at": "2020-03-29T02:30", "time_zone": "Europe/Budapest"}, "this hour is missing or comes twice"),
        ({"starts_at": "soon"}, "Enter a valid date/time."),
    ],
)
def test_what_cannot_be_understood_comes_back_with_what_was_typed(
    table: Table, changes: dict[str, str], words: str
) -> None:
    table.convene()
    answer = table.clients["SEC"].post(f"{table.base}move/", MOVE | {"reason": "Typed"} | changes)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert Mail.objects.filter(subject__startswith="Moved").count() == 0


def test_a_meeting_that_was_opened_meanwhile_is_refused_under_its_rule(table: Table) -> None:
    table.open()
    for how, fields in (("move", MOVE), ("cancel", {"reason": "Snow"})):
        answer = table.clients["SEC"].post(f"{table.base}{how}/", fields)
        assert answer.status_code == 409
        assert "The meeting has been opened: it can be neither moved nor cancelled." in answer.content.decode()


def test_nobody_but_the_secretariat_finds_the_forms(table: Table) -> None:
    table.convene()
    for seat in ("AZ", "KZ"):
        assert "move/" not in table.page(seat, "").content.decode()
        assert table.page(seat, "move/").status_code == 403


def test_a_meeting_called_off_shows_so_everywhere_and_breaks_nothing(table: Table) -> None:
    table.convene()
    table.clients["SEC"].post(f"{table.base}cancel/", {"reason": "Snow on the wire"})
    slug = table.council.slug
    for seat in ("SEC", "AZ", "KZ"):
        room = table.page(seat).content.decode()
        assert "The meeting was cancelled. Snow on the wire" in room
        assert "The meeting was cancelled; its record is complete." in room
        assert "acts/open-meeting/" not in room
        page = table.page(seat, "").content.decode()
        assert ("Cancelled" in page, "Snow on the wire" in page, "move/" in page) == (True, True, False)
    public = Client().get(table.base).content.decode()
    assert ("Cancelled" in public, "Snow on the wire" in public) == (True, False)
    assert "Cancelled" in Client().get(f"/{slug}/meetings/").content.decode()
    assert table.meeting.symbol not in table.clients["KZ"].get("/").content.decode()
    for address in ("decisions/", "decisions.json", "follow-up/", "", "feed/"):
        assert table.clients["KZ"].get(f"/{slug}/{address}").status_code in {200, 404}
    assert table.page("SEC", "documents/").status_code == 404
    again = table.clients["SEC"].post(f"{table.base}cancel/", {"reason": "Snow"})
    assert (again.status_code, "The meeting was cancelled." in again.content.decode()) == (409, True)


def test_the_record_of_a_meeting_called_off_verifies_as_complete(table: Table) -> None:
    table.convene()
    table.do("SEC", "move_meeting", **MOVE)
    table.do("SEC", "cancel_meeting", reason="Snow")
    lines = list(journal.export(journal_id=table.meeting.journal_id))
    key = signing.load_public(pem=journal.public_pem())
    report = verify(lines=lines, public_key=key)
    assert (report.meeting, report.final) == ("TC/MIG/2020/1", True)


def test_a_convening_is_seen_with_its_start_for_every_seat_before_it_is_done(table: Table) -> None:
    answer = table.convene(preview="on", referral_en="As the Summit asked")
    page = answer.content.decode()
    assert (answer.status_code, table.council.meetings.count(), Mail.objects.count()) == (200, 0, 0)
    for words in ("7 May 2020, 12:00", "7 May 2020, 11:00", "7 May 2020, 10:00", "Asia/Tashkent", "Europe/Budapest"):
        assert words in page
    assert 'value="As the Summit asked"' in page


def test_the_room_says_how_the_agenda_stands_against_the_time(table: Table) -> None:
    table.open()
    page = table.page("KZ").content.decode()
    assert "85 minutes estimated in all, 85 still ahead." in page
    assert 'data-seconds="5100"' in page
    table.do("AZ", "put_question", subject_kind="agenda", subject_number=0, method="consensus")
    table.do("AZ", "close_question", question=1)
    table.do("AZ", "open_item", item=1)
    assert 'data-seconds="600">10:00' in table.page("KZ").content.decode()
    table.do("AZ", "close_item", item=1)
    assert "85 minutes estimated in all, 75 still ahead." in table.page("KZ").content.decode()


def test_the_secretariat_sees_what_became_of_the_letters_and_sends_one_once_more(table: Table) -> None:
    table.convene()
    outbox.deliver()
    lost = Mail.objects.get(to="kz@example.org")
    outbox.bounced(message_id=f"<{lost.name}@x>", diagnostic="5.1.1 550 No such person")
    page = table.page("SEC", "").content.decode()
    assert ("6 sent" in page, "1 came back" in page) == (True, True)
    slug = table.council.slug
    listed = table.clients["SEC"].get(f"/{slug}/letters/?stage=bounced").content.decode()
    assert ("kz@example.org" in listed, "5.1.1 550 No such person" in listed, "az@example.org" in listed) == (
        True,
        True,
        False,
    )
    address = f"/{slug}/letters/{lost.pk}/"
    shown = table.clients["SEC"].get(address).content.decode()
    assert ("BEGIN:VCALENDAR" in shown, "Provisional agenda:" in shown, "Came back" in shown) == (True, True, True)
    answer = table.clients["SEC"].post(address, {"to": "KZ.mended@example.org", "mend": "on"})
    again = Mail.objects.latest("pk")
    assert answer["location"] == f"/{slug}/letters/{again.pk}/"
    assert Person.objects.get(seat__code="KZ").email == "kz.mended@example.org"
    outbox.deliver()
    page = table.page("SEC", "").content.decode()
    assert ("7 sent" in page, "came back" in page) == (True, False)
    twice = table.clients["SEC"].post(address, {"to": "kz.mended@example.org"})
    assert (twice.status_code, "was written once more already" in twice.content.decode()) == (422, True)


def test_an_address_of_somebody_else_is_not_made_anybodys_own(table: Table) -> None:
    table.convene()
    Mail.objects.update(stage=Mail.Stage.FAILED)
    lost = Mail.objects.get(to="kz@example.org")
    address = f"/{table.council.slug}/letters/{lost.pk}/"
    answer = table.clients["SEC"].post(address, {"to": "az@example.org", "mend": "on"})
    assert (answer.status_code, Person.objects.filter(email="kz@example.org").count()) == (422, 1)
    assert table.clients["SEC"].post(address, {"to": "az@example.org"}).status_code == 302
    assert table.clients["SEC"].post(address, {"to": "no address"}).status_code == 422


def test_the_secretariat_sees_which_seat_nobody_could_be_written_to(table: Table) -> None:
    council_actions.dismiss(person=Person.objects.get(email="kz@example.org"))
    table.convene()
    page = table.page("SEC", "").content.decode()
    assert page.partition("Nobody to write to</dt><dd>")[2].startswith("Kazakhstan<")
    assert "Nobody to write to" not in table.page("AZ", "").content.decode()


def test_who_came_later_is_written_to_from_the_page(table: Table) -> None:
    table.convene()
    council_actions.add_person(seat=table.council.seats.get(code="KZ"), email="new@example.org")
    for words in ("1 letter is on its way.", "Everyone has been written to already."):
        answer = table.clients["SEC"].post(f"{table.base}invite/", follow=True)
        assert words in answer.content.decode()
