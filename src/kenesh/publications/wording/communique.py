"""The communique, drafted: who met, on what, chaired by whom, what was exchanged, what was agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kenesh.publications.domain.account import Asked, Spoke
from kenesh.publications.domain.blocks import Block, Heading, Paragraph, Point, lines_of
from kenesh.publications.wording.outcomes import decision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kenesh.meetings.domain.state import Decision
    from kenesh.publications.domain.account import Account, Section
    from kenesh.publications.wording.voice import Voice

TOOK_PART: Final = {
    "member": gettext_lazy("Members taking part: %(seats)s."),
    "observer": gettext_lazy("Observers taking part: %(seats)s."),
    "secretariat": gettext_lazy("Also taking part: %(seats)s."),
}
ADOPTED: Final = {
    "consensus": gettext_lazy("Adopted by consensus."),
    "unanimity": gettext_lazy("Adopted unanimously."),
    "majority": gettext_lazy("Adopted by vote: %(yes)s in favor, %(no)s against, %(abstain)s abstaining."),
    "roll_call": gettext_lazy("Adopted by roll call: %(yes)s in favor, %(no)s against, %(abstain)s abstaining."),
    "silence": gettext_lazy("Adopted by the silence procedure."),
}


def communique(voice: Voice) -> Iterator[Block]:
    """Draft the communique."""
    account = voice.account
    yield Heading(level=1, text=_("Communique: %(title)s") % {"title": voice.pick(account.title)})
    yield from _met(voice, account)
    yield from _exchanged(voice, account)
    yield from _agreed(voice, account)


def _met(voice: Voice, account: Account) -> Iterator[Block]:
    params = {"council": voice.pick(account.council_names), "day": voice.day(account.started_at)}
    if account.body:
        params["body"] = voice.pick(account.body)
        yield Paragraph(text=_("%(day)s. The following body of the council met (%(council)s): %(body)s.") % params)
    else:
        yield Paragraph(text=_("%(day)s. A meeting of the council was held (%(council)s).") % params)
    if account.referral:
        yield Paragraph(text=_("The meeting answered this referral: %(text)s.") % {"text": _unended(voice, account)})
    seats = dict.fromkeys(one.seat for one in account.presidencies)
    if len(seats) == 1:
        yield Paragraph(text=_("%(seat)s presided.") % {"seat": voice.nameplate(next(iter(seats)))})
    else:
        chairs = voice.listed(voice.nameplate(seat) for seat in seats)
        yield Paragraph(text=_("In the chair, one after the other: %(seats)s.") % {"seats": chairs})
    for status, sentence in TOOK_PART.items():
        rows = [row.seat for row in account.attendance if row.attended and account.seats[row.seat].status == status]
        if rows:
            yield Paragraph(text=sentence % {"seats": voice.seats(rows)})


def _unended(voice: Voice, account: Account) -> str:
    """Return the referral without the full stop that the sentence around it brings."""
    return voice.pick(account.referral).rstrip(".")


def _exchanged(voice: Voice, account: Account) -> Iterator[Block]:
    spoken = [section for section in account.sections if section.item and _speakers(section)]
    if not spoken:
        return
    yield Heading(level=2, text=_("What was discussed"))
    for section in spoken:
        params = {"title": voice.pick(section.titles), "seats": voice.seats(_speakers(section))}
        yield Point(text=_("%(title)s. Speakers: %(seats)s.") % params)
    for section in spoken:
        yield from _summaries(voice, section)


def _speakers(section: Section) -> list[str]:
    spoke = (entry for entry in section.entries if isinstance(entry, Spoke) and entry.kind == "statement")
    return list(dict.fromkeys(entry.seat for entry in spoke))


def _summaries(voice: Voice, section: Section) -> Iterator[Block]:
    """Give the summaries handed in in the language of the communique."""
    for entry in section.entries:
        if isinstance(entry, Spoke):
            for words in entry.words:
                if words.summary and words.language == voice.language:
                    yield from (Paragraph(text=line) for line in lines_of(words.text))


def _agreed(voice: Voice, account: Account) -> Iterator[Block]:
    count = len(account.decisions)
    if not count:
        return
    yield Heading(level=2, text=_("What was agreed"))
    sentence = ngettext("The meeting adopted %(count)s decision.", "The meeting adopted %(count)s decisions.", count)
    yield Paragraph(text=sentence % {"count": count})
    asked = {entry.number: entry for one in account.sections for entry in one.entries if isinstance(entry, Asked)}
    for found in account.decisions:
        yield from _decided(voice, found, asked.get(found.question))


def _decided(voice: Voice, found: Decision, asked: Asked | None) -> Iterator[Block]:
    yield from decision(voice, found, level=3)
    if asked:
        params = {"yes": str(asked.yes), "no": str(asked.no), "abstain": str(asked.abstain)}
        yield Paragraph(text=ADOPTED[asked.method] % params)
