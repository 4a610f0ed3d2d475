"""A desk that is not rendered again must be what it would have been: tried at every line of meetings full of events."""

from dataclasses import replace

import pytest

from kenesh.meetings import regions
from kenesh.meetings.domain.journal import apply
from kenesh.meetings.domain.profile import Profile
from kenesh.meetings.domain.state import Meeting
from kenesh.meetings.queries import Head
from tests.meetings.domain.builders import PROFILES, SEATS, UNGA_LIKE
from tests.meetings.domain.machine import MeetingMachine
from tests.meetings.domain.test_laws import end, gather, keep_order, settle, talk, write

pytestmark = pytest.mark.unit


def lines_of(profile: Profile, symbol: str) -> list[Meeting]:
    """Return a meeting in which everything happens, as it is after each line."""
    machine = MeetingMachine()
    machine.convene(profile, ready=0)
    for part in (gather, talk, keep_order, write, settle, end):
        part(machine)
    found: list[Meeting] = []
    meeting: Meeting | None = None
    for event, at, by in machine.table.lines:
        meeting = apply(meeting, event, at=at, by=by)
        found.append(replace(meeting, symbol=symbol))
    return found


def head(meeting: Meeting, seq: int) -> Head:
    return Head(seq=seq, hash=f"{meeting.symbol} {seq}", meeting=meeting)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_a_desk_is_at_every_line_what_it_would_be_if_it_were_rendered_anew(profile: Profile) -> None:
    for seq, meeting in enumerate(lines_of(profile, f"ANEW/{profile.name}"), start=1):
        for seat in SEATS:
            kept = regions.desk(head=head(meeting, seq), seat=seat, language="en")
            assert kept == regions._desk(head(meeting, seq), seat, "en"), (seq, seat)


def test_most_desks_are_not_rendered_again() -> None:
    rendered = 0
    meetings = lines_of(UNGA_LIKE, "AGAIN/1")
    for seat in ("UZ", "HU"):
        kept = [regions.desk(head=head(meeting, seq), seat=seat, language="en") for seq, meeting in enumerate(meetings)]
        rendered += len({id(html) for html in kept})
    assert rendered < len(meetings)


def test_a_desk_is_each_readers_own() -> None:
    meeting = lines_of(UNGA_LIKE, "READERS/1")[40]
    desks = {
        (seat, language): regions.desk(head=head(meeting, 40), seat=seat, language=language)
        for seat in ("UZ", "TR")
        for language in ("en", "hu", "en")
    }
    assert len(set(desks.values())) == 4
