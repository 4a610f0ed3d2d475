"""How far a State is with what was decided: what it may report, and what its reports amount to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kenesh.core.domain.text import gettext_noop


class Stage(StrEnum):
    """Where a seat stands with a decision or a task."""

    NOT_STARTED = "not-started"
    UNDER_WAY = "under-way"
    DONE = "done"
    NOT_APPLICABLE = "not-applicable"


OPEN: Final = frozenset({Stage.NOT_STARTED, Stage.UNDER_WAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a seat said of its implementation, once; the last one counts."""

    seat: str
    stage: Stage
    note: str = ""
    proof: str = ""


class NotReportable(Exception):
    """A report that these rules refuse; ``field`` is what would have to change."""

    title = gettext_noop("This report cannot be taken")
    retry = False

    def __init__(self, *, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


def report(*, before: Sequence[Report], expected: Collection[str], new: Report) -> Report:
    """Return the report as one more of these.

    Refused: of a seat that is not asked; the same words again; done without anything that shows it; not applicable, or
    open again, without a reason.
    """
    if new.seat not in expected:
        raise NotReportable(field="", reason=gettext_noop("Your seat is not asked to report on this."))
    last = next((one for one in reversed(before) if one.seat == new.seat), None)
    if new == (last or Report(seat=new.seat, stage=Stage.NOT_STARTED)):
        raise NotReportable(field="", reason=gettext_noop("This says the same as your last report."))
    if new.stage is Stage.DONE and not (new.note or new.proof):
        raise NotReportable(field="proof", reason=gettext_noop("Say what shows that it is done."))
    if new.stage is Stage.NOT_APPLICABLE and not new.note:
        raise NotReportable(field="note", reason=gettext_noop("Say why it does not apply."))
    if last and last.stage not in OPEN and new.stage in OPEN and not new.note:
        raise NotReportable(field="note", reason=gettext_noop("Say why it is open again."))
    return new


def standing(*, reports: Iterable[Report], expected: Iterable[str]) -> Mapping[str, Stage]:
    """Return where each seat that is asked stands: as in its last report, and not started without any."""
    said = {one.seat: one.stage for one in reports}
    return {seat: said.get(seat, Stage.NOT_STARTED) for seat in expected}


def is_open(*, stages: Iterable[Stage]) -> bool:
    """Whether somebody still has something to do."""
    return any(stage in OPEN for stage in stages)
