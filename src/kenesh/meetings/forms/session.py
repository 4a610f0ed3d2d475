"""Acts of the session, the agenda and the floor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kenesh.meetings.forms.base import ActForm, NothingMore, fit_languages, language_field, number
from kenesh.meetings.forms.fields import REASON, TextField, offer
from kenesh.meetings.wording import KIND


class OpenMeeting(NothingMore):
    act = "open_meeting"


class SuspendMeeting(ActForm):
    act = "suspend_meeting"
    reason = TextField(label=_("Reason"), max_length=REASON, required=False)


class ResumeMeeting(NothingMore):
    act = "resume_meeting"


class CloseMeeting(NothingMore):
    act = "close_meeting"


class HandOverChair(ActForm):
    act = "hand_over_chair"
    to = forms.ChoiceField(label=_("Hand the chair to"))

    def fit(self) -> None:
        members = (seat.code for seat in self.meeting.seats if seat.code != self.meeting.presiding)
        offer(self, "to", self.seats(members))


class SeatAct(ActForm):
    """An act about a seat."""

    seat = forms.ChoiceField(label=_("Seat"))

    def fit(self) -> None:
        offer(self, "seat", self.seats(seat.code for seat in self.meeting.seats))


class MarkPresent(SeatAct):
    act = "mark_present"


class MarkAbsent(SeatAct):
    act = "mark_absent"


class RemoveRequest(SeatAct):
    act = "remove_request"


class AddAgendaItem(ActForm):
    act = "add_agenda_item"
    title = TextField(label=_("Title of the item"))
    language = language_field()
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=1_440, initial=30)

    def fit(self) -> None:
        fit_languages(self)

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"titles": {given["language"]: given["title"]}, "minutes": given["minutes"]}


class ReorderAgenda(ActForm):
    act = "reorder_agenda"
    order = forms.CharField(label=_("Order of the items"), max_length=1_000, help_text=_("For example: 2, 1, 3"))

    def fit(self) -> None:
        self.fields["order"].initial = ", ".join(str(item.number) for item in self.meeting.agenda)

    def clean_order(self) -> tuple[int, ...]:
        parts = [part.strip() for part in self.cleaned_data["order"].split(",")]
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise ValidationError(_("Give the numbers of the items, parted by commas."))
        return tuple(int(part) for part in parts)


class OpenItem(ActForm):
    act = "open_item"
    item = number(_("Item"))


class CloseItem(ActForm):
    act = "close_item"
    item = number(_("Item"))


class RequestFloor(ActForm):
    act = "request_floor"
    kind = forms.ChoiceField(label=_("Kind of speech"), choices=list(KIND.items()), required=False)

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or "statement"


class WithdrawRequest(RequestFloor):
    act = "withdraw_request"


class GiveFloor(ActForm):
    act = "give_floor"
    to = forms.ChoiceField(label=_("Give the floor to"), required=False)
    reason = TextField(
        label=_("Reason"),
        max_length=REASON,
        required=False,
        help_text=_("Needed when the seat is not next on the list."),
    )

    def fit(self) -> None:
        every = self.seats(seat.code for seat in self.meeting.seats)
        offer(self, "to", [("", _("The next on the list")), *every])


class YieldFloor(NothingMore):
    act = "yield_floor"


class TimeOutFloor(NothingMore):
    act = "time_out_floor"


class ExtendFloor(ActForm):
    act = "extend_floor"
    seconds = forms.IntegerField(label=_("Seconds more"), min_value=1, max_value=86_400, initial=120)


class CloseList(NothingMore):
    act = "close_list"


class ReopenList(NothingMore):
    act = "reopen_list"


class RuleOnPoint(ActForm):
    act = "rule_on_point"
    sustained = forms.BooleanField(label=_("The point of order is well taken"), required=False)
    text = TextField(label=_("Ruling"), lines=True, max_length=REASON)


class AppealRuling(NothingMore):
    act = "appeal_ruling"


class CallToOrder(SeatAct):
    act = "call_to_order"
    reason = TextField(label=_("Reason"), max_length=REASON)


FORMS: tuple[type[ActForm], ...] = (
    OpenMeeting,
    SuspendMeeting,
    ResumeMeeting,
    CloseMeeting,
    HandOverChair,
    MarkPresent,
    MarkAbsent,
    RemoveRequest,
    AddAgendaItem,
    ReorderAgenda,
    OpenItem,
    CloseItem,
    RequestFloor,
    WithdrawRequest,
    GiveFloor,
    YieldFloor,
    TimeOutFloor,
    ExtendFloor,
    CloseList,
    ReopenList,
    RuleOnPoint,
    AppealRuling,
    CallToOrder,
)
