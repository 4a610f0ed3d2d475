"""A language in which an account is told: names from the record; days, lists and languages as CLDR writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel import dates
from babel.lists import format_list
from django.utils.translation import gettext as _

from kenesh.core.domain.text import pick
from kenesh.core.tongues import locale_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel import Locale

    from kenesh.meetings.domain.profile import Texts
    from kenesh.publications.domain.account import Account


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Tells one account in one language; made inside ``translation.override(language)``."""

    account: Account
    language: str

    @cached_property
    def _locale(self) -> Locale:
        return locale_of(self.language)

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.account.zone)

    def pick(self, texts: Texts) -> str:
        """Return a text of the record in this language, or in the one nearest to it."""
        return pick(texts, self.language)

    def seat(self, code: str) -> str:
        """Return what a seat is called."""
        return self.pick(self.account.seats[code].names)

    def nameplate(self, code: str) -> str:
        """Return what a seat is called, with the authority that holds it."""
        authority = self.pick(self.account.seats[code].authority)
        name = self.seat(code)
        return _("%(seat)s (%(authority)s)") % {"seat": name, "authority": authority} if authority else name

    def seats(self, codes: Iterable[str]) -> str:
        """Return the names of seats as a list, in order of precedence."""
        wanted = set(codes)
        return self.listed(self.seat(code) for code in self.account.seats if code in wanted)

    def listed(self, names: Iterable[str]) -> str:
        """Return names as a list."""
        return str(format_list(list(names), locale=self._locale))

    def day(self, at: datetime) -> str:
        """Return the day in the host's time zone."""
        return self.date(at.astimezone(self._zone).date())

    def date(self, day: date) -> str:
        """Return a day."""
        return str(dates.format_date(day, "long", locale=self._locale))

    def time(self, at: datetime) -> str:
        """Return the hour in the host's time zone, on 24; with the day where it is another day than the opening's."""
        return self.hour(at) if self.is_first_day(at) else f"{self.day(at)}, {self.hour(at)}"

    def hour(self, at: datetime) -> str:
        """Return the hour in the host's time zone, on 24, where the day is known."""
        return f"{at.astimezone(self._zone):%H:%M}"

    def is_first_day(self, at: datetime) -> bool:
        """Tell whether a moment is on the day of the opening."""
        return at.astimezone(self._zone).date() == self.account.started_at.astimezone(self._zone).date()

    def zone(self) -> str:
        """Return the name of the host's time zone on the day of the meeting, and how far it is from UTC."""
        at = self.account.started_at.astimezone(self._zone)
        name = dates.get_timezone_name(at, width="long", locale=self._locale)
        offset = dates.get_timezone_gmt(at, width="long", locale=self._locale)
        return str(name) if name == offset else f"{name}, {offset}"

    def tongue(self, language: str) -> str:
        """Return the name of a language."""
        return str(self._locale.languages.get(language.partition("-")[0], language))
