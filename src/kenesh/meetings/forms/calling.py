"""Acts around the call to a meeting: another time, or none."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kenesh.meetings.forms.base import ActForm
from kenesh.meetings.forms.fields import REASON, LocalMoment, TextField, in_zone


class MoveMeeting(ActForm):
    act = "move_meeting"
    starts_at = LocalMoment(label=_("New start"))
    time_zone = forms.CharField(label=_("Time zone of the start"), max_length=64)
    reason = TextField(
        label=_("Reason"), max_length=REASON, help_text=_("It joins the record, and stands in the letters.")
    )

    def fit(self) -> None:
        seat = self.meeting.find_seat(self.acting)
        zone = seat.time_zone if seat else "UTC"
        self.fields["time_zone"].initial = zone
        self.fields["starts_at"].initial = self.meeting.starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("time_zone") and cleaned["time_zone"] not in available_timezones():
            self.add_error("time_zone", _("This is no time zone, such as Asia/Baku."))
        elif cleaned.get("starts_at") and cleaned.get("time_zone"):
            try:
                cleaned["starts_at"] = in_zone(cleaned["starts_at"], cleaned["time_zone"])
            except ValidationError as clock:
                self.add_error("starts_at", clock)
        return cleaned

    def values(self) -> dict[str, Any]:
        return {"starts_at": self.cleaned_data["starts_at"], "reason": self.cleaned_data["reason"]}


class CancelMeeting(ActForm):
    act = "cancel_meeting"
    reason = TextField(
        label=_("Reason"), max_length=REASON, help_text=_("It joins the record, and stands in the letters.")
    )


FORMS: tuple[type[ActForm], ...] = (MoveMeeting, CancelMeeting)
