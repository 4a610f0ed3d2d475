"""The letters that call seats to a meeting, and their calendars as another library than ours reads them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import translation

from kenesh.core import clock, journal
from kenesh.core.models import Mail
from kenesh.council import actions as council_actions
from kenesh.council.models import Council, Person
from kenesh.meetings import actions, queries
from tests.core.test_calendars import read
from tests.council.councils import RHINE
from tests.meetings.conftest import FORM, SEATS, Table

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

START = datetime(2020, 5, 7, 8, 0, tzinfo=UTC)
ZONES = {
    "AZ": "Asia/Baku",
    "KZ": "Asia/Almaty",
    "KG": "Asia/Bishkek",
    "TR": "Europe/Istanbul",
    "UZ": "Asia/Tashkent",
    "HU": "Europe/Budapest",
}
LATER = {"starts_at": "2020-10-25T12:00", "time_zone": "Asia/Baku", "reason": "Bayram: ğ, ı, ә, ү, ў, ʻ"}


def letter_to(seat: str) -> Mail:
    """Return the latest letter to the head of a delegation."""
    return Mail.objects.filter(to=f"{seat.lower()}@example.org").latest("pk")


def calendar_of(mail: Mail) -> Any:
    """Return what a program acts on, having checked that the file says the same."""
    acted_on, file = mail.enclosures.all()
    assert bytes(acted_on.content) == bytes(file.content)
    assert (acted_on.is_alternative, file.is_alternative, file.name) == (True, False, "invite.ics")
    calendar = read(bytes(acted_on.content))
    assert acted_on.media_type == f"text/calendar; method={calendar.method.value}"
    return calendar


def test_everyone_who_speaks_for_a_seat_invited_gets_one_letter(table: Table) -> None:
    deputy = council_actions.add_person(
        seat=table.council.seats.get(code="KZ"), email="deputy@example.org", rank="alternate", language="kk"
    )
    gone = council_actions.add_person(seat=table.council.seats.get(code="KZ"), email="gone@example.org")
    council_actions.dismiss(person=gone)
    table.convene(seats=["AZ", "KZ", "SEC"])
    assert sorted(Mail.objects.values_list("to", flat=True)) == [
        "az@example.org",
        "deputy@example.org",
        "kz@example.org",
        "sec@example.org",
    ]
    assert set(Mail.objects.values_list("scope", flat=True)) == {table.council.slug}
    assert Mail.objects.get(to="deputy@example.org").key == f"meeting:{table.meeting.journal_id}:0:{deputy.pk}"


def test_each_seat_reads_the_start_in_its_own_time_and_in_utc(table: Table) -> None:
    table.convene()
    for seat, zone in ZONES.items():
        mail = letter_to(seat)
        local = START.astimezone(ZoneInfo(zone))
        assert f"{local:%H:%M} ({zone})" in mail.text
        assert "08:00 (UTC)" in mail.text
        event = calendar_of(mail).vevent
        assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == [zone]
        assert event.dtstart.value.replace(tzinfo=None) == local.replace(tzinfo=None)
        assert event.dtstart.value.astimezone(UTC) == START


def test_a_letter_and_its_calendar_say_what_the_meeting_is(table: Table) -> None:
    referral = "Let the heads of the migration authorities consult (10 April 2020)."
    table.convene(body="heads-of-migration-authorities", referral_en=referral)
    mail = letter_to("KZ")
    calendar = calendar_of(mail)
    event = calendar.vevent
    room = f"http://localhost:8000{table.base}room/"
    assert calendar.method.value == "REQUEST"
    assert (event.uid.value, event.sequence.value) == (str(table.meeting.journal_id), "0")
    assert (event.summary.value, event.location.value, event.url.value) == (FORM["title_en"], room, room)
    assert event.organizer.value == "mailto:kenesh@localhost"
    assert (event.attendee.value, event.attendee.params["ROLE"]) == ("mailto:kz@example.org", ["REQ-PARTICIPANT"])
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=10 + 60 + 15)
    for told in (mail.text, event.description.value):
        assert "TC/MIG/2020/1" in told
        assert referral in told
        assert "1. Opening\n2. Exchange of information\n3. Working group" in told
    assert (mail.subject, mail.language) == ("Invitation: TC/MIG/2020/1, 7 May 2020", "en")


def test_nobody_reads_the_address_of_anybody_else(table: Table) -> None:
    table.convene()
    people = set(Person.objects.values_list("email", flat=True))
    for mail in Mail.objects.all():
        said = mail.text + "".join(bytes(one.content).decode() for one in mail.enclosures.all())
        unfolded = said.replace("\r\n ", "")
        assert {email for email in people if email in unfolded} == {mail.to}


def test_who_presides_and_who_advises_is_called_as_such(table: Table) -> None:
    for seat, rank in (("AZ", "alternate"), ("KZ", "adviser")):
        found = table.council.seats.get(code=seat)
        council_actions.add_person(seat=found, email=f"{rank}@example.org", rank=rank)
    table.convene()
    roles = {
        mail.to: calendar_of(mail).vevent.attendee.params["ROLE"][0]
        for mail in Mail.objects.filter(to__in=["az@example.org", "alternate@example.org", "adviser@example.org"])
    }
    assert roles == {
        "az@example.org": "CHAIR",
        "alternate@example.org": "REQ-PARTICIPANT",
        "adviser@example.org": "OPT-PARTICIPANT",
    }


def test_a_letter_is_in_the_language_of_its_reader_whoever_convenes(table: Table) -> None:
    Person.objects.filter(email="kz@example.org").update(language="kk", offices={"kk": "Комитет төрағасы"})
    with translation.override("hu"):
        table.convene(title_kk="Көші-қон органдары басшыларының кездесуі", agenda_kk="Ашылу | 10\nАлмасу\nТоп")
    event = calendar_of(letter_to("KZ")).vevent
    assert (letter_to("KZ").language, letter_to("AZ").language) == ("kk", "en")
    assert event.summary.value == "Көші-қон органдары басшыларының кездесуі"
    assert event.summary.params["LANGUAGE"] == ["kk"]
    assert event.attendee.params["CN"] == ["Комитет төрағасы"]
    assert "1. Ашылу\n2. Алмасу\n3. Топ" in event.description.value


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "7 May 2020"),
        ("az", "7 may 2020"),
        ("kk", "2020\N{NARROW NO-BREAK SPACE}ж. 7 мамыр"),
        ("ky", "2020-ж., 7-май"),
        ("tr", "7 Mayıs 2020"),
        ("uz", "7-may, 2020"),
        ("hu", "2020. május 7."),
        ("ru", "7 мая 2020\N{NARROW NO-BREAK SPACE}г."),
        ("tlh", "7 May 2020"),
    ],
)
def test_a_day_is_written_as_its_readers_language_writes_it(table: Table, language: str, day: str) -> None:
    Person.objects.filter(email="kz@example.org").update(language=language)
    table.convene()
    mail = letter_to("KZ")
    assert (mail.subject.endswith(" ".join(day.split())), f"{day}, 14:00 (Asia/Almaty)" in mail.text) == (True, True)


def test_a_move_moves_the_same_entry_across_the_day_on_which_clocks_change(table: Table) -> None:
    table.convene()
    first = calendar_of(letter_to("HU")).vevent
    table.do("SEC", "move_meeting", **LATER)
    mail = letter_to("HU")
    event = calendar_of(mail).vevent
    assert Mail.objects.filter(to="hu@example.org").count() == 2
    assert (event.uid.value, event.sequence.value, event.status.value) == (first.uid.value, "1", "CONFIRMED")
    assert event.dtstamp.value >= first.dtstamp.value
    # 12:00 in Baku; Budapest put its clocks back that very morning.
    assert event.dtstart.value.astimezone(UTC) == datetime(2020, 10, 25, 8, 0, tzinfo=UTC)
    assert event.dtstart.value.replace(tzinfo=None) == datetime(2020, 10, 25, 9, 0)  # noqa: DTZ001 -- a local time
    assert mail.subject.startswith("Moved to another time: ")
    assert "Before, it was to start: 7 May 2020, 10:00 (Europe/Budapest)" in mail.text
    assert f"Reason: {LATER['reason']}" in mail.text
    assert table.meeting.starts_at == datetime(2020, 10, 25, 8, 0, tzinfo=UTC)


def test_a_cancellation_takes_the_entry_away_and_seals_the_record(table: Table) -> None:
    table.convene()
    table.do("SEC", "move_meeting", **LATER)
    table.do("SEC", "cancel_meeting", reason="Қар")
    mail = letter_to("KZ")
    calendar = calendar_of(mail)
    assert (calendar.method.value, calendar.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert (calendar.vevent.uid.value, calendar.vevent.sequence.value) == (str(table.meeting.journal_id), "2")
    assert (mail.subject.startswith("Cancelled: "), "Reason: Қар" in mail.text) == (True, True)
    assert "The room" not in mail.text
    kept = read(table.page("KZ", "meeting.ics").content).vevent
    assert (kept.status.value, kept.sequence.value) == ("CANCELLED", "2")
    *_, event, signature = journal.lines(journal_id=table.meeting.journal_id)
    assert (event.kind, signature.payload["final"], table.meeting.phase) == ("MeetingCancelled", True, "cancelled")
    assert table.act("SEC", "mark_present", seat="KZ").status_code == 409


def test_an_act_that_is_refused_or_changes_nothing_writes_to_nobody(table: Table) -> None:
    table.convene()
    before = Mail.objects.count()
    assert table.act("AZ", "cancel_meeting", reason="x").status_code == 409
    table.do("SEC", "move_meeting", starts_at="2020-05-07T08:00", time_zone="UTC", reason="The same")
    assert Mail.objects.count() == before


def test_the_same_act_sent_twice_writes_once(table: Table) -> None:
    table.convene()
    before = Mail.objects.count()
    for _ in range(2):
        table.do("SEC", "move_meeting", **LATER, key="k")
    assert Mail.objects.count() == before + len(SEATS)


def test_who_came_later_is_written_to_once_and_nobody_else(table: Table) -> None:
    table.convene()
    table.do("SEC", "move_meeting", **LATER)
    council_actions.add_person(seat=table.council.seats.get(code="KZ"), email="new@example.org")
    assert [actions.invite_newcomers(meeting=table.meeting) for _ in range(2)] == [1, 0]
    mail = Mail.objects.get(to="new@example.org")
    assert mail.subject.startswith("Invitation: ")
    assert calendar_of(mail).vevent.sequence.value == "1"
    table.do("SEC", "cancel_meeting", reason="Snow")
    council_actions.add_person(seat=table.council.seats.get(code="KZ"), email="newer@example.org")
    assert actions.invite_newcomers(meeting=table.meeting) == 0


def test_another_council_is_written_to_in_its_own_time_and_scope(
    load_council: Callable[[Path], Council], tmp_path: Path
) -> None:
    path = tmp_path / "rhine.yaml"
    path.write_text(RHINE, "utf-8")
    council = load_council(path)
    clients = {}
    for seat in council.seats.all():
        person = council_actions.add_person(seat=seat, email=f"{seat.code}@rhine.example", language="fr")
        clients[seat.code] = Client()
        clients[seat.code].force_login(person)
    french: dict[str, Any] = {"symbol": "CR/1", "title_fr": "Réunion", "agenda_fr": "Ouverture", "spoken": ["fr"]}
    others: dict[str, Any] = {"seats": ["FR", "CH", "SEC"], "chair": "FR", "rule_profile": "unga-like"}
    clients["SEC"].post(f"/{council.slug}/meetings/convene/", FORM | french | others)
    event = calendar_of(Mail.objects.get(to="ch@rhine.example")).vevent
    assert (event.summary.value, event.summary.params["LANGUAGE"]) == ("Réunion", ["fr"])
    assert event.dtstart.value.astimezone(UTC) == START
    assert set(Mail.objects.values_list("scope", flat=True)) == {council.slug}


def test_a_reader_takes_the_meeting_into_a_calendar_in_the_time_of_the_seat(table: Table) -> None:
    table.convene()
    with clock.pinned(at=START - timedelta(days=3)):
        answers = {seat: table.page(seat, "meeting.ics") for seat in ("HU", "AZ")}
    for seat, answer in answers.items():
        assert answer["Content-Disposition"] == 'attachment; filename="tc-mig-2020-1.ics"'
        calendar = read(answer.content)
        assert calendar.method.value == "PUBLISH"
        event = calendar.vevent
        assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == [ZONES[seat]]
        assert event.dtstart.value.astimezone(UTC) == START
        assert event.uid.value == calendar_of(letter_to(seat)).vevent.uid.value
        assert "attendee" not in event.contents
    assert b"DTSTART:20200507T080000Z" in Client().get(table.base + "meeting.ics").content


def test_a_calendar_still_says_when_after_a_restart(table: Table) -> None:
    table.convene()
    table.do("SEC", "move_meeting", **LATER)
    queries._kept.clear()  # what this process remembers of meetings
    event = read(table.page("AZ", "meeting.ics").content).vevent
    assert (event.sequence.value, event.dtstart.value.astimezone(UTC)) == (
        "1",
        datetime(2020, 10, 25, 8, 0, tzinfo=UTC),
    )
