"""The register for programs: a feed in each language, and JSON with all of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kenesh.core import clock
from kenesh.core.domain.text import pick
from kenesh.council import access as council_access
from kenesh.council import queries as council_queries
from kenesh.decisions import access
from kenesh.decisions.forms import RegisterForm
from kenesh.decisions.queries import register
from kenesh.meetings.wording import reading

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from kenesh.decisions.models import Decision

PER_PAGE = 100
IN_FEED = 30


@require_safe
def decisions(request: HttpRequest, council: str) -> HttpResponse:
    """List decisions as the page does, with the same words and filters; what it cannot filter by is answered 400."""
    found = council_access.council_for_reader(slug=council)
    every = access.decisions_for_reader(person=request.user, council=council)
    form = RegisterForm(request.GET, decisions=every, council=found)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=HTTPStatus.BAD_REQUEST)
    page = Paginator(form.found(), PER_PAGE).get_page(request.GET.get("page"))
    return _json(
        {
            "council": council,
            "count": page.paginator.count,
            "page": page.number,
            "pages": page.paginator.num_pages,
            "decisions": [_addressed(register.entry(decision=one), council) for one in page.object_list],
        }
    )


@require_safe
def decision(request: HttpRequest, council: str, slug: str) -> HttpResponse:
    """Give a decision, in every language it has."""
    found = access.decision_for_reader(person=request.user, council=council, slug=slug)
    return _json(_addressed(register.whole(decision=found), council))


@require_safe
def feed(request: HttpRequest, council: str) -> HttpResponse:
    """Give the latest decisions the reader may read, as Atom, in the reader's language or that of ``?lang=``."""
    return DecisionsFeed()(request, council=council)


class DecisionsFeed(Feed):  # type: ignore[type-arg]  # generic in the stubs only
    """The latest decisions."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, council: str) -> str:
        self.decisions = access.decisions_for_reader(person=request.user, council=council)
        found = council_access.council_for_reader(slug=council)
        self.name = council_queries.council_named(council=found, on=clock.now().date(), language=reading()).name
        return council

    def title(self, council: str) -> str:  # noqa: ARG002 -- Django's signature
        return f"{_('Decisions')} – {self.name}"

    def link(self, council: str) -> str:
        return _address("decisions:list", council)

    def feed_url(self, council: str) -> str:
        return f"{_address('decisions:feed', council)}?lang={reading()}"

    def items(self, council: str) -> QuerySet[Decision]:  # noqa: ARG002 -- Django's signature
        return self.decisions[:IN_FEED]

    def item_title(self, item: Decision) -> str:
        return f"{item.symbol} {pick(item.titles, reading())}"

    def item_description(self, item: Decision) -> str:
        return register.summary(decision=item, language=reading())

    def item_link(self, item: Decision) -> str:
        return _address("decisions:decision", item.meeting.council.slug, item.slug)

    def item_guid(self, item: Decision) -> str:
        return self.item_link(item)

    def item_pubdate(self, item: Decision) -> datetime:
        return item.adopted_at

    def item_updateddate(self, item: Decision) -> datetime:
        return item.adopted_at


def _addressed(entry: dict[str, Any], council: str) -> dict[str, Any]:
    """Return an entry with the addresses of its page, of its JSON and of its meeting."""
    own = {
        "url": _address("decisions:decision", council, entry["slug"]),
        "json": _address("decisions:decision-json", council, entry["slug"]),
    }
    meeting = entry["meeting"] | {"url": _address("meetings:meeting", council, entry["meeting"]["slug"])}
    return entry | own | {"meeting": meeting}


def _address(name: str, *parts: str) -> str:
    return settings.SITE_URL + reverse(name, args=parts)


def _json(data: dict[str, Any]) -> JsonResponse:
    # Letters as they are: the texts are in eight languages, and people read them here too.
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
