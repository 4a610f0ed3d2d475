"""The summary record, drafted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kenesh.publications.domain.blocks import Block, Clause, Fact, Heading, Paragraph, Point
from kenesh.publications.wording.delegations import delegations
from kenesh.publications.wording.entries import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from kenesh.publications.domain.account import Account, Attendance, Section
    from kenesh.publications.wording.voice import Voice

GROUPS: Final = {
    "member": gettext_lazy("Members"),
    "observer": gettext_lazy("Observers"),
    "secretariat": gettext_lazy("Secretariat"),
}


def summary_record(voice: Voice) -> Iterator[Block]:
    """Draft the summary record."""
    account = voice.account
    yield Heading(level=1, text=_("Summary record of the meeting %(symbol)s") % {"symbol": account.symbol})
    yield from _head(voice, account)
    yield Heading(level=2, text=_("Chair"))
    yield from _presided(voice, account)
    yield Heading(level=2, text=_("Attendance"))
    yield from _attended(voice, account)
    yield from delegations(voice)
    yield Heading(level=2, text=_("Agenda"))
    yield from _agenda(voice, account)
    yield from _course(voice, account)
    if account.closed_at:
        yield Heading(level=2, text=_("Close of the meeting"))
        yield Paragraph(text=_("The meeting was closed at %(time)s.") % {"time": voice.time(account.closed_at)})


def _head(voice: Voice, account: Account) -> Iterator[Block]:
    yield Fact(term=_("Council"), text=voice.pick(account.council_names))
    if account.body:
        yield Fact(term=_("Body"), text=voice.pick(account.body))
    yield Fact(term=_("Meeting"), text=voice.pick(account.title))
    if account.referral:
        yield Fact(term=_("Referral"), text=voice.pick(account.referral))
    yield Fact(term=_("Date"), text=voice.day(account.started_at))
    if account.opened_at:
        yield Fact(term=_("Opened at"), text=voice.time(account.opened_at))
    if account.closed_at:
        yield Fact(term=_("Closed at"), text=voice.time(account.closed_at))
    yield Fact(term=_("Times are those of"), text=voice.zone())


def _presided(voice: Voice, account: Account) -> Iterator[Block]:
    first, *later = account.presidencies
    if not later:
        yield Paragraph(text=_("%(seat)s presided.") % {"seat": voice.nameplate(first.seat)})
        return
    yield Point(text=_("%(seat)s presided at the opening.") % {"seat": voice.nameplate(first.seat)})
    for one in later:
        params = {"seat": voice.nameplate(one.seat), "time": voice.time(one.since)}
        yield Point(text=_("%(seat)s presided from %(time)s.") % params)


def _attended(voice: Voice, account: Account) -> Iterator[Block]:
    for status, heading in GROUPS.items():
        rows = [row for row in account.attendance if account.seats[row.seat].status == status]
        if not rows:
            continue
        yield Heading(level=3, text=str(heading))
        if status == "member":
            yield Paragraph(text=_counted(rows))
        for row in rows:
            yield Point(text=_attendance(voice, row))


def _counted(rows: list[Attendance]) -> str:
    count = sum(row.attended for row in rows)
    sentence = ngettext(
        "Of %(total)s members %(count)s attended.",
        "Of %(total)s members %(count)s attended.",
        count,
    )
    return sentence % {"total": len(rows), "count": count}


def _attendance(voice: Voice, row: Attendance) -> str:
    params = {"seat": voice.nameplate(row.seat)}
    if row.left_at:
        params["left"] = voice.time(row.left_at)
    if row.joined_at:
        params["joined"] = voice.time(row.joined_at)
    if row.at_opening and row.left_at:
        return _("%(seat)s: present at the opening, left at %(left)s") % params
    if row.at_opening:
        return _("%(seat)s: present at the opening") % params
    if row.joined_at and row.left_at:
        return _("%(seat)s: joined at %(joined)s, left at %(left)s") % params
    if row.joined_at:
        return _("%(seat)s: joined at %(joined)s") % params
    return _("%(seat)s: not present") % params


def _agenda(voice: Voice, account: Account) -> Iterator[Block]:
    if account.agenda_adopted:
        yield Paragraph(text=_("The meeting adopted this agenda:"))
    else:
        yield Paragraph(text=_("The agenda was provisional and was not adopted:"))
    for number, titles in account.items.items():
        yield Clause(number=number, text=voice.pick(titles))


def _course(voice: Voice, account: Account) -> Iterator[Block]:
    """Tell the sections; where a new day begins it is named, and the hours after it are its own."""
    day = voice.day(account.started_at)
    for section in account.sections:
        yield _headed(voice, section)
        for at, blocks in _parts(voice, section):
            if voice.day(at) != day:
                day = voice.day(at)
                yield Paragraph(text=day)
            yield from blocks


def _headed(voice: Voice, section: Section) -> Heading:
    if section.item:
        params = {"number": str(section.item), "title": voice.pick(section.titles)}
        return Heading(level=2, text=_("Item %(number)s: %(title)s") % params)
    return Heading(level=2, text=_("Before the first item"))


def _parts(voice: Voice, section: Section) -> Iterator[tuple[datetime, Iterable[Block]]]:
    if section.opened_at:
        sentence = _("The item was taken up at %(time)s.") % {"time": voice.hour(section.opened_at)}
        yield section.opened_at, [Paragraph(text=sentence)]
    for entry in section.entries:
        yield entry.at, told(voice, entry)
