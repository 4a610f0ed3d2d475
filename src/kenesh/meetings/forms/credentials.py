"""Acts of a delegation and its credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from kenesh.core.uploads import UploadRefused, accepted, checked, extensions
from kenesh.meetings.domain.events import Delegate
from kenesh.meetings.domain.rules.credentials import MOST
from kenesh.meetings.forms.base import ActForm, fit_languages, language_field
from kenesh.meetings.forms.fields import REASON, SHORT, TextField, offer
from kenesh.meetings.wording import FINDING, RANK

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict

    from kenesh.core.uploads import Upload
    from kenesh.meetings.domain.state import Delegation, Meeting


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
    heads_only: ClassVar[bool] = True
    seat = forms.ChoiceField(label=_("Seat"), required=False)
    language = language_field()
    head = TextField(label=_("Head of delegation"), help_text=_("The office held, for example: Head of the Service."))
    alternates = Offices(label=_("Alternates"), help_text=_("Offices, one a line, in their order."))
    advisers = Offices(label=_("Advisers"), help_text=_("Offices, one a line."))
    deputy = forms.BooleanField(label=_("The first alternate holds the seat at this meeting"), required=False)

    def fit(self) -> None:
        fit_languages(self)
        offer(self, "seat", self.seats(seat.code for seat in self.meeting.seats), self.acting)

    def go_on_from(self, announced: Delegation) -> None:
        """Show what was announced, to be changed."""
        by_rank = {
            rank: "\n".join(member.office for member in announced.members if member.rank == rank) for rank in RANK
        }
        self.initial = {
            "language": announced.language,
            "head": by_rank["head"],
            "alternates": by_rank["alternate"],
            "advisers": by_rank["adviser"],
            "deputy": announced.deputy is not None,
        }

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


class ReceiveCredentials(AccreditedSeatAct):
    """Full powers, checked before they are kept; what is wrong with a file is said with what is accepted."""

    act = "receive_credentials"
    file = forms.FileField(label=_("Full powers"), allow_empty_file=True, widget=forms.FileInput)
    upload: Upload
    content: bytes

    def fit(self) -> None:
        super().fit()
        self.fields["file"].widget.attrs["accept"] = extensions()
        self.fields["file"].help_text = accepted()

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        self.content = file.read(settings.UPLOAD_MAX + 1)
        try:
            self.upload = checked(name=file.name or "", content=self.content)
        except UploadRefused as refused:
            raise ValidationError(str(refused), code="refused") from None
        return file

    def values(self) -> dict[str, Any]:
        kept = {"digest": self.upload.digest, "size": self.upload.size, "media_type": self.upload.media_type}
        return {"seat": self.cleaned_data["seat"], **kept}


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


def form_of_seat(
    kind: type[ActForm],
    *,
    meeting: Meeting,
    seat: str,
    code: str,
    data: QueryDict | None = None,
    files: MultiValueDict[str, UploadedFile[Any]] | None = None,
) -> ActForm:
    """Return the form of an act about the seat ``code``, whatever seat was sent."""
    sent = None
    if data is not None:
        sent = data.copy()
        sent["seat"] = code
    form = kind(sent, meeting=meeting, seat=seat)
    form.files = files or MultiValueDict()
    form.fields["seat"].widget = forms.HiddenInput()
    form.fields["seat"].initial = code
    found = meeting.find_seat(code)
    if isinstance(form, AnnounceDelegation) and found and found.delegation:
        form.go_on_from(found.delegation)
    return form


FORMS: Final[tuple[type[ActForm], ...]] = (AnnounceDelegation, ExamineCredentials, AdmitProvisionally)
