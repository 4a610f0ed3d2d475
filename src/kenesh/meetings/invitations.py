"""The letters that call seats to a meeting, to another time, or off; the calendar entries that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr
from typing import TYPE_CHECKING, Final, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import override as in_language

from kenesh.core.calendars import Entry, Invited, Method, Party, write
from kenesh.core.domain.text import pick
from kenesh.core.outbox import Attachment
from kenesh.core.tongues import locale_of
from kenesh.council import queries as council_queries
from kenesh.meetings import queries
from kenesh.meetings.domain.planning import planned_end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from kenesh.council.queries import Correspondent
    from kenesh.meetings.domain.state import Meeting as State
    from kenesh.meetings.models import Meeting

About = Literal["invited", "moved", "cancelled"]

FILE: Final = "invite.ics"
WORLD: Final = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to one person; its key names the person, the meeting and the calling, so that it is written once."""

    key: str
    to: str
    subject: str
    text: str
    language: str
    attachments: tuple[Attachment, ...]


def letters(*, meeting: Meeting, state: State, at: datetime, about: About | None = None) -> Iterator[Letter]:
    """Return a letter for everyone who speaks for an invited seat, in their language and their seat's time.

    Nobody is told the address of anybody else: each calendar entry names who it is for, and the organizer.
    """
    codes = [seat.code for seat in state.seats]
    for person in council_queries.correspondents(council=meeting.council, seats=codes):
        with in_language(person.language):
            yield _letter(meeting, state, person, at=at, about=about or _about(state))


def calendar_file(*, meeting: Meeting, state: State, zone: str, language: str, at: datetime) -> bytes:
    """Return the meeting as a file for a reader's own calendar, in the time of a zone."""
    entry = _entry(meeting, state, zone=zone, language=language, at=at, method="PUBLISH", invited=None)
    return write(entry)


def _about(state: State) -> About:
    if state.phase == "cancelled":
        return "cancelled"
    return "moved" if state.moves else "invited"


def _letter(meeting: Meeting, state: State, person: Correspondent, *, at: datetime, about: About) -> Letter:
    seat = state.find_seat(person.seat)
    zone = seat.time_zone if seat else WORLD
    method: Method = "CANCEL" if about == "cancelled" else "REQUEST"
    invited = Invited(
        party=Party(name=person.office or person.seat, address=person.email),
        presides=person.seat == state.presiding and person.rank == "head",
        optional=person.rank == "adviser",
    )
    entry = _entry(meeting, state, zone=zone, language=person.language, at=at, method=method, invited=invited)
    return Letter(
        key=f"{queries.letters_key(meeting=meeting)}{state.callings}:{person.id}",
        to=person.email,
        subject=_subject(state, about, zone=zone),
        text="\n".join(_lines(meeting, state, zone=zone, language=person.language, about=about)),
        language=person.language,
        attachments=_attached(write(entry), method),
    )


def _attached(content: bytes, method: Method) -> tuple[Attachment, ...]:
    """Return the calendar twice: as what programs act on (RFC 6047), and as a file for those that do not."""
    acted_on = f"text/calendar; method={method}"
    return (
        Attachment(name=FILE, media_type=acted_on, content=content, is_alternative=True),
        Attachment(name=FILE, media_type="application/ics", content=content),
    )


def _entry(
    meeting: Meeting,
    state: State,
    *,
    zone: str,
    language: str,
    at: datetime,
    method: Method,
    invited: Invited | None,
) -> Entry:
    return Entry(
        method=method,
        uid=str(meeting.journal_id),
        sequence=state.callings,
        stamped_at=at,
        starts_at=state.starts_at,
        ends_at=planned_end(state),
        zone=zone,
        language=language,
        summary=pick(state.title, language),
        description="\n".join(_facts(meeting, state, language=language)),
        address=_link(meeting, "meetings:room"),
        organizer=_organizer(state, language),
        invited=invited,
        is_cancelled=state.phase == "cancelled",
    )


def _organizer(state: State, language: str) -> Party:
    """Return the Secretariat, or the council where none is at the table, at the address the site writes from."""
    secretariat = next((seat for seat in state.seats if seat.status == "secretariat"), None)
    names = secretariat.names if secretariat else state.council_names
    return Party(name=pick(names, language), address=parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def _subject(state: State, about: About, *, zone: str) -> str:
    words = {
        "invited": _("Invitation: %(symbol)s, %(day)s"),
        "moved": _("Moved to another time: %(symbol)s, %(day)s"),
        "cancelled": _("Cancelled: %(symbol)s, %(day)s"),
    }
    return words[about] % {"symbol": state.symbol, "day": _day(state.starts_at.astimezone(ZoneInfo(zone)))}


def _lines(meeting: Meeting, state: State, *, zone: str, language: str, about: About) -> Iterator[str]:
    words = {
        "invited": _("Your seat is invited to this meeting:"),
        "moved": _("This meeting has been moved to another time:"),
        "cancelled": _("This meeting has been cancelled and will not be held:"),
    }
    yield words[about]
    yield ""
    yield pick(state.title, language)
    yield from _times(state, zone=zone, about=about)
    yield ""
    yield from _facts(meeting, state, language=language)
    if about != "cancelled":
        yield _("The room, once you have signed in: %(link)s") % {"link": _link(meeting, "meetings:room")}
        yield ""
        yield _("The attached file puts the meeting into your calendar, in the time of your seat.")


def _times(state: State, *, zone: str, about: About) -> Iterator[str]:
    yield _("Start: %(time)s") % {"time": _time(state.starts_at, zone)}
    if zone != WORLD:
        yield _("Start: %(time)s") % {"time": _time(state.starts_at, WORLD)}
    if about == "moved":
        yield _("Before, it was to start: %(time)s") % {"time": _time(state.moves[-1].from_start, zone)}
        yield _("Reason: %(reason)s") % {"reason": state.moves[-1].reason}
    if about == "cancelled":
        yield _("Reason: %(reason)s") % {"reason": state.cancellation}


def _facts(meeting: Meeting, state: State, *, language: str) -> Iterator[str]:
    yield _("Symbol: %(symbol)s") % {"symbol": state.symbol}
    if state.body:
        yield _("Body: %(body)s") % {"body": pick(state.body, language)}
    chair = state.find_seat(state.presiding)
    yield _("In the chair: %(name)s") % {"name": pick(chair.names, language) if chair else state.presiding}
    if state.referral:
        yield _("It answers: %(referral)s") % {"referral": pick(state.referral, language)}
    yield ""
    yield _("Agenda:") if state.agenda_adopted else _("Provisional agenda:")
    yield from (f"{item.number}. {pick(item.titles, language)}" for item in state.agenda)
    yield ""
    yield _("About the meeting: %(link)s") % {"link": _link(meeting, "meetings:meeting")}


def _time(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{_day(local)}, {local:%H:%M} ({zone})"


def _day(local: datetime) -> str:
    """Write a day as its reader's language does."""
    return str(format_date(local, "long", locale=locale_of(get_language() or "en")))


def _link(meeting: Meeting, name: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=[meeting.council.slug, meeting.slug])}"
