"""What people type into the register and about what follows from it, as values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kenesh.core.domain.text import pick, unwanted_character
from kenesh.core.tongues import name_of
from kenesh.decisions.domain.implementation import Stage
from kenesh.decisions.queries import register
from kenesh.decisions.wording import STAGE, rule_name
from kenesh.meetings.wording import reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from kenesh.council.access import Council
    from kenesh.decisions.models import Decision

SHORT: Final = 300
LONG: Final = 5_000


class Text(forms.CharField):
    """Text in which no character hides; several lines where ``lines`` says so."""

    def __init__(self, *, lines: bool = False, max_length: int = SHORT, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4}) if lines else forms.TextInput()
        super().__init__(max_length=max_length, widget=widget, **options)
        self.lines = lines

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        if character := unwanted_character(value, lines=self.lines):
            raise ValidationError(_("Remove the hidden character %(character)s."), params={"character": character})


class Proof(Text):
    """What shows that something is done: words, or an address that a browser opens safely."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if "://" in value.partition(" ")[0] and not is_link(text=value):
            raise ValidationError(_("A link begins with https:// or http:// and names a site."))


def is_link(*, text: str) -> bool:
    """Whether a proof is an address, and nothing but one."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not text.split()[1:]


class Day(forms.DateField):
    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        message = _("Write the day as year-month-day, for example 2020-05-07.")
        super().__init__(
            input_formats=["%Y-%m-%d"], widget=widget, error_messages={"invalid": message}, required=False, **options
        )


class RegisterForm(forms.Form):
    """What to look for in the register; a filter that names nothing there finds nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, help_text=_("In any language"))
    year = forms.ChoiceField(label=_("Year"), required=False)
    meeting = forms.ChoiceField(label=_("Meeting"), required=False)
    body = forms.ChoiceField(label=_("Body"), required=False)
    rule = forms.ChoiceField(label=_("Adopted by"), required=False)

    def __init__(self, data: Mapping[str, Any], *, decisions: QuerySet[Decision], council: Council) -> None:
        """Offer to filter those decisions, which the reader may read, by what they differ in."""
        super().__init__(data)
        self.decisions = decisions
        choices, language = register.choices(decisions=decisions, council=council), reading()
        self._offer("year", [(str(year), str(year)) for year in choices.years])
        self._offer("meeting", list(choices.meetings))
        self._offer("body", [(slug, pick(names, language)) for slug, names in choices.bodies])
        self._offer("rule", [(key, rule_name(key=key)) for key in choices.rules])

    def found(self) -> QuerySet[Decision]:
        """Return what is looked for; nothing where a filter names what is not there."""
        if not self.is_valid():
            return self.decisions.none()
        given = self.cleaned_data
        wanted = register.Wanted(
            words=given["q"],
            year=int(given["year"]) if given["year"] else None,
            meeting=given["meeting"],
            body=given["body"],
            rule=given["rule"],
        )
        return register.found(decisions=self.decisions, wanted=wanted)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- told to the type checker
        field.choices = [("", _("All")), *choices]


class ReportForm(forms.Form):
    stage = forms.ChoiceField(
        label=_("Implementation"), choices=[(one.value, STAGE[one]) for one in Stage], widget=forms.RadioSelect
    )
    note = Text(label=_("Note"), required=False, lines=True, max_length=LONG)
    proof = Proof(
        label=_("Proof"),
        required=False,
        max_length=LONG,
        help_text=_("A link, or the measure or procedure that shows it."),
    )


class TaskForm(forms.Form):
    """A task: its paragraph, its text in every language of the council, who owns it, by when, and what will show it."""

    paragraph = forms.TypedChoiceField(
        label=_("From paragraph"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Its words are taken where none are written below."),
    )
    owners = forms.MultipleChoiceField(label=_("Whose task"), widget=forms.CheckboxSelectMultiple)
    due_on = Day(label=_("Due on"))
    proof = Text(label=_("What will show that it is done"), required=False, max_length=LONG)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        paragraphs: Mapping[str, Sequence[str]],
        seats: Sequence[tuple[str, str]],
        languages: Sequence[str],
        language: str,
        **options: Any,
    ) -> None:
        """Offer the decision's paragraphs, by language, and the seats that may be asked."""
        super().__init__(data, **options)
        self.paragraphs, self.languages = paragraphs, languages
        shown = paragraphs.get(language) or next(iter(paragraphs.values()), ())
        self._offer("paragraph", [("", "–"), *((str(n), f"{n}. {text[:80]}") for n, text in enumerate(shown, 1))])
        self._offer("owners", list(seats))
        for code in languages:
            label = _("Task – %(language)s") % {"language": name_of(code)}
            field = Text(label=label, required=False, lines=True, max_length=LONG)
            field.widget.attrs["lang"] = code
            self.fields[f"text_{code}"] = field

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not self.texts():
            self.add_error("paragraph", _("Choose a paragraph or write the task in one language at least."))
        return given

    def texts(self) -> dict[str, str]:
        """Return the task in each language: as it was written there, else as the paragraph says it."""
        number = self.cleaned_data.get("paragraph")
        found = {
            language: texts[number - 1]
            for language, texts in self.paragraphs.items()
            if number and number <= len(texts)
        }
        typed = {language: self.cleaned_data.get(f"text_{language}", "") for language in self.languages}
        return found | {language: text for language, text in typed.items() if text}

    def values(self) -> dict[str, Any]:
        """Return what a task is made of."""
        given = self.cleaned_data
        due_on: date | None = given["due_on"]
        return {"texts": self.texts(), "owners": given["owners"], "due_on": due_on, "proof": given["proof"]}

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- told to the type checker
        field.choices = choices


class NominationForm(forms.Form):
    seat = forms.ChoiceField(label=_("Seat"))
    office = Text(label=_("Office held"), max_length=200, help_text=_("The office is what others see, not the name."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("Seen by your own seat and the Secretariat.")
    )

    def __init__(self, *args: Any, seats: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        seat = self.fields["seat"]
        assert isinstance(seat, forms.ChoiceField)  # noqa: S101 -- told to the type checker
        seat.choices = list(seats)
