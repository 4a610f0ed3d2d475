"""Filters of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from kenesh.meetings.forms.base import ActForm

register = template.Library()


@register.filter
def about(form: ActForm, number: int | str) -> ActForm:
    """Return the form for the thing of that number, its fields under ids of their own."""
    return form.about(number)
