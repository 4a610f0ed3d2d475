import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenesh.sites.rehearsal.media.sounds import TOLERANCE, Allowed, Heard, Sounded, Span, leaks

pytestmark = pytest.mark.unit


def allowed(*lines: tuple[float, str]) -> Allowed:
    noted = Allowed()
    for seq, (at, seats) in enumerate(lines, start=1):
        noted.note(seq=seq, at=at, seats=seats.split())
    return noted


def span(since: float, until: float, seat: str = "KZ") -> Span:
    return Span(listener="HU", seat=seat, since=since, until=until)


FLOOR = ((0.0, ""), (10.0, "AZ"), (20.0, "AZ KZ"), (30.0, "AZ"), (40.0, ""))


def test_a_seat_may_be_heard_from_the_line_that_gives_it_the_floor_to_the_line_that_ends_it() -> None:
    assert list(allowed(*FLOOR).spells("KZ")) == [(20.0, 30.0)]
    assert list(allowed(*FLOOR).spells("AZ")) == [(10.0, 40.0)]
    assert list(allowed(*FLOOR).spells("HU")) == []
    assert list(allowed((5.0, "KZ")).spells("KZ")) == [(5.0, math.inf)]


def test_of_several_streams_the_first_that_brought_a_line_counts() -> None:
    noted = allowed((1.0, ""), (2.0, "KZ"))
    noted.note(seq=2, at=9.0, seats=["KZ"])
    assert list(noted.spells("KZ")) == [(2.0, math.inf)]


@pytest.mark.parametrize(
    "sound",
    [
        span(12, 13),
        span(31.5, 31.7),
        span(25, 31.5),
        span(18, 25),
        span(25, 26, seat="?"),
        span(5, 6, seat="HU"),
    ],
)
def test_a_sound_without_the_floor_is_a_leak(sound: Span) -> None:
    assert leaks([sound], allowed=allowed(*FLOOR)) == (sound,)


@pytest.mark.parametrize("sound", [span(21, 29), span(19.5, 30.9), span(20, 20), span(12, 38, seat="AZ")])
def test_a_sound_on_the_floor_is_none_and_a_second_is_given_to_fall_silent(sound: Span) -> None:
    assert leaks([sound], allowed=allowed(*FLOOR)) == ()


def test_a_line_that_came_late_to_the_rehearsal_allows_from_when_it_was_written() -> None:
    late = Allowed()
    late.note(seq=1, at=23.0, written=20.5, seats=["KZ"])
    late.note(seq=2, at=33.0, written=30.0, seats=[])
    assert list(late.spells("KZ")) == [(20.5, 33.0)]
    late.note(seq=3, at=100.0, written=10.0, seats=["KZ"])
    assert list(late.spells("KZ"))[-1] == (95.0, math.inf)


def test_one_look_at_a_broken_tone_is_no_leak() -> None:
    assert leaks([span(35, 35, seat="?"), span(35, 35)], allowed=allowed(*FLOOR)) == ()


def test_a_sound_may_go_on_over_a_pause_shorter_than_silence_takes() -> None:
    twice = allowed((0.0, "KZ"), (10.0, ""), (10.5, "KZ"), (20.0, ""))
    assert leaks([span(5, 15)], allowed=twice) == ()
    assert leaks([span(5, 22)], allowed=twice) != ()


def test_a_page_that_the_machine_kept_waiting_is_given_what_it_waited() -> None:
    late = Span(listener="HU", seat="KZ", since=25, until=31.5, waited=0.6)
    assert leaks([late], allowed=allowed(*FLOOR)) == ()
    assert leaks([replace(late, until=31.7)], allowed=allowed(*FLOOR)) != ()


def test_how_long_a_sound_went_on_is_told() -> None:
    floor = allowed(*FLOOR)
    assert floor.overrun(span(25, 30.25)) == 0.25
    assert floor.overrun(span(22, 29)) == 0
    assert floor.overrun(span(32, 33)) == 0


@given(st.floats(0, 100), st.floats(0, 100))
def test_no_sound_outside_every_spell_is_let_pass(since: float, lasted: float) -> None:
    outside = since > 30 + TOLERANCE or since + lasted > 30 + TOLERANCE or since < 20 - TOLERANCE
    sound = span(since, since + lasted)
    assert bool(leaks([sound], allowed=allowed(*FLOOR))) == (outside and sound.until > sound.since)


def test_a_speech_that_someone_missed_and_a_leak_are_failures() -> None:
    sounded = Sounded(
        heard=(
            Heard(speech=1, seat="AZ", heard_by=("KZ",), missed_by=("HU", "TR")),
            Heard(speech=2, seat="KZ", heard_by=()),
        ),
        leaks=(span(12, 13.25),),
        held_open="KZ",
        slowest=0.3123,
        faults=("the page of HU: x",),
    )
    assert list(sounded.failures) == [
        "speech 1 of AZ was not heard by HU, TR",
        "HU heard KZ for 1.2 s while the journal did not let it be heard",
        "the page of HU: x",
    ]
    assert sounded.as_json() == {
        "heard": {"1": {"seat": "AZ", "heard_by": ["KZ"]}, "2": {"seat": "KZ", "heard_by": []}},
        "missed": {"1": ["HU", "TR"]},
        "leaks": 1,
        "leaked": [{"listener": "HU", "seat": "KZ", "since": 12, "until": 13.25, "waited": 0}],
        "held_open": "KZ",
        "silence_ms_max": 312,
    }
