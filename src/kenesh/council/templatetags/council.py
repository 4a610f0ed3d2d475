"""How the pages write dates that are only as precise as their source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.formats import date_format

from kenesh.council.domain.periods import Precision

if TYPE_CHECKING:
    from kenesh.council.domain.periods import Moment

register = template.Library()

FORMATS = {Precision.DAY: "DATE_FORMAT", Precision.MONTH: "YEAR_MONTH_FORMAT", Precision.YEAR: "Y"}


@register.filter
def as_known(moment: Moment) -> str:
    """Write a date as precisely as it is known: a day, a month, a year."""
    return date_format(moment.day, FORMATS[moment.precision])
