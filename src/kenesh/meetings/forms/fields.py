"""Fields of an act: text without tricks, moments in a named zone, choices taken from the meeting."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kenesh.core.domain.text import unwanted_character

if TYPE_CHECKING:
    from datetime import datetime

SHORT = 300
REASON = 2_000
LONG = 50_000
NOT_UTF8 = "\N{REPLACEMENT CHARACTER}"


class TextField(forms.CharField):
    """Text in normal form; control characters and marks that turn its reading around are refused by name."""

    def __init__(self, *, lines: bool = False, max_length: int = SHORT, **options: Any) -> None:
        """Take one line, or several where ``lines`` says so."""
        widget = forms.Textarea(attrs={"rows": 5}) if lines else forms.TextInput()
        super().__init__(max_length=max_length, widget=options.pop("widget", widget), **options)
        self.lines = lines

    def to_python(self, value: Any) -> str:
        """Return the text composed (NFC) and with plain line ends."""
        text = super().to_python(value) or ""
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))

    def validate(self, value: str) -> None:
        """Refuse what could deceive a reader or was sent in another encoding."""
        super().validate(value)
        if NOT_UTF8 in value:
            raise ValidationError(_("This text was not sent in UTF-8."), code="encoding")
        unwanted = unwanted_character(value, lines=self.lines)
        if unwanted:
            message = _("The character %(character)s is not allowed here; remove it.")
            raise ValidationError(message, code="character", params={"character": unwanted})


class Paragraphs(TextField):
    """Operative paragraphs, parted by empty lines."""

    def __init__(self, **options: Any) -> None:
        """Take a long text."""
        super().__init__(lines=True, max_length=LONG, **options)

    def clean(self, value: Any) -> Any:
        """Return the paragraphs in order."""
        text: str = super().clean(value)
        parts = (" ".join(part.split()) for part in text.split("\n\n"))
        return tuple(part for part in parts if part)


class LocalMoment(forms.DateTimeField):
    """A date and hour whose zone another field names; see ``in_zone``."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def prepare_value(self, value: Any) -> Any:
        """Show the hour as it was typed: its zone stands beside it."""
        return value

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment without a zone."""
        moment: datetime | None = super().to_python(value)
        return moment.replace(tzinfo=None) if moment else None


def in_zone(moment: datetime, name: str) -> datetime:
    """Return the instant of a local moment; one that does not exist or exists twice there is refused."""
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValidationError(_("%(zone)s is no time zone."), params={"zone": name}) from None
    first, second = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        message = _("On that day the clocks change in %(zone)s: this hour is missing or comes twice. Choose another.")
        raise ValidationError(message, code="clock", params={"zone": name})
    return first


def offer(form: forms.Form, name: str, choices: list[tuple[str, Any]], initial: object = None) -> None:
    """Fit a choice of the form to what there is to choose."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- told to the type checker
    field.choices = choices
    field.initial = initial
