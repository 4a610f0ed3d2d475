"""Pages of the register of decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kenesh.core import clock
from kenesh.council import access as council_access
from kenesh.council import queries as council_queries
from kenesh.decisions import access
from kenesh.meetings import board
from kenesh.meetings import queries as meeting_queries

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 50


@require_safe
def decisions(request: HttpRequest, council: str) -> HttpResponse:
    """List the decisions, the latest first."""
    found = access.decisions_for_reader(person=request.user, council=council)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "decisions/list.html", _of_council(council) | {"page": page})


@require_safe
def decision(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Show a decision: its text, the rule, the positions, and what seats attached to it."""
    found = access.decision_for_reader(person=request.user, council=council, slug=slug)
    state = meeting_queries.head(journal_id=found.meeting.journal_id).meeting
    shown = board.decision_of(state, found.number)
    return render(request, "decisions/decision.html", _of_council(council) | {"found": found, **shown})


def _of_council(slug: str) -> dict[str, Any]:
    council = council_access.council_for_reader(slug=slug)
    language = get_language() or settings.LANGUAGE_CODE
    return {"council": council_queries.council_named(council=council, on=clock.now().date(), language=language)}
