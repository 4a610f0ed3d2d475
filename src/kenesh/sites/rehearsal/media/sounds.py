"""What was heard, held against what the journal allowed: pure, and the whole judgement of a rehearsal with sound."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Final

LONGEST_WAY: Final = 5.0  # seconds from the site to a busy rehearsal; clocks that differ by more tell nothing
TOLERANCE: Final = 1.0  # seconds: silent for all within a second, and a line may come here later than to a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A seat's sound as it was played in another seat's page, in seconds since 1970.

    ``waited`` is how long, shortly before its end, a busy machine kept the page from running at all.
    """

    listener: str
    seat: str
    since: float
    until: float
    waited: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A speech, and which of those at the table heard it."""

    speech: int
    seat: str
    heard_by: tuple[str, ...]
    missed_by: tuple[str, ...] = ()


@dataclass
class Allowed:
    """Which seats the journal let be heard, and when: each line as the first of all streams brought it."""

    _lines: dict[int, tuple[float, float, frozenset[str]]] = field(default_factory=dict)

    def note(self, *, seq: int, at: float, seats: Iterable[str], written: float | None = None) -> None:
        """Note who may be heard from a line on: ``written`` by the site's clock, here ``at`` by this machine's."""
        since = at if written is None else min(at, max(written, at - LONGEST_WAY))
        self._lines.setdefault(seq, (since, at, frozenset(seats)))

    def spells(self, seat: str) -> Iterator[tuple[float, float]]:
        """Yield from when until when a seat may be heard; the last one may have no end yet."""
        begun: float | None = None
        for _seq, (since, at, seats) in sorted(self._lines.items()):
            if seat in seats and begun is None:
                begun = since
            elif seat not in seats and begun is not None:
                yield begun, at
                begun = None
        if begun is not None:
            yield begun, math.inf

    def covers(self, span: Span) -> bool:
        """Tell whether all of a sound was allowed, give or take what it takes to fall silent."""
        reached, begins_allowed, late = span.since, False, TOLERANCE + span.waited
        for begun, ended in self.spells(span.seat):
            if begun - TOLERANCE <= reached <= ended + late:
                reached, begins_allowed = ended + late, True
        return begins_allowed and span.until <= reached

    def overrun(self, span: Span) -> float:
        """Return for how long a sound went on after its seat had lost the floor."""
        *_, last = math.inf, *(ended for begun, ended in self.spells(span.seat) if begun <= span.until)
        return span.until - last if span.since <= last <= span.until else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounded:
    """What a rehearsal with picture and sound showed."""

    heard: tuple[Heard, ...]
    leaks: tuple[Span, ...]
    held_open: str
    slowest: float = 0.0  # seconds that a sound went on after the line that ended it
    faults: tuple[str, ...] = ()

    @property
    def failures(self) -> Iterator[str]:
        """Say in a line each what did not hold."""
        for speech in self.heard:
            if speech.missed_by:
                yield f"speech {speech.speech} of {speech.seat} was not heard by {', '.join(speech.missed_by)}"
        for leak in self.leaks:
            lasted = leak.until - leak.since
            yield f"{leak.listener} heard {leak.seat} for {lasted:.1f} s while the journal did not let it be heard"
        yield from self.faults

    def as_json(self) -> dict[str, Any]:
        """Return the figures for a program."""
        return {
            "heard": {str(one.speech): {"seat": one.seat, "heard_by": list(one.heard_by)} for one in self.heard},
            "missed": {str(one.speech): list(one.missed_by) for one in self.heard if one.missed_by},
            "leaks": len(self.leaks),
            "leaked": [asdict(leak) for leak in self.leaks],
            "held_open": self.held_open,
            "silence_ms_max": round(self.slowest * 1000),
        }


def leaks(spans: Iterable[Span], *, allowed: Allowed) -> tuple[Span, ...]:
    """Return the sounds that the journal did not allow."""
    return tuple(span for span in spans if not allowed.covers(span) and not _is_crackle(span))


def _is_crackle(span: Span) -> bool:
    """Tell a gap in a tone, which for one look has another pitch, from the sound of somebody else, which lasts."""
    return span.until == span.since
