"""What a public page says of itself to search engines and to whoever is sent a link to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.http import HttpRequest

register = template.Library()

LANGUAGE = "lang"


@register.simple_tag(takes_context=True)
def address_in_any_language(context: template.Context) -> str:
    """Return the address of the page without a language of its own, for who is about to choose one."""
    return _address(context["request"])


@register.inclusion_tag("components/public_head.html", takes_context=True)
def public_head(context: template.Context, title: str, description: str = "", kind: str = "website") -> dict[str, Any]:
    """Write the page's addresses in every language, and its card for those who are sent the link."""
    request = context["request"]
    codes = [code for code, _name in settings.LANGUAGES]
    return {
        "title": title,
        "description": description,
        "kind": kind,
        "site": getattr(context.get("council"), "name", "") or "Kenesh",
        "url": settings.SITE_URL + _address(request, request.GET.get(LANGUAGE, "")),
        "any_language": settings.SITE_URL + _address(request),
        "alternates": [(code, settings.SITE_URL + _address(request, code)) for code in codes],
        "locale": get_language(),
        "other_locales": [code for code in codes if code != get_language()],
    }


def _address(request: HttpRequest, language: str = "") -> str:
    asked = request.GET.copy()
    asked.pop(LANGUAGE, None)
    if language:
        asked[LANGUAGE] = language
    return request.path + (f"?{asked.urlencode()}" if asked else "")
