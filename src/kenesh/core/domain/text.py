"""Text that waits for a reader: marked messages, texts in several languages, and what no text may hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping

# They turn around what stands beside them, so that a name could be read as another one.
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE_BREAKS = frozenset("\n\t")


def gettext_noop(message: str) -> str:
    """Mark a message for the catalogs; the face that shows it translates it."""
    return message


def pick(texts: Mapping[str, str], language: str) -> str:
    """Return the text in this language, else in English, else in the first there is by the languages' codes.

    In no other order, for neither a record nor PostgreSQL keeps the one in which texts were given.
    """
    for wanted in (language, language.partition("-")[0], "en", *sorted(texts)):
        if text := texts.get(wanted):
            return text
    return ""


def nearest(languages: Collection[str], language: str) -> str:
    """Return which of these languages `pick` reads to a reader of this one. Raises: ValueError where there is none."""
    return language if language in languages else "en" if "en" in languages else min(languages)


def unwanted_character(text: str, *, lines: bool = False) -> str | None:
    """Name the first character that could deceive or break a page, as U+202E; line breaks pass where lines do."""
    for character in text:
        if lines and character in LINE_BREAKS:
            continue
        if character in BIDI_CONTROLS or unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}:
            return f"U+{ord(character):04X}"
    return None
