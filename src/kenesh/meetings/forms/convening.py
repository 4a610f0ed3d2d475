"""The form that convenes a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from kenesh.core.domain.text import pick
from kenesh.core.tongues import name_of
from kenesh.meetings.domain.events import ConvenedItem
from kenesh.meetings.forms.fields import REASON, LocalMoment, TextField, in_zone, offer
from kenesh.meetings.wording import reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kenesh.council.queries import BodyView, CouncilView
    from kenesh.meetings.domain.profile import Texts

SYMBOL = RegexValidator(r"^[A-Z0-9]+(/[A-Za-z0-9.-]+)+$", _("A symbol is like TC/MIG/2020/1."))
DEFAULT_MINUTES = 15
PREVIEW = "preview"  # the name of the button that only shows


class ConveneForm(forms.Form):
    """Symbol, title, start, seats, rules, languages and provisional agenda of a meeting.

    Titles and agenda are asked in every language of the council; the first one is needed.
    """

    symbol = forms.CharField(
        label=_("Symbol"), max_length=80, validators=[SYMBOL], help_text=_("For example: TC/MIG/2020/1")
    )
    body = forms.ChoiceField(label=_("Body that meets"), required=False)
    starts_at = LocalMoment(label=_("Start"))
    time_zone = forms.CharField(label=_("Time zone of the start"), max_length=64)
    seats = forms.MultipleChoiceField(label=_("Seats invited"), widget=forms.CheckboxSelectMultiple)
    spoken = forms.MultipleChoiceField(
        label=_("Languages of the meeting"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every language of the council."),
    )
    chair = forms.ChoiceField(label=_("In the chair"))
    rule_profile = forms.ChoiceField(label=_("Rules of procedure"))
    open_to_public = forms.BooleanField(
        label=_("Open to the public"), required=False, help_text=_("Anyone may follow the room and read the record.")
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        council: CouncilView,
        profiles: list[tuple[str, str]],
        zone: str,
        body: str | None = None,
        carried: Sequence[Texts] = (),
    ) -> None:
        """Fit the choices to the council as it stands, and to the body that is to meet."""
        super().__init__(data)
        self.council, self.carried = council, tuple(carried)
        self.languages = council.languages or ("en",)
        self._offer_seats(next((one for one in council.bodies if one.slug == body), None))
        bodies = [(one.slug, pick(one.names, reading())) for one in council.bodies]
        first = bodies[0][0] if bodies else ""
        offer(self, "body", [("", "—"), *bodies], first if body is None else body)
        offer(self, "rule_profile", profiles, profiles[0][0])
        self.fields["time_zone"].initial = zone
        spoken = [(language, name_of(language)) for language in self.languages]
        offer(self, "spoken", spoken, list(self.languages))
        for place, language in enumerate(self.languages):
            self._add_texts(language, required=place == 0)
        if self.carried:
            self.fields["leave_out"] = forms.BooleanField(
                label=_("Leave out what is open from earlier decisions"),
                required=False,
                help_text=_("Otherwise the agenda ends with: %(items)s")
                % {"items": " · ".join(pick(titles, reading()) for titles in self.carried)},
            )

    @property
    def is_preview(self) -> bool:
        """Whether the start is only to be shown, for every seat; nothing is convened."""
        return self.is_bound and PREVIEW in self.data

    def _offer_seats(self, body: BodyView | None) -> None:
        """Offer every seat and every member for the chair; propose those of the body, and its convenor to preside."""
        council = self.council
        seats = [(seat.code, pick(seat.names, reading())) for seat in council.seats]
        members = [(seat.code, pick(seat.names, reading())) for seat in council.members]
        proposed = [code for code, _name in seats if not body or not body.seats or code in body.seats]
        presiding = {code for code, _name in members}.intersection(proposed)
        wanted = (body.convenor if body else "", council.chair.seat.code if council.chair else "")
        offer(self, "seats", seats, proposed)
        offer(self, "chair", members, next((code for code in wanted if code in presiding), None))

    def _add_texts(self, language: str, *, required: bool) -> None:
        name = name_of(language)
        own = {"lang": language}
        self.fields[f"title_{language}"] = TextField(
            label=_("Title – %(language)s") % {"language": name},
            required=required,
            widget=forms.TextInput(attrs=own),
        )
        self.fields[f"referral_{language}"] = TextField(
            label=_("Referral it answers – %(language)s") % {"language": name},
            required=False,
            max_length=REASON,
            widget=forms.TextInput(attrs=own),
        )
        self.fields[f"agenda_{language}"] = TextField(
            label=_("Provisional agenda – %(language)s") % {"language": name},
            required=required,
            lines=True,
            max_length=REASON * 5,
            widget=forms.Textarea(attrs={**own, "rows": 6}),
            help_text=_("One item on each line; minutes may follow a bar: Statistics | 30"),
        )

    def main_fields(self) -> list[forms.BoundField]:
        """Return the fields that every meeting needs, the first language's among them."""
        others = {field.name for _language, fields in self.other_languages() for field in fields}
        return [field for field in self if field.name not in others]

    def other_languages(self) -> list[tuple[tuple[str, str], list[forms.BoundField]]]:
        """Return the texts asked for in each further language."""
        return [
            (
                (language, name_of(language)),
                [self[f"{name}_{language}"] for name in ("title", "referral", "agenda")],
            )
            for language in self.languages[1:]
        ]

    def clean(self) -> dict[str, Any]:
        """Check what only holds between fields: the zone's hour, the Chair's seat, the agenda's lines."""
        given = super().clean() or self.cleaned_data
        if given.get("time_zone") and given["time_zone"] not in available_timezones():
            self.add_error("time_zone", _("This is no time zone, such as Asia/Baku."))
        elif given.get("starts_at") and given.get("time_zone"):
            self._place_start(given)
        if given.get("chair") and given["chair"] not in given.get("seats", []):
            self.add_error("chair", _("The seat in the chair must be invited."))
        self._check_agenda(given)
        return given

    def _place_start(self, given: dict[str, Any]) -> None:
        try:
            given["starts_at"] = in_zone(given["starts_at"], given["time_zone"])
        except ValidationError as clock:
            self.add_error("starts_at", clock)

    def _check_agenda(self, given: dict[str, Any]) -> None:
        first = len(_lines(given.get(f"agenda_{self.languages[0]}", "")))
        for language in self.languages[1:]:
            here = len(_lines(given.get(f"agenda_{language}", "")))
            if here not in {0, first}:
                message = _("This agenda has %(here)s items, the first language has %(first)s.")
                error = ValidationError(message, params={"here": here, "first": first})
                self.add_error(f"agenda_{language}", error)

    def texts(self, name: str) -> dict[str, str]:
        """Return the title or the referral in the languages in which it was given."""
        given = {language: self.cleaned_data.get(f"{name}_{language}", "") for language in self.languages}
        return {language: text for language, text in given.items() if text}

    def agenda(self) -> tuple[ConvenedItem, ...]:
        """Return the provisional agenda."""
        given = {language: _lines(self.cleaned_data.get(f"agenda_{language}", "")) for language in self.languages}
        typed = tuple(
            ConvenedItem(
                number=place + 1,
                titles={language: lines[place][0] for language, lines in given.items() if lines},
                minutes=minutes,
            )
            for place, (_title, minutes) in enumerate(given[self.languages[0]])
        )
        carried = () if self.cleaned_data.get("leave_out") else self.carried
        return typed + tuple(
            ConvenedItem(number=number, titles=titles, minutes=DEFAULT_MINUTES)
            for number, titles in enumerate(carried, start=len(typed) + 1)
        )


def _lines(text: str) -> list[tuple[str, int]]:
    """Return title and minutes of each line that holds an item."""
    found = []
    for line in filter(str.strip, text.splitlines()):
        title, bar, minutes = line.rpartition("|")
        numbered = bar and minutes.strip().isascii() and minutes.strip().isdigit()
        found.append((title.strip(), int(minutes)) if numbered else (line.strip(), DEFAULT_MINUTES))
    return found
