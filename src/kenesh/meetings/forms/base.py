"""An act as a form: what was posted, as typed values; what the act does not know is refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kenesh.core.domain.text import pick
from kenesh.core.tongues import names_of
from kenesh.meetings.forms.fields import LONG, TextField, offer
from kenesh.meetings.wording import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kenesh.meetings.domain.state import Meeting

NUMBERS = ("proposal", "amendment", "question", "decision")
ENVELOPE = frozenset({"key", "csrfmiddlewaretoken"})


class ActForm(forms.Form):
    """The fields of one act; ``values`` are the keyword parameters of its rule."""

    act: ClassVar[str]
    heads_only: ClassVar[bool] = False  # whether, of a delegation, only its head may do it
    required_css_class = "required"

    def __init__(self, data: Mapping[str, Any] | None = None, *, meeting: Meeting, seat: str) -> None:
        """Fit the choices to the meeting as it stands and to the seat that acts."""
        super().__init__(data, auto_id=f"{self.act}-%s")
        self.meeting = meeting
        self.acting = seat
        self.fit()

    def fit(self) -> None:
        """Give fields their choices and first values."""

    def about(self, number: int | str) -> Self:
        """Return this form for one of several things, with ids of its own; what came back stays with its thing."""
        if self.is_bound and str(number) in {self.data.get(name) for name in NUMBERS}:
            return self
        form = type(self)(meeting=self.meeting, seat=self.acting)
        form.auto_id = f"{self.act}-{number}-%s"
        return form

    def clean(self) -> dict[str, Any]:
        """Refuse fields this act does not have."""
        cleaned = super().clean() or self.cleaned_data
        unknown = sorted(set(self.data) - set(self.fields) - ENVELOPE)
        if unknown:
            message = _("This act has no field %(fields)s.")
            raise ValidationError(message, code="unknown", params={"fields": ", ".join(unknown)})
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the act's parameters."""
        return dict(self.cleaned_data)

    def seats(self, codes: Iterable[str]) -> list[tuple[str, str]]:
        """Return choices of seats, called as the reader calls them."""
        named = {seat.code: pick(seat.names, reading()) for seat in self.meeting.seats}
        return [(code, named[code]) for code in codes]


class NothingMore(ActForm):
    """An act that needs no field."""


def language_field(**options: Any) -> forms.ChoiceField:
    """Return a choice among languages; fitted with ``fit_languages``."""
    return forms.ChoiceField(label=_("Language"), **options)


def fit_languages(form: ActForm) -> None:
    """Offer the meeting's languages and the site's, the reader's own first."""
    codes = dict.fromkeys([*form.meeting.languages, *dict(settings.LANGUAGES)])
    initial = reading() if reading() in codes else form.meeting.languages[0]
    offer(form, "language", list(names_of(codes).items()), initial)


def number(label: Any, **options: Any) -> forms.IntegerField:
    """Return the number of something at the meeting, carried by the page."""
    return forms.IntegerField(
        label=label, min_value=0, max_value=1_000_000, widget=options.pop("widget", forms.HiddenInput()), **options
    )


def long_text(label: Any, **options: Any) -> TextField:
    """Return a text of many lines."""
    return TextField(label=label, lines=True, max_length=LONG, **options)
