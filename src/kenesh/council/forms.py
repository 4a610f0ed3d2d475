"""What people type about a council, as values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kenesh.core.domain.text import pick, unwanted_character
from kenesh.council.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kenesh.council.queries import SeatPeople


def without_tricks(text: str) -> None:
    """Refuse characters that hide, or that turn around what stands beside them."""
    if character := unwanted_character(text):
        raise ValidationError(_("Remove the hidden character %(character)s."), params={"character": character})


class OnForm(forms.Form):
    on = forms.DateField(
        label=_("On the day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as year-month-day, for example 2020-05-07.")},
    )

    def day(self, *, today: date) -> date:
        """The day asked for; today where none was, or none that exists."""
        if not self.is_valid():
            return today
        asked: date | None = self.cleaned_data["on"]
        return asked or today


class ResendForm(forms.Form):
    to = forms.EmailField(label=_("E-mail address"), max_length=254)
    mend = forms.BooleanField(
        label=_("This is their address from now on"),
        required=False,
        help_text=_("They are written to there, and sign in with it."),
    )


class PersonForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    seat = forms.ChoiceField(label=_("Seat"))
    rank = forms.ChoiceField(
        label=_("Place in the delegation"),
        choices=[
            (Person.Rank.HEAD, _("Head")),
            (Person.Rank.ALTERNATE, _("Alternate")),
            (Person.Rank.ADVISER, _("Adviser")),
        ],
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    office = forms.CharField(
        label=_("Office held"),
        max_length=200,
        validators=[without_tricks],
        help_text=_("In the language chosen above; the office is what others see, not the name."),
    )

    def __init__(self, *args: Any, seats: Iterable[SeatPeople], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seat = self.fields["seat"]
        if isinstance(seat, forms.ChoiceField):
            seat.choices = [(one.code, pick(one.names, language)) for one in seats]

    def values(self) -> dict[str, Any]:
        """Everything but the seat, as `add_person` takes it."""
        data = self.cleaned_data
        return {
            "email": data["email"],
            "rank": data["rank"],
            "language": data["language"],
            "offices": {data["language"]: data["office"]},
        }
