"""Who represented each seat, as its delegation was announced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kenesh.publications.domain.blocks import Block, Fact, Heading, Paragraph, quotes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kenesh.meetings.domain.state import Delegation
    from kenesh.publications.wording.voice import Voice


def delegations(voice: Voice) -> Iterator[Block]:
    """Tell the delegations that were announced, of the seats that attended; the offices in their own language."""
    account = voice.account
    attended = [row.seat for row in account.attendance if row.attended]
    announced = {code: found for code in attended if (found := account.seats[code].delegation)}
    if announced:
        yield Heading(level=3, text=_("Delegations"))
    for code, delegation in announced.items():
        for term, offices in _parts(voice.seat(code), delegation):
            yield from _told(voice, term, offices, delegation.language)


def _parts(seat: str, delegation: Delegation) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield each part of a delegation: what its members are, and their offices."""
    holder = delegation.holder if delegation.deputy else None
    others = [member for number, member in enumerate(delegation.members, start=1) if number != holder]
    offices = {rank: [one.office for one in others if one.rank == rank] for rank in ("head", "alternate", "adviser")}
    yield _("%(seat)s, head of delegation") % {"seat": seat}, offices["head"]
    if delegation.deputy:
        yield _("%(seat)s, alternate who held the seat") % {"seat": seat}, [delegation.deputy.office]
    if alternates := offices["alternate"]:
        term = ngettext("%(seat)s, alternate", "%(seat)s, alternates", len(alternates))
        yield term % {"seat": seat}, alternates
    if advisers := offices["adviser"]:
        yield ngettext("%(seat)s, adviser", "%(seat)s, advisers", len(advisers)) % {"seat": seat}, advisers


def _told(voice: Voice, term: str, offices: Sequence[str], language: str) -> Iterator[Block]:
    if language == voice.language:
        yield Fact(term=term, text=voice.listed(offices))
        return
    yield Paragraph(text=term)
    for office in offices:
        yield from quotes(language=language, text=office)
