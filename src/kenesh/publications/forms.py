"""What is typed about documents, as values."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kenesh.core import clock
from kenesh.core.domain.text import unwanted_character
from kenesh.publications.domain import blocks
from kenesh.publications.domain.versions import STEPS

if TYPE_CHECKING:
    from datetime import date

    from django.utils.functional import _StrPromise

DAYS = 14  # how long corrections can be asked for, unless the Secretariat says otherwise


def plain_text(text: str) -> None:
    """Refuse characters that hide, or that turn around what stands beside them."""
    if character := unwanted_character(text.replace("\r\n", "\n"), lines=True):
        raise ValidationError(_("Remove the hidden character %(character)s."), params={"character": character})


class EditForm(forms.Form):
    """A version's text, the revision it was made from, and the original's that it was compared with."""

    text = forms.CharField(
        label=_("Text"),
        max_length=2_000_000,
        validators=[plain_text],
        widget=forms.Textarea(attrs={"rows": 40, "spellcheck": "true"}),
        help_text=_(
            "One paragraph a line. # begins the title, ## and ### a heading, - a point, 1. a numbered paragraph, "
            "| Term | a fact, > [en] a text in that language."
        ),
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput())
    follows = forms.IntegerField(min_value=0, widget=forms.HiddenInput())

    def clean_text(self) -> str:
        """Refuse a text without its title."""
        text: str = self.cleaned_data["text"]
        if not blocks.title_of(blocks.read(text)):
            raise ValidationError(_("Begin the text with its title, on a line that begins with #."))
        return text


class StepForm(forms.Form):
    """A step of a version, as it was read."""

    step = forms.ChoiceField(choices=[(step, step) for step in STEPS])
    revision = forms.IntegerField(min_value=0)


class CorrectionForm(forms.Form):
    """What a seat asks to be corrected."""

    text = forms.CharField(
        label=_("What is to be corrected"),
        max_length=20_000,
        validators=[plain_text],
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say which passage it is, and how it should read."),
    )


class AnswerForm(forms.Form):
    """The answer to a correction."""

    answer = forms.ChoiceField(choices=[("accepted", "accepted"), ("declined", "declined")])


class PeriodForm(forms.Form):
    """The last day on which corrections can be asked for."""

    until = forms.DateField(
        label=_("Corrections until the end of"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as year-month-day, for example 2020-05-07.")},
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        """Count the day in the time zone of the meeting's host."""
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        self.initial.setdefault("until", clock.now().astimezone(self.zone).date() + timedelta(days=DAYS))

    def moment(self) -> datetime:
        """Return the end of that day."""
        day: date = self.cleaned_data["until"]
        return datetime.combine(day + timedelta(days=1), time(), self.zone).astimezone(UTC)


def said(errors: forms.utils.ErrorDict | dict[str, Any]) -> str | _StrPromise:
    """Return what was wrong with a form whose page has no place for it."""
    return " ".join(str(text) for texts in errors.values() for text in texts)
