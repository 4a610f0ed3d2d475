"""Calendar files (iCalendar, RFC 5545) that calendar programs take as an invitation (iTIP, RFC 5546)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from kenesh.core.domain.zones import Observance, Yearly, observances

if TYPE_CHECKING:
    from icalendar.cal.component import Component

PRODID: Final = "-//Kenesh//Meetings//EN"
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORLD: Final = ("UTC", "Etc/UTC", "Etc/GMT", "GMT")  # in these a moment is written in UTC, and needs no zone

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Someone by what they are called and by where mail reaches them."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Who is asked to come; ``optional`` may stay away."""

    party: Party
    presides: bool = False
    optional: bool = False

    @property
    def role(self) -> str:
        return "CHAIR" if self.presides else "OPT-PARTICIPANT" if self.optional else "REQ-PARTICIPANT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of someone's calendar.

    ``uid`` and ``sequence`` are what programs know it again by, and whether what came is newer; ``zone`` is the one in
    which it is shown.
    """

    method: Method
    uid: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    language: str
    summary: str
    description: str
    address: str
    organizer: Party
    invited: Invited | None = None
    is_cancelled: bool = False


def write(entry: Entry) -> bytes:
    """Return the file: UTF-8, lines of at most 75 octets that end with CR LF."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", entry.method)
    if _zone_shown(entry) is not UTC:
        calendar.add_component(_zone(entry.zone, around=entry.starts_at))
    calendar.add_component(_event(entry))
    return _file(calendar)


def readdressed(*, content: bytes, to: str) -> bytes:
    """Return a file that was sent for someone as one for another address: programs ask whether it is for them."""
    calendar = Calendar.from_ical(content)
    for event in calendar.walk("VEVENT"):
        if "attendee" in event:
            attendee = vCalAddress(f"mailto:{to}")
            attendee.params = event["attendee"].params
            event["attendee"] = attendee
    return _file(calendar)


def _file(calendar: Component) -> bytes:
    content: bytes = calendar.to_ical(sorted=False)
    return content


def _event(entry: Entry) -> Event:
    event, zone = Event(), _zone_shown(entry)
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamped_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    spoken = {"language": entry.language}
    event.add("summary", entry.summary, parameters=spoken)
    event.add("description", entry.description, parameters=spoken)
    event.add("location", entry.address)
    event.add("url", entry.address)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("organizer", _calendar_address(entry.organizer))
    if entry.invited:
        event.add("attendee", _attendee(entry.invited, cancelled=entry.method == "CANCEL"))
    return event


def _zone_shown(entry: Entry) -> tzinfo:
    """Return the zone in which the moments are written.

    An hour that comes twice, when clocks go back, means the first time in a calendar; the second is said in UTC.
    """
    if entry.zone in WORLD:
        return UTC
    zone = ZoneInfo(entry.zone)
    again = entry.starts_at.astimezone(zone).fold or entry.ends_at.astimezone(zone).fold
    return UTC if again else zone


def _attendee(invited: Invited, *, cancelled: bool) -> vCalAddress:
    attendee = _calendar_address(invited.party)
    attendee.params["cutype"] = "INDIVIDUAL"
    attendee.params["role"] = invited.role
    if not cancelled:
        attendee.params["partstat"] = "NEEDS-ACTION"
        # Whoever comes is seen to be there; nobody here reads answers.
        attendee.params["rsvp"] = "FALSE"
    return attendee


def _calendar_address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.address}")
    address.params["cn"] = " ".join(party.name.split()) or party.address
    return address


def _zone(name: str, *, around: datetime) -> Timezone:
    zone = Timezone()
    zone.add("tzid", name)
    for observance in _observances(name, around.year):
        zone.add_component(_observance(observance))
    return zone


@lru_cache(maxsize=256)
def _observances(name: str, year: int) -> tuple[Observance, ...]:
    return observances(zone=ZoneInfo(name), around=datetime(year, 7, 1, tzinfo=UTC))


def _observance(observance: Observance) -> Component:
    part = TimezoneDaylight() if observance.is_daylight else TimezoneStandard()
    part.add("dtstart", observance.onset)
    if observance.yearly:
        part.add("rrule", _rule(observance.yearly))
    part.add("tzoffsetfrom", _whole(observance.offset_from))
    part.add("tzoffsetto", _whole(observance.offset_to))
    part.add("tzname", observance.name)
    return part


def _rule(yearly: Yearly) -> dict[str, str | int]:
    return {"freq": "YEARLY", "bymonth": yearly.month, "byday": f"{yearly.week}{WEEKDAYS[yearly.weekday]}"}


def _whole(offset: timedelta) -> timedelta:
    """Return the offset without parts of a second, which none in use has."""
    return timedelta(seconds=round(offset.total_seconds()))
