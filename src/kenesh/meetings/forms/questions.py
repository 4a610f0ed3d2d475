"""Acts around a question."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kenesh.meetings.domain.events import Subject
from kenesh.meetings.domain.rules.questions import methods_for
from kenesh.meetings.forms.base import ActForm, number
from kenesh.meetings.forms.fields import REASON, LocalMoment, TextField, in_zone, offer
from kenesh.meetings.wording import METHOD, POSITION

SUBJECTS = ("agenda", "proposal", "amendment", "ruling")


class PutQuestion(ActForm):
    act = "put_question"
    subject_kind = forms.ChoiceField(
        label=_("Subject"), choices=[(kind, kind) for kind in SUBJECTS], widget=forms.HiddenInput()
    )
    subject_number = number(_("Number"), required=False)
    method = forms.ChoiceField(label=_("Method"), choices=list(METHOD.items()))
    deadline = LocalMoment(label=_("Deadline of the silence"), required=False)
    time_zone = forms.CharField(label=_("Time zone"), max_length=64, required=False)

    def fit(self) -> None:
        seat = self.meeting.find_seat(self.acting)
        self.fields["time_zone"].initial = seat.time_zone if seat else "UTC"

    def offer(self, *, kind: Any, subject: int) -> PutQuestion:
        """Return the form for one subject, with the methods the rules allow for it."""
        methods = methods_for(self.meeting, kind=kind)
        offer(self, "method", [(method, METHOD[method]) for method in methods])
        self.initial = {"subject_kind": kind, "subject_number": subject}
        self.auto_id = f"{self.act}-{kind}-{subject}-%s"
        if "silence" not in methods:
            del self.fields["deadline"], self.fields["time_zone"]
        return self

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("deadline"):
            seat = self.meeting.find_seat(self.acting)
            zone = cleaned.get("time_zone") or (seat.time_zone if seat else "UTC")
            if zone not in available_timezones():
                raise ValidationError({"time_zone": _("This is no time zone, such as Asia/Baku.")})
            try:
                cleaned["deadline"] = in_zone(cleaned["deadline"], zone)
            except ValidationError as clock:
                raise ValidationError({"deadline": clock.messages}) from clock
        return cleaned

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        subject = Subject(kind=given["subject_kind"], number=given["subject_number"] or 0)
        return {"subject": subject, "method": given["method"], "deadline": given["deadline"] or None}


class AboutQuestion(ActForm):
    """An act about one question."""

    question = number(_("Question"))


class WithdrawQuestion(AboutQuestion):
    act = "withdraw_question"


class CloseQuestion(AboutQuestion):
    act = "close_question"


class CallSeat(AboutQuestion):
    act = "call_seat"


class RaiseObjection(AboutQuestion):
    act = "raise_objection"
    reason = TextField(label=_("Reason"), lines=True, max_length=REASON, required=False)


class WithdrawObjection(AboutQuestion):
    act = "withdraw_objection"


class TakePosition(AboutQuestion):
    act = "take_position"
    position = forms.ChoiceField(label=_("Position"), choices=list(POSITION.items()))


class BreakSilence(AboutQuestion):
    act = "break_silence"
    reason = TextField(label=_("Objection"), lines=True, max_length=REASON)


FORMS: tuple[type[ActForm], ...] = (
    PutQuestion,
    WithdrawQuestion,
    CloseQuestion,
    CallSeat,
    RaiseObjection,
    WithdrawObjection,
    TakePosition,
    BreakSilence,
)
