"""Codes of languages, and the shape of the codes that name States and seats."""

from __future__ import annotations

import re

LANGUAGES = ("en", "az", "kk", "ky", "tr", "uz", "hu", "ru")

_SEAT = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_seat_code(text: str) -> bool:
    """Whether this can name a seat: ISO 3166-1 alpha-2 for a State, a longer capital code otherwise."""
    return _SEAT.fullmatch(text) is not None


def is_language_tag(text: str) -> bool:
    """Whether this has the shape of a BCP 47 language tag."""
    return _LANGUAGE.fullmatch(text) is not None


def is_slug(text: str) -> bool:
    """Whether this can stand in an address: small letters, digits and single hyphens."""
    return _SLUG.fullmatch(text) is not None
