"""When a seat is reminded of a task: before its day and after, each time once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kenesh.decisions.domain.implementation import OPEN, Stage


@dataclass(frozen=True, slots=True)
class Step:
    """One reminder, so many days from the day a task is due."""

    key: str
    days: int

    @property
    def is_late(self) -> bool:
        return self.days > 0


STEPS: Final = (
    Step("two-weeks-before", -14),
    Step("three-days-before", -3),
    Step("day-after", 1),
    Step("two-weeks-after", 14),
    Step("six-weeks-after", 42),
)


def step_due(*, on: date, due_on: date | None, stage: Stage, sent: Collection[str]) -> Step | None:
    """Return the reminder that is due on a day, if there is one.

    It is the latest whose day has come: those that were missed are not made up for. None: nothing is left to do, no
    day is set, or it was sent already.
    """
    if due_on is None or stage not in OPEN:
        return None
    reached = [step for step in STEPS if on - due_on >= timedelta(days=step.days)]
    return reached[-1] if reached and reached[-1].key not in sent else None
