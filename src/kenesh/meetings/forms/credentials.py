"""Acts of a delegation and its credentials."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kenesh.meetings.domain.events import Delegate
from kenesh.meetings.domain.rules.credentials import MOST
from kenesh.meetings.forms.base import ActForm, fit_languages, language_field
from kenesh.meetings.forms.fields import REASON, SHORT, TextField, offer
from kenesh.meetings.wording import FINDING


class Offices(TextField):
    """Offices, one a line."""

    def __init__(self, **options: Any) -> None:
        """Take as many lines as a delegation has members."""
        super().__init__(lines=True, max_length=MOST * SHORT, required=False, **options)

    def clean(self, value: Any) -> Any:
        """Return the offices in order."""
        text: str = super().clean(value)
        offices = tuple(office for line in text.split("\n") if (office := " ".join(line.split())))
        if any(len(office) > SHORT for office in offices):
            raise ValidationError(_("An office has at most %(most)s characters."), params={"most": SHORT})
        return offices


class AnnounceDelegation(ActForm):
    """Who represents a seat; the Secretariat announces any seat's delegation, a seat its own."""

    act = "announce_delegation"
    seat = forms.ChoiceField(label=_("Seat"), required=False)
    language = language_field()
    head = TextField(label=_("Head of delegation"), help_text=_("The office held, for example: Head of the Service."))
    alternates = Offices(label=_("Alternates"), help_text=_("Offices, one a line, in their order."))
    advisers = Offices(label=_("Advisers"), help_text=_("Offices, one a line."))
    deputy = forms.BooleanField(label=_("The first alternate holds the seat at this meeting"), required=False)

    def fit(self) -> None:
        fit_languages(self)
        offer(self, "seat", self.seats(seat.code for seat in self.meeting.seats), self.acting)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("deputy") and "alternates" in cleaned and not cleaned["alternates"]:
            self.add_error("alternates", ValidationError(_("Name the alternate who holds the seat."), code="required"))
        return cleaned

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        members = (
            Delegate(office=given["head"], rank="head"),
            *(Delegate(office=office, rank="alternate") for office in given["alternates"]),
            *(Delegate(office=office, rank="adviser") for office in given["advisers"]),
        )
        holder = 2 if given["deputy"] else 1
        return {"seat": given["seat"], "language": given["language"], "members": members, "holder": holder}


class AccreditedSeatAct(ActForm):
    """An act about a seat that shows credentials."""

    seat = forms.ChoiceField(label=_("Seat"))

    def fit(self) -> None:
        accredited = (seat.code for seat in self.meeting.seats if seat.status != "secretariat")
        offer(self, "seat", self.seats(accredited))


class ExamineCredentials(AccreditedSeatAct):
    act = "examine_credentials"
    finding = forms.ChoiceField(label=_("Finding"), choices=list(FINDING.items()), widget=forms.RadioSelect)
    reason = TextField(
        label=_("Reason"),
        lines=True,
        max_length=REASON,
        required=False,
        help_text=_("Needed when they are not in order. It stands in the record of the meeting."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("finding") == "not_in_order" and "reason" in cleaned and not cleaned["reason"].strip():
            self.add_error("reason", ValidationError(_("Say why they are not in order."), code="required"))
        return cleaned


class AdmitProvisionally(AccreditedSeatAct):
    act = "admit_provisionally"


FORMS: Final[tuple[type[ActForm], ...]] = (AnnounceDelegation, ExamineCredentials, AdmitProvisionally)
