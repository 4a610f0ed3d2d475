"""Filters of the documents' pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

if TYPE_CHECKING:
    from collections.abc import Mapping

register = template.Library()


@register.filter
def at(things: Mapping[str, Any], key: str) -> Any:
    """Return what stands under a key that a template holds in a variable."""
    return things.get(key, key)
