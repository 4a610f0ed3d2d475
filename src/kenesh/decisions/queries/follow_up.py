"""What follows from decisions: how far each seat is, what is open, and which reminders are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from kenesh.council import queries as council_queries
from kenesh.decisions.domain.implementation import Report as Said
from kenesh.decisions.domain.implementation import Stage, is_open, standing
from kenesh.decisions.domain.reminders import STEPS, Step, step_due
from kenesh.decisions.models import Decision, Report, Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from django.db.models import QuerySet

    from kenesh.council.access import Council


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Where a seat stands with what a row asks of it, and the last it said of it."""

    seat: str
    stage: Stage
    last: Report | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A decision, or one of its tasks, with each seat that is asked."""

    decision: Decision
    task: Task | None
    cells: Mapping[str, Cell]
    is_open: bool
    is_late: bool

    def in_order(self, seats: Sequence[str]) -> tuple[Cell | None, ...]:
        """Return the cells of a line of the matrix; None where a seat is not asked."""
        return tuple(self.cells.get(seat) for seat in seats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    seats: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def lines(self) -> tuple[tuple[Row, tuple[Cell | None, ...]], ...]:
        return tuple((row, row.in_order(self.seats)) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReminder:
    """A seat that is to be reminded of a task, and which time this is."""

    task: Task
    seat: Any
    due_on: date
    step: Step


def matrix(*, decisions: Iterable[Decision], on: date, only_open: bool = False) -> Matrix:
    """Return decisions and their tasks against the seats that are asked, in the council's order."""
    rows = [row for decision in decisions for row in rows_of(decision=decision, on=on)]
    kept = tuple(row for row in rows if row.is_open or not only_open)
    places = {
        seat.code: (seat.place, seat.code)
        for row in kept
        for seat in (row.task.owners.all() if row.task else row.decision.addressees.all())
    }
    return Matrix(seats=tuple(sorted(places, key=lambda code: places[code])), rows=kept)


def rows_of(*, decision: Decision, on: date) -> tuple[Row, ...]:
    """Return a decision and its tasks, each with where its seats stand."""
    said = list(decision.reports.all())
    own = _row(decision, None, decision.addressees.all(), [one for one in said if one.task_id is None], on)
    tasks = (
        _row(decision, task, task.owners.all(), [one for one in said if one.task_id == task.pk], on)
        for task in decision.tasks.all()
    )
    return own, *tasks


def with_follow_up(*, decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Return decisions with all that `rows_of` reads, in as many queries for one as for fifty."""
    reports = Prefetch("reports", Report.objects.select_related("seat").order_by("id"))
    tasks = Prefetch("tasks", Task.objects.order_by("number").prefetch_related("owners"))
    return decisions.select_related("meeting", "council").prefetch_related("addressees", tasks, reports)


def names_of_seats(*, council: Council, on: date) -> Mapping[str, Mapping[str, str]]:
    """Return what the seats with a status on a day are called."""
    return {seat.code: seat.names for seat in council_queries.seats_on(council=council, on=on)}


def open_symbols(*, council: Council, body: str) -> tuple[str, ...]:
    """Return the public decisions with something left to do, that a body adopted or that established it."""
    theirs = Q(meeting__body=body) | Q(body=body) if body else Q(meeting__body="")
    found = Decision.objects.filter(theirs, council=council, meeting__phase="closed").order_by("adopted_at", "id")
    rows = [row for one in with_follow_up(decisions=found) for row in rows_of(decision=one, on=date.min)]
    return tuple(dict.fromkeys(row.decision.symbol for row in rows if row.is_open))


def due_reminders(*, on: date) -> tuple[DueReminder, ...]:
    """Return who is to be reminded of which task on a day, and has not been."""
    soon = on - timedelta(days=STEPS[0].days)
    tasks = Task.objects.filter(due_on__lte=soon).select_related("decision__council")
    return tuple(
        one for task in tasks.prefetch_related("owners", "reports__seat", "reminders") for one in _due(task, on)
    )


def history(*, row: Row) -> tuple[Report, ...]:
    """Return every report on a decision or a task, the latest first."""
    said = [one for one in row.decision.reports.all() if one.task_id == (row.task.pk if row.task else None)]
    return tuple(reversed(said))


def said(*, reports: Iterable[Report]) -> list[Said]:
    """Return reports as the rules read them, in the order they were made."""
    return [
        Said(seat=one.seat.code, stage=Stage(one.stage), note=one.note, proof=one.proof)
        for one in sorted(reports, key=lambda one: one.pk)
    ]


def _row(decision: Decision, task: Task | None, asked: Iterable[Any], reports: list[Report], on: date) -> Row:
    expected = [seat.code for seat in asked]
    stages = standing(reports=said(reports=reports), expected=expected)
    last = {one.seat.code: one for one in reports}
    left = is_open(stages=stages.values())
    return Row(
        decision=decision,
        task=task,
        cells={code: Cell(seat=code, stage=stage, last=last.get(code)) for code, stage in stages.items()},
        is_open=left,
        is_late=bool(left and task and task.due_on and task.due_on < on),
    )


def _due(task: Task, on: date) -> Iterable[DueReminder]:
    owners = {seat.code: seat for seat in task.owners.all()}
    stages = standing(reports=said(reports=task.reports.all()), expected=owners)
    sent: dict[int, set[str]] = {}
    for one in task.reminders.all():
        if one.due_on == task.due_on:
            sent.setdefault(one.seat_id, set()).add(one.step)
    for code, seat in owners.items():
        step = step_due(on=on, due_on=task.due_on, stage=stages[code], sent=sent.get(seat.pk, set()))
        if step and task.due_on:
            yield DueReminder(task=task, seat=seat, due_on=task.due_on, step=step)
