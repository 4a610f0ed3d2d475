"""Acts that bring a text: statements, exhibits, proposals, amendments, explanations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kenesh.meetings.domain.events import Establishment, Version
from kenesh.meetings.forms.base import ActForm, fit_languages, language_field, long_text, number
from kenesh.meetings.forms.fields import REASON, SHORT, Paragraphs, TextField, offer
from kenesh.meetings.wording import CHANGE, EXHIBIT


class InALanguage(ActForm):
    """An act whose text is in one language."""

    language = language_field()

    def fit(self) -> None:
        fit_languages(self)


class HandInStatement(InALanguage):
    act = "hand_in_statement"
    text = long_text(_("Text or summary"))
    summary = forms.BooleanField(label=_("This is a summary"), required=False)


class CaptionSpeech(InALanguage):
    act = "caption_speech"
    text = TextField(label=_("Words just spoken"), max_length=SHORT)


class ShowExhibit(ActForm):
    act = "show_exhibit"
    kind = forms.ChoiceField(label=_("What is shown"), choices=list(EXHIBIT.items()))
    title = TextField(
        label=_("Title"), required=False, help_text=_("A paper of this meeting needs none: it is shown by its symbol.")
    )
    reference = TextField(label=_("Symbol or reference"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_paper = cleaned.get("kind") == "paper" and self.meeting.find_paper(cleaned.get("reference", "")) is not None
        if not is_paper and "title" in cleaned and not cleaned["title"].strip():
            self.add_error("title", ValidationError(_("Say what is shown."), code="required"))
        return cleaned


class WithdrawExhibit(ActForm):
    act = "withdraw_exhibit"


class ProposalText(InALanguage):
    """The text of a proposal in one language."""

    title = TextField(label=_("Title"))
    paragraphs = Paragraphs(label=_("Operative paragraphs"), help_text=_("Leave an empty line between paragraphs."))
    body_name = TextField(label=_("Name of the body"), required=False)
    body_mandate = TextField(label=_("Mandate of the body"), lines=True, max_length=REASON, required=False)

    def version(self) -> Version:
        """Return the text as a version of the proposal."""
        given = self.cleaned_data
        return Version(
            title=given["title"],
            paragraphs=given["paragraphs"],
            body_name=given["body_name"],
            body_mandate=given["body_mandate"],
        )


class TableProposal(ProposalText):
    act = "table_proposal"
    establishes = forms.BooleanField(label=_("This decision establishes a body"), required=False)
    members = forms.MultipleChoiceField(
        label=_("Its members"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all participating States."),
    )
    convenor = forms.ChoiceField(label=_("Convenor"), required=False)
    first_meeting_by = forms.DateField(
        label=_("First meeting by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def fit(self) -> None:
        super().fit()
        states = self.seats(seat.code for seat in self.meeting.seats if seat.kind == "state")
        offer(self, "members", states)
        every = self.seats(seat.code for seat in self.meeting.seats)
        offer(self, "convenor", [("", _("The seat that presides")), *every])

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        establishes = Establishment(
            members=tuple(given["members"]),
            convenor=given["convenor"] or self.meeting.presiding,
            first_meeting_by=given["first_meeting_by"],
        )
        return {
            "language": given["language"],
            "version": self.version(),
            "establishes": establishes if given["establishes"] else None,
        }


class TranslateProposal(ProposalText):
    act = "translate_proposal"
    proposal = number(_("Proposal"))
    final = forms.BooleanField(label=_("This version is final"), required=False)

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        kept = {name: given[name] for name in ("proposal", "language", "final")}
        return {**kept, "version": self.version()}


class SponsorProposal(ActForm):
    act = "sponsor_proposal"
    proposal = number(_("Proposal"))


class WithdrawProposal(SponsorProposal):
    act = "withdraw_proposal"


class TableAmendment(ActForm):
    act = "table_amendment"
    proposal = number(_("Proposal"))
    change = forms.ChoiceField(label=_("What the amendment does"), choices=list(CHANGE.items()))
    paragraph = number(_("Paragraph"), widget=forms.NumberInput(), initial=1)
    text = TextField(
        label=_("New text"), lines=True, max_length=REASON, required=False, help_text=_("Empty when it deletes.")
    )


class AcceptAmendment(ActForm):
    act = "accept_amendment"
    amendment = number(_("Amendment"))


class WithdrawAmendment(AcceptAmendment):
    act = "withdraw_amendment"


class ExplainPosition(InALanguage):
    act = "explain_position"
    question = number(_("Question"))
    text = long_text(_("Explanation of position"))


class AttachInterpretation(InALanguage):
    act = "attach_interpretation"
    decision = number(_("Decision"))
    text = long_text(_("Interpretative statement"))


FORMS: tuple[type[ActForm], ...] = (
    HandInStatement,
    CaptionSpeech,
    ShowExhibit,
    WithdrawExhibit,
    TableProposal,
    TranslateProposal,
    SponsorProposal,
    WithdrawProposal,
    TableAmendment,
    AcceptAmendment,
    WithdrawAmendment,
    ExplainPosition,
    AttachInterpretation,
)
