"""Calendars as another library reads them: vobject, and dateutil for the zones, neither of which wrote them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject

from kenesh.core.calendars import Entry, Invited, Method, Party, readdressed, write

pytestmark = pytest.mark.unit

LETTERS = "Ağır ışık – Әдiл үшiн – Ўзбек, Oʻzbek – ő ű ñ «Қазақстан»"
ENTRY = Entry(
    method="REQUEST",
    uid="3f0d8f7e-6c3e-4b43-9d66-0d5e6a7f1c55",
    sequence=0,
    stamped_at=datetime(2020, 4, 20, 9, 30, 15, 250_000, tzinfo=UTC),
    starts_at=datetime(2020, 5, 7, 8, 0, tzinfo=UTC),
    ends_at=datetime(2020, 5, 7, 9, 30, tzinfo=UTC),
    zone="Asia/Baku",
    language="az",
    summary=LETTERS,
    description="Symbol: TC/MIG/2020/1\n1. Opening; words, \\ and so on",
    address="https://kenesh.example.org/turkic-council/meetings/tc-mig-2020-1/room/",
    organizer=Party(name='Secretariat; of the "Council"', address="kenesh@example.org"),
    invited=Invited(party=Party(name="Әкім, Head", address="head@example.org")),
)
ZONES = [
    "Asia/Baku",
    "Asia/Almaty",
    "Asia/Bishkek",
    "Asia/Tashkent",
    "Europe/Istanbul",
    "Europe/Budapest",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Europe/Dublin",
]


def read(content: bytes) -> Any:
    # It would go on with the zones of files read before; every file has to do with its own.
    zones: dict[str, Any] = vars(vobject.icalendar)["__tzidMap"]
    for name in set(zones) - {"UTC"}:
        del zones[name]
    return vobject.readOne(content.decode())


def at(moment: datetime, *, zone: str, hours: int = 2) -> Entry:
    return replace(ENTRY, starts_at=moment, ends_at=moment + timedelta(hours=hours), zone=zone)


def test_an_invitation_says_who_when_where_and_for_whom() -> None:
    calendar = read(write(ENTRY))
    event = calendar.vevent
    assert (calendar.method.value, calendar.version.value) == ("REQUEST", "2.0")
    assert (event.uid.value, event.sequence.value) == (ENTRY.uid, "0")
    assert event.dtstamp.value == datetime(2020, 4, 20, 9, 30, 15, tzinfo=UTC)
    assert (event.summary.value, event.description.value) == (LETTERS, ENTRY.description)
    assert (event.location.value, event.url.value) == (ENTRY.address, ENTRY.address)
    assert (event.status.value, event.organizer.value) == ("CONFIRMED", "mailto:kenesh@example.org")
    assert event.attendee.value == "mailto:head@example.org"
    assert event.attendee.params == {
        "CN": ["Әкім, Head"],
        "CUTYPE": ["INDIVIDUAL"],
        "ROLE": ["REQ-PARTICIPANT"],
        "PARTSTAT": ["NEEDS-ACTION"],
        "RSVP": ["FALSE"],
    }


@pytest.mark.parametrize(
    ("changes", "role"),
    [({}, "REQ-PARTICIPANT"), ({"optional": True}, "OPT-PARTICIPANT"), ({"presides": True}, "CHAIR")],
)
def test_who_presides_and_who_may_stay_away_is_said(changes: dict[str, bool], role: str) -> None:
    entry = replace(ENTRY, invited=Invited(party=Party(name="Head", address="head@example.org"), **changes))
    assert read(write(entry)).vevent.attendee.params["ROLE"] == [role]


def test_a_cancellation_is_of_the_same_entry_and_newer() -> None:
    calendar = read(write(replace(ENTRY, method="CANCEL", sequence=2, is_cancelled=True)))
    event = calendar.vevent
    assert (calendar.method.value, event.status.value) == ("CANCEL", "CANCELLED")
    assert (event.uid.value, event.sequence.value) == (ENTRY.uid, "2")
    assert event.dtstart.value.astimezone(UTC) == ENTRY.starts_at
    assert sorted(event.attendee.params) == ["CN", "CUTYPE", "ROLE"]


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH"])
def test_lines_are_of_75_octets_and_end_with_cr_lf(method: Method) -> None:
    content = write(replace(ENTRY, method=method, summary=LETTERS * 5, description=LETTERS * 20))
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(line.decode() for line in lines)  # a letter is never cut in two
    assert read(content).vevent.description.value == LETTERS * 20


def _days(year: int) -> list[datetime]:
    """Noon of the days on which clocks change somewhere, and of the days before and after."""
    changes = [(3, 8), (3, 29), (4, 5), (10, 4), (10, 25), (11, 1), (1, 15), (7, 15)]
    return [
        datetime(year, month, day, 12, tzinfo=UTC) + timedelta(days=n) for month, day in changes for n in (-1, 0, 1)
    ]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [2020, 2026, 2027])
def test_a_reader_that_knows_no_zones_finds_the_same_instant(zone: str, year: int) -> None:
    for moment in _days(year):
        event = read(write(at(moment, zone=zone))).vevent
        shown = event.dtstart.value
        local = moment.astimezone(ZoneInfo(zone))
        assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == [zone]
        # By the rules that stand in the file, not by any the reader has itself.
        assert type(shown.tzinfo).__name__ == "_tzicalvtz"
        assert (shown.astimezone(UTC), shown.replace(tzinfo=None)) == (moment, local.replace(tzinfo=None))
        assert event.dtend.value.astimezone(UTC) == moment + timedelta(hours=2)


@pytest.mark.parametrize(
    ("day", "changes"), [(datetime(2026, 3, 29, tzinfo=UTC), "forward"), (datetime(2026, 10, 25, tzinfo=UTC), "back")]
)
def test_every_quarter_of_the_night_in_which_clocks_change_is_the_same_instant(day: datetime, changes: str) -> None:
    quarters = [day + timedelta(minutes=15 * n) for n in range(-8, 16)]
    told = []
    for moment in quarters:
        event = read(write(at(moment, zone="Europe/Budapest"))).vevent
        assert event.dtstart.value.astimezone(UTC) == moment
        assert event.dtend.value.astimezone(UTC) == moment + timedelta(hours=2)
        told.append(event.dtstart.value.utcoffset())
    hours = [timedelta(hours=1), timedelta(hours=2)]
    assert [one for one in dict.fromkeys(told) if one] == (hours if changes == "forward" else hours[::-1])


def test_an_hour_that_comes_twice_is_said_in_utc_when_it_comes_again() -> None:
    first, again = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert b"DTSTART;TZID=Europe/Budapest:20261025T023000" in write(at(first, zone="Europe/Budapest"))
    assert b"DTSTART:20261025T013000Z" in write(at(again, zone="Europe/Budapest"))


def test_a_meeting_across_the_change_lasts_as_long_as_it_lasts() -> None:
    before = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # 01:30 in Budapest; two hours later it is 04:30
    event = read(write(at(before, zone="Europe/Budapest"))).vevent
    assert (event.dtstart.value.hour, event.dtend.value.hour) == (1, 4)
    assert event.dtend.value.astimezone(UTC) - event.dtstart.value.astimezone(UTC) == timedelta(hours=2)


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC"])
def test_in_utc_no_zone_is_needed(zone: str) -> None:
    content = write(replace(ENTRY, zone=zone))
    assert b"VTIMEZONE" not in content
    assert b"DTSTART:20200507T080000Z" in content


def test_another_address_is_another_attendee_and_nothing_else() -> None:
    content = write(replace(ENTRY, summary=LETTERS * 3))
    to = "a.much.longer.address.of.the.same.head@secretariat.migration.example.org"
    again = readdressed(content=content, to=to)
    assert max(map(len, again.split(b"\r\n"))) <= 75
    before, after = read(content), read(again)
    assert after.vevent.attendee.value == f"mailto:{to}"
    assert after.vevent.attendee.params == before.vevent.attendee.params
    after.vevent.attendee.value = before.vevent.attendee.value
    assert after.serialize() == before.serialize()
    assert readdressed(content=write(replace(ENTRY, invited=None)), to=to) == write(replace(ENTRY, invited=None))
