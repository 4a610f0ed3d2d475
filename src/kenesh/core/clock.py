"""The one place that reads the time, so that a rehearsal or a test can hold it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final


class Held:
    """A clock that stands until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def advance(self, step: timedelta) -> None:
        self.moment += step


_held: Final[list[Held]] = []  # of the process, not of a context: the threads of a server under test read it too


def now() -> datetime:
    return _held[-1].moment if _held else datetime.now(UTC)


@contextmanager
def pinned(*, at: datetime) -> Iterator[Held]:
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone is no moment")
    held = Held(at.astimezone(UTC))
    _held.append(held)
    try:
        yield held
    finally:
        _held.remove(held)
