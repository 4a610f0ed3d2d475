"""Statements handed in and exhibits shown."""

from datetime import datetime

from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.reading import Audience, reads
from kenesh.meetings.domain.rules.guards import allowed, filled, in_a_language, in_session, refuse, seated
from kenesh.meetings.domain.state import Meeting, Seat, Speech


def hand_in_statement(
    meeting: Meeting, *, by: str, language: str, text: str, summary: bool = False
) -> tuple[e.Event, ...]:
    """Join the text, or a summary, to the record under its speaker; only who has spoken or is on the list.

    It belongs to the seat's last speech on the item, else to the one it waits for, else to its last speech of all.
    """
    seat = seated(meeting, by)
    in_session(meeting)
    allowed(seat, meeting.profile.may_speak, rule="statement", reason=_("%(seat)s may not make statements."))
    in_a_language(language, rule="statement")
    filled(text, rule="statement")
    speech = _speech_of(meeting, by)
    if speech is None and all(request.seat != by for request in meeting.speakers):
        refuse("floor", _("%(seat)s has not been given the floor and is not on the list."), retry=True, seat=by)
    statement = e.StatementHandedIn(
        statement=len(meeting.statements) + 1,
        seat=by,
        speech=speech.number if speech else None,
        item=speech.item if speech else _item(meeting),
        language=language,
        text=text,
        summary=summary,
    )
    return (statement,)


def caption_speech(meeting: Meeting, *, by: str, language: str, text: str) -> tuple[e.Event, ...]:
    """Put words of the speech under way under it, in a language; the Secretariat, or who speaks."""
    seat = seated(meeting, by)
    in_session(meeting)
    if meeting.speech is None:
        refuse("statement", _("Nobody has the floor."), retry=True)
    if by != meeting.speech.seat and seat.status != "secretariat":
        refuse("statement", _("Only the Secretariat and the seat that has the floor caption a speech."))
    in_a_language(language, rule="statement")
    filled(text, rule="statement")
    return (e.SpeechCaptioned(speech=meeting.speech.number, language=language, text=text),)


def show_exhibit(
    meeting: Meeting, *, by: str, at: datetime, kind: e.ExhibitKind, title: str = "", reference: str = ""
) -> tuple[e.Event, ...]:
    """Put something on everyone's screen; the Chair, or who has the floor.

    A paper of the meeting, known by its symbol, is shown under that alone: each opens it who may read it.
    """
    seat = seated(meeting, by)
    in_session(meeting)
    if by != meeting.presiding and (meeting.speech is None or meeting.speech.seat != by):
        refuse("exhibit", _("Only the Chair and the seat that has the floor may show an exhibit."), retry=True)
    if kind == "paper" and meeting.find_paper(reference):
        title = _symbol_for(meeting, seat, reference, at=at)
    filled(title, rule="exhibit")
    number = len(meeting.exhibits) + 1
    return (e.ExhibitShown(exhibit=number, seat=by, kind=kind, title=title, reference=reference),)


def withdraw_exhibit(meeting: Meeting, *, by: str) -> tuple[e.Event, ...]:
    """Take the exhibit off the screens; the Chair, or the seat that shows it."""
    seated(meeting, by)
    in_session(meeting)
    if meeting.exhibit is None:
        refuse("exhibit", _("No exhibit is shown."))
    if by not in {meeting.presiding, meeting.exhibit.seat}:
        refuse("exhibit", _("%(seat)s shows this exhibit."), seat=meeting.exhibit.seat)
    return (e.ExhibitWithdrawn(exhibit=meeting.exhibit.number),)


def _symbol_for(meeting: Meeting, seat: Seat, symbol: str, *, at: datetime) -> str:
    """Return the symbol as the title; refuse a paper to a seat that may not read it, as if there were none."""
    paper = meeting.find_paper(symbol)
    if paper is None or not reads(paper, audience=Audience(status=seat.status, follows=True), at=at):
        refuse("exhibit", _("There is no paper %(symbol)s that %(seat)s may show."), symbol=symbol, seat=seat.code)
    return symbol


def _speech_of(meeting: Meeting, seat: str) -> Speech | None:
    item = _item(meeting)
    spoken = (one for one in reversed(meeting.speeches) if one.seat == seat and one.kind != "point_of_order")
    latest = next(spoken, None)
    if latest is None or latest.item == item:
        return latest
    under_item = next((speech for speech in spoken if speech.item == item), None)
    if under_item is None and any(request.seat == seat for request in meeting.speakers):
        return None
    return under_item or latest


def _item(meeting: Meeting) -> int | None:
    return meeting.item.number if meeting.item else None
