"""A step of a scenario as the fields of the form that a browser would send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from kenesh.sites.rehearsal.convened import MeetingPart
from kenesh.sites.rehearsal.parts import instant
from kenesh.sites.rehearsal.scenario import Scenario
from kenesh.sites.rehearsal.steps import Act, Body, BodyText

Form = dict[str, str | list[str]]

MINUTE: Final = "%Y-%m-%dT%H:%M"
ON: Final = "on"  # what a browser sends for a box that is ticked; one that is not is not sent


def act_form(*, act: Act, now: datetime) -> Form:
    """Return the fields of an act's form; ``now`` is what a deadline given as a span counts from."""
    form: Form = {}
    for name, value in act.fields.items():
        form |= _sent(name, value, now)
    return form


def convening_form(*, scenario: Scenario) -> Form:
    """Return the fields of the form that convenes the scenario's meeting, its start in UTC."""
    return meeting_form(meeting=scenario.meeting, rules=scenario.rules, languages=scenario.council.languages)


def meeting_form(*, meeting: MeetingPart, rules: str, languages: Sequence[str], body: str = "") -> Form:
    """Return the fields of the form that convenes a meeting; ``languages`` where it names none of its own."""
    form: Form = {
        "symbol": meeting.symbol,
        "body": body or meeting.body or "",
        "starts_at": instant(meeting.start, now=meeting.start).strftime(MINUTE),
        "time_zone": "UTC",
        "seats": list(meeting.seats),
        "chair": meeting.chair,
        "rule_profile": rules,
        "spoken": list(meeting.languages or languages),
    }
    form |= _ticked("open_to_public", ticked=meeting.open_to_public)
    form |= {f"title_{language}": text for language, text in meeting.title.items()}
    form |= {f"referral_{language}": text for language, text in meeting.referral.items()}
    return form | {f"agenda_{language}": _agenda(meeting, language) for language in meeting.agenda[0].title}


def _sent(name: str, value: object, now: datetime) -> Form:
    match value:
        case bool():
            return _ticked(name, ticked=value)
        case datetime() | timedelta():
            return {name: instant(value, now=now).strftime(MINUTE), "time_zone": "UTC"}
        case BodyText():
            return _body(value)
        case str() if name == "subject":
            kind, _space, number = value.partition(" ")
            return {"subject_kind": kind, "subject_number": number or "0"}
        case str() | int():
            return {_NAMED.get(name, name): str(value)}
        case _ if isinstance(value, Sequence):
            return {name: _JOINED[name].join(str(one) for one in value)}
    raise TypeError(f"{name}: a form cannot send {value!r}")


def _body(text: BodyText) -> Form:
    form: Form = {"body_name": text.name, "body_mandate": text.mandate}
    if isinstance(text, Body):
        first = text.first_meeting_by.isoformat() if text.first_meeting_by else ""
        form |= {"establishes": ON, "members": text.members, "convenor": text.convenor or "", "first_meeting_by": first}
    return form


def _ticked(name: str, *, ticked: bool) -> Form:
    return {name: ON} if ticked else {}


def _agenda(meeting: MeetingPart, language: str) -> str:
    return "\n".join(f"{item.title[language]} | {item.minutes}" for item in meeting.agenda)


_NAMED: Final[Mapping[str, str]] = {"whom": "seat"}
_JOINED: Final[Mapping[str, Any]] = {
    "paragraphs": "\n\n",
    "order": ", ",
    "alternates": "\n",
    "advisers": "\n",
}
