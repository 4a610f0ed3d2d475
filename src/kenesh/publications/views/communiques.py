"""The communiques of a council, for everyone: a page, a feed in each language, and JSON with all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kenesh.core import clock
from kenesh.core.tongues import names_of
from kenesh.council import access as council_access
from kenesh.council import queries as council_queries
from kenesh.meetings.wording import reading
from kenesh.publications import access, communiques

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from kenesh.publications.communiques import Communique

PER_PAGE: Final = 50
IN_JSON: Final = 100
IN_FEED: Final = 30


@require_safe
def page(request: HttpRequest, council: str) -> HttpResponse:
    """List what was released, the latest first, in the reader's language where it is there."""
    found = Paginator(access.communiques_for_reader(council=council), PER_PAGE).get_page(request.GET.get("page"))
    shown = communiques.told(documents=found.object_list, language=reading())
    languages = tuple(dict.fromkeys(one.language for each in shown for one in each.versions))
    context = {"page": found, "communiques": shown, "tongues": names_of(languages)}
    return render(request, "publications/communiques.html", context | {"council": _named(council)})


@require_safe
def as_json(request: HttpRequest, council: str) -> HttpResponse:
    """List what was released, with the addresses of each language version."""
    found = Paginator(access.communiques_for_reader(council=council), IN_JSON).get_page(request.GET.get("page"))
    shown = communiques.told(documents=found.object_list, language=reading())
    told = {
        "council": council,
        "count": found.paginator.count,
        "page": found.number,
        "pages": found.paginator.num_pages,
        "communiques": [_entry(council, one) for one in shown],
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def feed(request: HttpRequest, council: str) -> HttpResponse:
    """Give the latest communiques as Atom, in the reader's language or that of ``?lang=``."""
    return CommuniquesFeed()(request, council=council)


class CommuniquesFeed(Feed):  # type: ignore[type-arg]  # generic in the stubs only
    """The latest communiques; an entry's ``id`` is the same in each language."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, council: str) -> str:  # noqa: ARG002 -- Django's signature
        self.documents = access.communiques_for_reader(council=council)
        self.name = _named(council).name
        return council

    def title(self, council: str) -> str:  # noqa: ARG002 -- Django's signature
        return f"{_('Communiques')} – {self.name}"

    def link(self, council: str) -> str:
        return _address("publications:communiques", council)

    def feed_url(self, council: str) -> str:
        return f"{_address('publications:communiques_feed', council)}?lang={reading()}"

    def items(self, council: str) -> tuple[Communique, ...]:  # noqa: ARG002 -- Django's signature
        return communiques.told(documents=self.documents[:IN_FEED], language=reading())

    def item_title(self, item: Communique) -> str:
        return f"{item.meeting.symbol} {item.shown.title}"

    def item_description(self, item: Communique) -> str:
        return item.shown.summary

    def item_link(self, item: Communique) -> str:
        return _address("publications:document", *_place(item), "communique", item.shown.language)

    def item_guid(self, item: Communique) -> str:
        return f"{_address('publications:list', *_place(item))}#communique"

    def item_pubdate(self, item: Communique) -> datetime:
        return item.released_at

    def item_updateddate(self, item: Communique) -> datetime:
        return item.updated_at


def _entry(council: str, one: Communique) -> dict[str, Any]:
    slug = one.meeting.slug
    versions = {
        version.language: {
            "title": version.title,
            "released_at": version.released_at.isoformat(),
            "sha256": version.sha256,
            "url": _address("publications:document", council, slug, "communique", version.language),
            **{
                ending: _address(f"publications:{ending}", council, slug, "communique", version.language)
                for ending in ("json", "pdf", "html")
            },
        }
        for version in one.versions
    }
    statement = _address("publications:statement", council, slug, "communique") if one.frozen else None
    meeting = {
        "symbol": one.meeting.symbol,
        "slug": slug,
        "title": one.meeting.title,
        "url": _address("meetings:meeting", council, slug),
    }
    return {"meeting": meeting, "versions": versions, "statement": statement}


def _place(one: Communique) -> tuple[str, str]:
    return one.meeting.council.slug, one.meeting.slug


def _named(council: str) -> Any:
    found = council_access.council_for_reader(slug=council)
    return council_queries.council_named(council=found, on=clock.now().date(), language=reading())


def _address(name: str, *parts: str) -> str:
    return settings.SITE_URL + reverse(name, args=parts)
