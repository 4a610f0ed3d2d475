"""A decision in print: its text, how it was adopted, and where anyone can check it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from kenesh.publications.domain.account import Asked
from kenesh.publications.domain.blocks import Block, Fact, Heading, Paragraph, read, written
from kenesh.publications.wording.outcomes import decision, question_facts
from kenesh.publications.wording.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kenesh.publications.domain.account import Account


def decision_print(*, account: Account, number: int, language: str, code: str, address: str) -> tuple[Block, ...]:
    """Return a decision in a language, with the code and the address that check it."""
    with override(language):
        voice = Voice(account=account, language=language)
        return read(written(_blocks(voice, number, code=code, address=address)))


def _blocks(voice: Voice, number: int, *, code: str, address: str) -> Iterator[Block]:
    account = voice.account
    found = account.decisions[number - 1]
    yield from decision(voice, found, level=1)
    yield Heading(level=2, text=_("How it was adopted"))
    yield Fact(term=_("Meeting"), text=f"{account.symbol} – {voice.pick(account.title)}")
    yield Fact(term=_("Date"), text=voice.day(found.adopted_at))
    asked = (entry for section in account.sections for entry in section.entries if isinstance(entry, Asked))
    for one in asked:
        if one.number == found.question:
            yield from question_facts(voice, one)
    yield Heading(level=2, text=_("How to check this print"))
    yield Paragraph(
        text=_("Anyone can compare this text with the signed record of the meeting, under this address and code.")
    )
    yield Fact(term=_("Address"), text=address)
    yield Fact(term=_("Code"), text=code)
