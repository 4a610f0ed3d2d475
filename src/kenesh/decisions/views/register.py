"""Pages of the register: the list with its search, and a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kenesh.council import access as council_access
from kenesh.decisions import access
from kenesh.decisions.forms import RegisterForm
from kenesh.decisions.queries import register
from kenesh.decisions.views.common import of_council, own_seat
from kenesh.decisions.wording import METHOD, rule_name
from kenesh.meetings import board

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


PER_PAGE = 50


@require_safe
def decisions(request: HttpRequest, council: str) -> HttpResponse:
    """List the decisions that hold the words and pass the filters, the latest first."""
    every = access.decisions_for_reader(person=request.user, council=council)
    form = RegisterForm(request.GET, decisions=every, council=council_access.council_for_reader(slug=council))
    page = Paginator(form.found(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, METHOD.get(one.method, ""), rule_name(key=one.rule)) for one in page.object_list]
    context = {"page": page, "rows": rows, "form": form, "searched": any(form.data.get(name) for name in form.fields)}
    return render(request, "decisions/list.html", of_council(council) | context)


@require_safe
def decision(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Show a decision: its text in every language, the rule, the positions, and what seats attached to it."""
    found = access.decision_for_reader(person=request.user, council=council, slug=slug)
    shown = board.decision_of(register.meeting_state(decision=found), found.number)
    context = of_council(council) | {"found": found, "may_follow": own_seat(request, found.council) is not None}
    return render(request, "decisions/decision.html", context | shown | _others(shown))


def _others(shown: dict[str, Any]) -> dict[str, Any]:
    """Return the versions in other languages than the one that is read."""
    versions = shown["decision"].versions
    return {"others": [(code, version) for code, version in versions.items() if code != shown["language"]]}
