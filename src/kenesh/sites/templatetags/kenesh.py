"""Tags and filters of the visual language: flags, icons, times, the text of the reader's language."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kenesh.core.domain.text import pick as pick_text

register = template.Library()

COUNTRY: Final = re.compile(r"[a-z]{2}")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; hidden from screen readers unless it has a label."""
    if label:
        href = f"{static('kenesh/icons.svg')}#{name}"
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return _hidden_icon(name)


@lru_cache(maxsize=256)  # a room's page has hundreds, and the address of a file never changes while a site is served
def _hidden_icon(name: str) -> SafeString:
    href = f"{static('kenesh/icons.svg')}#{name}"
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag
def flag(code: str) -> SafeString:
    """Show the flag of a State, or the mark of an organ; the name beside it is what is read out."""
    return _flag(code)


@lru_cache(maxsize=1024)  # likewise
def _flag(code: str) -> SafeString:
    country = code.lower()
    if not COUNTRY.fullmatch(country):
        return _organ_mark()
    try:
        source = static(f"kenesh/flags/{country}.svg")
    except ValueError:  # the manifest knows no such file
        return _organ_mark()
    return format_html('<img class="flag" src="{}" width="28" height="21" alt="">', source)


def _organ_mark() -> SafeString:
    href = f"{static('kenesh/icons.svg')}#landmark"
    return format_html('<svg class="icon flag flag--organ" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag(takes_context=True)
def current(context: template.Context, url: str) -> SafeString:
    """Mark a link of the navigation whose part of the site is being read."""
    request = context.get("request")
    path = request.path if request else ""
    if path == url:
        return mark_safe(' aria-current="page"')
    return mark_safe(' aria-current="true"') if path.startswith(url) else mark_safe("")


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    """List the languages, each by its own name: Django's tag would translate the names."""
    return list(settings.LANGUAGES)


@register.filter
def pick(texts: Mapping[str, str]) -> str:
    """Choose the text of the reader's language."""
    return pick_text(texts, get_language() or "en")


@register.filter
def spoken(texts: Mapping[str, str]) -> str:
    """Write the text of the reader's language, or another marked as what it is in; not for attributes."""
    language = get_language() or "en"
    text = pick_text(texts, language)
    known = {code for code, given in texts.items() if given == text}
    if not text or known & {language, language.partition("-")[0]}:
        return text
    return format_html('<span lang="{}">{}</span>', min(known), text)


@register.filter
def instant(moment: datetime) -> str:
    """Write a moment for programs: RFC 3339 in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@register.filter
def in_zone(moment: datetime, zone: str) -> str:
    """Write a moment for people, in the time zone of a place; the hour on 24, for no council counts it on 12."""
    local = timezone.localtime(moment, ZoneInfo(zone))
    return f"{formats.date_format(local, 'DATE_FORMAT')}, {local:%H:%M}"


@register.filter
def minutes(seconds: int) -> str:
    """Write the time left as the board shows it, 5:00; past the end, how long over: +0:12."""
    whole = abs(seconds)
    return f"{'+' if seconds < 0 else ''}{whole // 60}:{whole % 60:02d}"


@register.filter
def widget_kind(field: BoundField) -> str:
    """Tell the field component how a widget is laid out."""
    widget: Any = field.field.widget
    return "check" if isinstance(widget, CheckboxInput) else "box"
