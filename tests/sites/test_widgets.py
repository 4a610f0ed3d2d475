from datetime import date, datetime
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st

from kenesh.sites.widgets import QuickWidgets

pytestmark = pytest.mark.unit

CHOICES = [
    ("", "—"),
    ("a", 'A <b>"bold"</b> & co.'),
    (1, gettext_lazy("Number")),
    ("Group <1>", [("b", "B"), ("c", mark_safe("<i>C</i>"))]),
]
WIDGETS: list[tuple[forms.Widget, Any]] = [
    (forms.TextInput(attrs={"lang": "az", "disabled": False, "required": True, "size": 7}), 'a "quoted" <text>'),
    (forms.TextInput(), None),
    (forms.TextInput(), ""),
    (forms.HiddenInput(), 3),
    (forms.NumberInput(attrs={"min": 0}), 12345),
    (forms.DateInput(attrs={"type": "date"}), date(2020, 5, 7)),
    (forms.DateTimeInput(format="%Y-%m-%dT%H:%M"), datetime(2020, 5, 7, 12, 0)),  # noqa: DTZ001 -- as typed
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput(), False),
    (forms.Textarea(attrs={"rows": 5}), "\n<two>\nlines"),
    (forms.Textarea(), None),
    (forms.Select(choices=CHOICES), "a"),
    (forms.Select(choices=CHOICES), "c"),
    (forms.Select(choices=CHOICES), 1),
    (forms.SelectMultiple(choices=CHOICES), ["a", "b"]),
    (forms.CheckboxSelectMultiple(choices=CHOICES), ["a", "b"]),
    (forms.CheckboxSelectMultiple(choices=CHOICES, attrs={"class": "many & more"}), None),
    (forms.PasswordInput(), "secret"),
]


def both(widget: forms.Widget, value: Any) -> tuple[str, str]:
    attrs = {"id": "some-id", "aria-describedby": "help"}
    quick = widget.render("name", value, attrs=attrs, renderer=QuickWidgets())
    return str(quick), str(widget.render("name", value, attrs=attrs, renderer=DjangoTemplates()))


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
def test_a_widget_is_written_as_django_writes_it(widget: forms.Widget, value: Any) -> None:
    quick, django = both(widget, value)
    assert quick == django


@settings(max_examples=25)
@given(text=st.text(), label=st.text(), attribute=st.text(min_size=1))
def test_what_a_person_typed_is_escaped_as_django_escapes_it(text: str, label: str, attribute: str) -> None:
    for widget in (
        forms.TextInput(attrs={"title": attribute}),
        forms.Textarea(),
        forms.Select(choices=[(text, label), ("other", text)]),
        forms.CheckboxSelectMultiple(choices=[(text, label), ("other", text)]),
    ):
        quick, django = both(widget, text)
        assert quick == django
