"""Every act's form by the act's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kenesh.meetings.forms import calling, credentials, papers, questions, session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kenesh.meetings.forms.base import ActForm

FORMS: Final[Mapping[str, type[ActForm]]] = {
    form.act: form for form in (*calling.FORMS, *session.FORMS, *credentials.FORMS, *papers.FORMS, *questions.FORMS)
}
