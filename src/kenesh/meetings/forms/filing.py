"""What the Secretariat types and hands in about papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kenesh.core import files
from kenesh.core.domain.text import pick
from kenesh.core.tongues import name_of, names_of
from kenesh.core.uploads import Upload, UploadRefused, accepted, checked, extensions
from kenesh.meetings.domain.rules.circulation import symbol_of
from kenesh.meetings.forms.fields import LocalMoment, TextField, in_zone, offer
from kenesh.meetings.wording import CIRCULATION, reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.core.files.uploadedfile import UploadedFile

    from kenesh.meetings.domain.state import Meeting
    from kenesh.meetings.models import Paper

HELD = "kenesh.papers.held"  # the salt of what a form carries of a file that is kept already
HELD_FOR = 24 * 60 * 60


def tongues(meeting: Meeting) -> list[tuple[str, str]]:
    """Return the languages of a meeting and of the site, each by its own name."""
    return list(names_of([*meeting.languages, *dict(settings.LANGUAGES)]).items())


class FileField(forms.FileField):
    """A file that was checked by what it holds; ``upload`` and ``content`` are what became of it."""

    upload: Upload
    content: bytes

    def __init__(self, **options: Any) -> None:
        """Offer the accepted types, and say which they are."""
        super().__init__(allow_empty_file=True, widget=forms.FileInput, **options)
        self.help_text = accepted()
        self.widget.attrs["accept"] = extensions()

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse with what is wrong and what is accepted."""
        file: UploadedFile[Any] | None = super().clean(data, initial)
        if file is None:
            return None
        self.content = file.read(settings.UPLOAD_MAX + 1)
        try:
            return checked(name=file.name or "", content=self.content)
        except UploadRefused as refused:
            raise ValidationError(str(refused), code="refused") from None


class Titles(forms.Form):
    """A paper's title in each language of the meeting; one is needed."""

    required_css_class = "required"

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        """Have a field for each language."""
        super().__init__(*args, **options)
        self.meeting = meeting
        for code in meeting.languages:
            field = TextField(label=_("Title (%(language)s)") % {"language": name_of(code)}, required=False)
            field.widget.attrs["lang"] = code
            self.fields[f"title_{code}"] = field

    def titles(self) -> dict[str, str]:
        given = ((code, self.cleaned_data.get(f"title_{code}", "")) for code in self.meeting.languages)
        return {code: title for code, title in given if title}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.titles() and not self.errors:
            self.add_error(f"title_{self.meeting.languages[0]}", _("A paper has a title in one language at least."))
        return cleaned


class NameForm(Titles):
    """What a paper is called, as of the edition that was read."""

    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput())


class AddForm(Titles):
    """A new paper, with its original."""

    last = forms.CharField(label=_("Symbol"), max_length=30)
    original = forms.ChoiceField(label=_("Original language"))
    item = forms.TypedChoiceField(label=_("Agenda item"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, suggested: str, **options: Any) -> None:
        """Offer the meeting's languages and items, and the next symbol."""
        super().__init__(*args, **options)
        self.fields["last"].initial = suggested
        self.fields["last"].help_text = _("After %(symbol)s/, for example WP.1 or INF.2.") % {
            "symbol": self.meeting.symbol
        }
        offer(self, "original", tongues(self.meeting), self.meeting.languages[0])
        offer(self, "item", items(self.meeting))
        self.fields["file"] = FileField(label=_("File"))

    def clean_last(self) -> str:
        last: str = self.cleaned_data["last"].strip().upper()
        if symbol_of(self.meeting.symbol, last) is None:
            raise ValidationError(_("A symbol is like WP.1; P.1 and DEC.1 are those of proposals and decisions."))
        return last


class IssueForm(forms.Form):
    """A revision in a language; ``base`` is the one it replaces, ``follows`` the original's it renders."""

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput())
    follows = forms.IntegerField(min_value=0, widget=forms.HiddenInput())
    held = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, paper: Paper, language: str, **options: Any) -> None:
        """Take a file, or one that came before and was held back."""
        super().__init__(*args, **options)
        self.auto_id = f"issue-{language}-%s"
        self.about = f"{paper.pk}/{language}"
        self.fields["file"] = FileField(label=_("File"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("file") and "file" not in self.errors:
            cleaned["file"] = self._held(cleaned.get("held", ""))
        return cleaned

    def hold(self, upload: Upload) -> str:
        """Return what a form carries of a file that is kept, so that nobody has to choose it again."""
        values = {"about": self.about, "name": upload.name, "media_type": upload.media_type, "digest": upload.digest}
        return signing.dumps(values, salt=HELD, compress=True)

    def _held(self, token: str) -> Upload | None:
        try:
            held = signing.loads(token, salt=HELD, max_age=HELD_FOR)
            content = files.content(digest=held["digest"])
            if held["about"] == self.about:
                return checked(name=held["name"], content=content)
        except (signing.BadSignature, files.FileUnreadable, UploadRefused):
            pass
        self.add_error("file", ValidationError(_("Choose a file."), code="required"))
        return None


class RevisionForm(forms.Form):
    """A revision in a language, as it was read."""

    revision = forms.IntegerField(min_value=1)


class CirculateForm(forms.Form):
    """To whom a paper goes, in which languages, and from when they may read it."""

    circulation = forms.ChoiceField(
        label=_("Circulated to"), choices=list(CIRCULATION.items()), widget=forms.RadioSelect, initial="all"
    )
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    item = forms.TypedChoiceField(label=_("Agenda item"), required=False, coerce=int, empty_value=None)
    embargo_until = LocalMoment(
        label=_("Embargo until"), required=False, help_text=_("Before that moment only the Secretariat reads it.")
    )
    time_zone = forms.CharField(label=_("Time zone of the embargo"), max_length=64, required=False)

    def __init__(self, *args: Any, meeting: Meeting, languages: Sequence[str], zone: str, **options: Any) -> None:
        """Offer the languages there is something in."""
        super().__init__(*args, **options)
        self.auto_id = "circulate-%s"
        names = dict(tongues(meeting))
        offer(self, "languages", [(code, names.get(code, code)) for code in languages], list(languages))
        offer(self, "item", items(meeting))
        self.fields["time_zone"].initial = zone

    def go_on_from(self, values: Mapping[str, Any]) -> None:
        """Show the terms on which it went out last."""
        zone = ZoneInfo(str(self.fields["time_zone"].initial))
        until = values.get("embargo_until")
        self.initial = {**values, "embargo_until": until.astimezone(zone).replace(tzinfo=None) if until else None}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        zone = cleaned.get("time_zone") or str(self.fields["time_zone"].initial)
        if zone not in available_timezones():
            self.add_error("time_zone", _("This is no time zone, such as Asia/Baku."))
        elif cleaned.get("embargo_until"):
            try:
                cleaned["embargo_until"] = in_zone(cleaned["embargo_until"], zone)
            except ValidationError as clock:
                self.add_error("embargo_until", clock)
        return cleaned


def items(meeting: Meeting) -> list[tuple[Any, Any]]:
    """Return the agenda's items as a choice; a paper need not belong to one."""
    named = [(one.number, f"{one.number}. {pick(one.titles, reading())}") for one in meeting.agenda]
    return [("", _("None of them")), *named]
