"""What follows from decisions: the matrix of the council, a decision's tasks, and what each seat reports."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kenesh.core.domain.text import pick
from kenesh.council import access as council_access
from kenesh.decisions import access, actions
from kenesh.decisions.domain.implementation import NotReportable, Stage
from kenesh.decisions.forms import ReportForm, TaskForm, is_link
from kenesh.decisions.queries import follow_up as queries
from kenesh.decisions.queries.register import meeting_state
from kenesh.decisions.views.common import named, of_council, own_seat, reading, today
from kenesh.decisions.wording import STAGE, STAGE_BADGE, STAGE_ICON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse, QueryDict

    from kenesh.council.access import Seat
    from kenesh.decisions.models import Decision, Report, Task
    from kenesh.decisions.queries.follow_up import Cell, Row

PER_PAGE = 50
THE_DECISION = 0  # in addresses: a report on the decision itself, not on one of its tasks


@login_required
@never_cache
@require_safe
def follow_up(request: HttpRequest, council: str) -> HttpResponse:
    """Show how far each State is with each decision: a table, for the seats of the council."""
    decisions = access.decisions_for_seat(person=request.user, council=council)
    only_open = request.GET.get("show") != "all"
    page = Paginator(queries.with_follow_up(decisions=decisions), PER_PAGE).get_page(request.GET.get("page"))
    matrix = queries.matrix(decisions=page.object_list, on=today(), only_open=only_open)
    names = dict(named(council_access.council_for_reader(slug=council), matrix.seats))
    context = {
        "page": page,
        "seats": [(code, names[code]) for code in matrix.seats],
        "lines": [(row, [_cell(cell, code, names) for code, cell in cells.items()]) for row, cells in _lines(matrix)],
        "only_open": only_open,
        "stages": [(STAGE[one], STAGE_ICON[one], STAGE_BADGE[one]) for one in Stage],
    }
    return render(request, "decisions/follow_up.html", of_council(council) | context)


@login_required
@never_cache
@require_safe
def of_decision(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Show a decision's tasks and every report on them, with the forms of the reader's seat."""
    found = access.decision_for_seat(person=request.user, council=council, slug=slug)
    return _page(request, found)


