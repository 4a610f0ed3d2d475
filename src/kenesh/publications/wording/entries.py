"""What happened under an item, told in whole sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kenesh.publications.domain import account as a
from kenesh.publications.domain.blocks import Block, Paragraph, quotes
from kenesh.publications.wording.outcomes import question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kenesh.publications.wording.voice import Voice

SPOKE: Final = {
    "statement": gettext_lazy("%(seat)s spoke (%(start)s–%(end)s)."),
    "point_of_order": gettext_lazy("%(seat)s raised a point of order (%(start)s–%(end)s)."),
    "right_of_reply": gettext_lazy("%(seat)s exercised the right of reply (%(start)s–%(end)s)."),
}
SHOWED: Final = {
    "paper": gettext_lazy("%(seat)s showed a paper at %(time)s: %(title)s"),
    "measures": gettext_lazy("%(seat)s showed a comparison of measures at %(time)s: %(title)s"),
    "procedure": gettext_lazy("%(seat)s showed a comparison of procedures at %(time)s: %(title)s"),
    "statistics": gettext_lazy("%(seat)s showed statistics at %(time)s: %(title)s"),
    "screen": gettext_lazy("%(seat)s shared a screen at %(time)s: %(title)s"),
}
AMENDED: Final = {
    "adds": gettext_lazy("%(seat)s proposed an addition to %(symbol)s, after paragraph %(number)s: %(text)s"),
    "deletes": gettext_lazy("%(seat)s proposed the deletion of paragraph %(number)s of %(symbol)s."),
    "changes": gettext_lazy("%(seat)s proposed a change to paragraph %(number)s of %(symbol)s: %(text)s"),
}
BECAME: Final = {
    "incorporated": gettext_lazy("The amendment became part of the proposal."),
    "rejected": gettext_lazy("The amendment was not adopted."),
    "withdrawn": gettext_lazy("The amendment was withdrawn."),
    "before": gettext_lazy("The amendment was not decided."),
}


def told(voice: Voice, entry: a.Entry) -> Iterable[Block]:  # noqa: C901, PLR0911 -- one return per kind
    """Tell an entry."""
    match entry:
        case a.Spoke():
            return _spoke(voice, entry)
        case a.HandedIn():
            return _handed_in(voice, entry)
        case a.Showed():
            return [Paragraph(text=_showed(voice, entry))]
        case a.Ruled():
            return _ruled(voice, entry)
        case a.CalledToOrder():
            params = {"seat": voice.seat(entry.seat), "reason": entry.reason}
            return [Paragraph(text=_("The Chair called to order: %(seat)s. Reason: %(reason)s") % params)]
        case a.Tabled():
            return _tabled(voice, entry)
        case a.Amended():
            return _amended(voice, entry)
        case a.Asked():
            return question(voice, entry)
        case a.Suspended():
            return _suspended(voice, entry)
        case a.HandedOver():
            params = {"time": voice.hour(entry.at), "seat": voice.nameplate(entry.to_seat)}
            return [Paragraph(text=_("From %(time)s the chair was held by: %(seat)s.") % params)]


def handed_in(voice: Voice, words: Sequence[a.Words]) -> Iterator[Block]:
    """Give the texts handed in: those in the language of the document, or where there are none, all of them."""
    own = [one for one in words if one.language == voice.language]
    shown = own or list(words)
    for one in shown:
        yield Paragraph(text=_of_kind(voice, one))
        yield from quotes(language=one.language, text=one.text)
    others = list(dict.fromkeys(one.language for one in words if one not in shown))
    if others:
        languages = voice.listed(voice.tongue(language) for language in others)
        yield Paragraph(text=_("Handed in also in: %(languages)s.") % {"languages": languages})


def _of_kind(voice: Voice, words: a.Words) -> str:
    params = {"language": voice.tongue(words.language)}
    if words.summary:
        return _("Summary handed in (%(language)s):") % params
    return _("Statement handed in (%(language)s):") % params


def _spoke(voice: Voice, spoke: a.Spoke) -> Iterator[Block]:
    until = spoke.until or spoke.at
    params = {"seat": voice.seat(spoke.seat), "start": voice.hour(spoke.at), "end": voice.hour(until)}
    yield Paragraph(text=SPOKE[spoke.kind] % params)
    if spoke.reason:
        yield Paragraph(text=_("The floor was given out of turn. Reason: %(reason)s") % {"reason": spoke.reason})
    yield from handed_in(voice, spoke.words)


def _handed_in(voice: Voice, entry: a.HandedIn) -> Iterator[Block]:
    params = {"seat": voice.seat(entry.words.seat), "time": voice.hour(entry.at)}
    yield Paragraph(text=_("%(seat)s handed in a text at %(time)s.") % params)
    yield from handed_in(voice, [entry.words])


def _showed(voice: Voice, showed: a.Showed) -> str:
    named = {"title": showed.title, "reference": showed.reference}
    title = _("%(title)s (%(reference)s)") % named if showed.reference else showed.title
    return str(SHOWED[showed.kind] % {"seat": voice.seat(showed.seat), "time": voice.hour(showed.at), "title": title})


def _ruled(voice: Voice, ruled: a.Ruled) -> Iterator[Block]:
    params = {"seat": voice.seat(ruled.seat), "time": voice.hour(ruled.at), "text": ruled.text}
    if ruled.sustained:
        sentence = _("The Chair upheld the point of order (%(seat)s, %(time)s) and ruled: %(text)s")
    else:
        sentence = _("The Chair did not uphold the point of order (%(seat)s, %(time)s) and ruled: %(text)s")
    yield Paragraph(text=sentence % params)
    if ruled.appealed_by:
        yield Paragraph(text=_appealed(ruled.stands) % {"seat": voice.seat(ruled.appealed_by)})


def _appealed(stands: bool | None) -> str:  # noqa: FBT001 -- three answers: yes, no, not decided
    if stands is None:
        return _("%(seat)s appealed against the ruling; the appeal was not decided.")
    if stands:
        return _("%(seat)s appealed against the ruling; the ruling stands.")
    return _("%(seat)s appealed against the ruling; the ruling does not stand.")


def _tabled(voice: Voice, tabled: a.Tabled) -> Iterator[Block]:
    params = {"seat": voice.seat(tabled.seat), "symbol": tabled.symbol, "title": voice.pick(tabled.titles)}
    yield Paragraph(text=_("%(seat)s laid a proposal before the meeting (%(symbol)s): %(title)s") % params)
    if tabled.withdrawn:
        yield Paragraph(text=_("The proposal %(symbol)s was withdrawn.") % {"symbol": tabled.symbol})


def _amended(voice: Voice, amended: a.Amended) -> Iterator[Block]:
    params = {
        "seat": voice.seat(amended.seat),
        "symbol": amended.symbol,
        "number": str(amended.paragraph),
        "text": amended.text,
    }
    yield Paragraph(text=AMENDED[amended.change] % params)
    yield Paragraph(text=str(BECAME[amended.state]))


def _suspended(voice: Voice, suspended: a.Suspended) -> Iterator[Block]:
    if suspended.resumed_at:
        params = {"start": voice.hour(suspended.at), "end": voice.time(suspended.resumed_at)}
        yield Paragraph(text=_("The meeting was suspended at %(start)s and resumed at %(end)s.") % params)
    else:
        yield Paragraph(text=_("The meeting was suspended at %(time)s.") % {"time": voice.hour(suspended.at)})
    if suspended.reason:
        yield Paragraph(text=_("Reason: %(reason)s") % {"reason": suspended.reason})
