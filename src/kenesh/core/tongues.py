"""Languages: what CLDR knows of each, and what it is called in itself."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def locale_of(language: str) -> Locale:
    """Return what CLDR knows of a language, English (not America's) where it knows nothing."""
    try:
        return Locale.parse("en-GB" if language == "en" else language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def name_of(language: str) -> str:
    """Return what a language is called in itself, as the site's own menu has it; its code where nobody knows."""
    site: dict[str, str] = dict(settings.LANGUAGES)
    return site.get(language) or locale_of(language).languages.get(language, language)


def names_of(languages: Iterable[str]) -> dict[str, str]:
    """Return the names of languages by their codes, each in itself: a reader looks for his own."""
    return {language: name_of(language) for language in languages}