@login_required
@never_cache
@require_POST
def report(request: HttpRequest, council: str, slug: str, number: int) -> HttpResponse:
    """Report how far one's own seat is with a decision (number 0) or with one of its tasks."""
    found = access.decision_for_seat(person=request.user, council=council, slug=slug)
    task = access.task_of(decision=found, number=number) if number != THE_DECISION else None
    seat = access.seat_reporting(person=request.user, decision=found, task=task)
    form = ReportForm(request.POST, auto_id=f"id_{number}_%s")
    if form.is_valid():
        try:
            actions.report(decision=found, task=task, seat=seat, language=reading(), **form.cleaned_data)
        except NotReportable as refused:
            form.add_error(refused.field or None, _(refused.reason))
        else:
            messages.success(request, _("Your report has been added."))
            return redirect("decisions:follow-up-of", council=council, slug=slug)
    return _page(request, found, bound=(number, form), status=HTTPStatus.UNPROCESSABLE_ENTITY)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make_task(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Make a task of a decision; the Secretariat's."""
    found = access.decision_for_secretariat(person=request.user, council=council, slug=slug)
    form = _task_form(found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.make_task(decision=found, paragraph=form.cleaned_data["paragraph"], **form.values())
        messages.success(request, _("The task has been added."))
        return redirect("decisions:follow-up-of", council=council, slug=slug)
    return _task_page(request, found, form)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_task(request: HttpRequest, council: str, slug: str, number: int) -> HttpResponse:
    """Say a task anew; the Secretariat's."""
    found = access.decision_for_secretariat(person=request.user, council=council, slug=slug)
    task = access.task_of(decision=found, number=number)
    form = _task_form(found, request.POST if request.method == "POST" else None, task=task)
    if form.is_bound and form.is_valid():
        actions.change_task(task=task, **form.values())
        messages.success(request, _("The task has been changed."))
        return redirect("decisions:follow-up-of", council=council, slug=slug)
    return _task_page(request, found, form, task=task)


def _page(
    request: HttpRequest,
    found: Decision,
    *,
    bound: tuple[int, ReportForm] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    (decision,) = queries.with_follow_up(decisions=type(found).objects.filter(pk=found.pk))
    rows = queries.rows_of(decision=decision, on=today())
    own = own_seat(request, found.council)
    names = dict(named(found.council, {code for row in rows for code in row.cells}))
    context = of_council(found.council.slug) | {
        "found": found,
        "rows": [_laid_out(row, own, names, bound) for row in rows],
        "may_make_tasks": own is not None and council_access.is_secretariat(seat=own),
    }
    return render(request, "decisions/follow_up_of.html", context, status=status)


def _laid_out(row: Row, own: Seat | None, names: Mapping[str, str], bound: Any) -> dict[str, Any]:
    number = row.task.number if row.task else THE_DECISION
    form = None
    if own is not None and own.code in row.cells:
        stage = row.cells[own.code].stage
        own_form = ReportForm(initial={"stage": stage.value}, auto_id=f"id_{number}_%s")
        form = bound[1] if bound and bound[0] == number else own_form
    return {
        "number": number,
        "row": row,
        "form": form,
        "cells": [_cell(row.cells.get(code), code, names) for code in names if code in row.cells],
        "history": [_told(one, names) for one in queries.history(row=row)],
    }


def _lines(matrix: queries.Matrix) -> list[tuple[Row, dict[str, Cell | None]]]:
    return [(row, dict(zip(matrix.seats, cells, strict=True))) for row, cells in matrix.lines]


def _cell(cell: Cell | None, code: str, names: Mapping[str, str]) -> dict[str, Any]:
    seat = {"code": code, "name": names.get(code, code)}
    if cell is None:
        return {"seat": seat, "word": ""}
    return {"seat": seat, **_stage(cell.stage), "last": cell.last and _told(cell.last, names)}


def _told(one: Report, names: Mapping[str, str]) -> dict[str, Any]:
    seat = {"code": one.seat.code, "name": names.get(one.seat.code, one.seat.code)}
    return {"seat": seat, "report": one, "proof_is_link": is_link(text=one.proof), **_stage(Stage(one.stage))}


def _stage(stage: Stage) -> dict[str, Any]:
    return {"stage": stage, "word": STAGE[stage], "icon": STAGE_ICON[stage], "badge": STAGE_BADGE[stage]}


def _task_form(found: Decision, data: QueryDict | None, *, task: Task | None = None) -> TaskForm:
    versions = meeting_state(decision=found).decisions[found.number - 1].versions
    asked = set(found.addressees.values_list("code", flat=True))
    organs = found.council.seats.filter(organ__kind="secretariat").values_list("code", flat=True)
    owners = set(task.owners.values_list("code", flat=True)) if task else asked
    initial: dict[str, Any] = {"owners": sorted(owners)}
    if task:
        initial |= {"due_on": task.due_on, "proof": task.proof, "paragraph": task.paragraph}
        initial |= {f"text_{language}": text for language, text in task.texts.items()}
    return TaskForm(
        data,
        paragraphs={language: version.paragraphs for language, version in versions.items()},
        seats=named(found.council, asked | set(organs)),
        languages=list(dict.fromkeys([*found.council.languages, *versions])),
        language=reading(),
        initial=initial,
    )


def _task_page(request: HttpRequest, found: Decision, form: TaskForm, *, task: Task | None = None) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"found": found, "form": form, "task": task, "title": pick(found.titles, reading())}
    return render(request, "decisions/task.html", of_council(found.council.slug) | context, status=status)
