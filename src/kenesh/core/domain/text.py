"""Text that waits for a reader: marked messages, and texts known in several languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def gettext_noop(message: str) -> str:
    """Mark a message for the catalogs; the face that shows it translates it."""
    return message


def pick(texts: Mapping[str, str], language: str) -> str:
    """Return the text in this language, else in English, else in the first language there is."""
    for wanted in (language, language.partition("-")[0], "en"):
        if text := texts.get(wanted):
            return text
    return next(iter(texts.values()), "")
