"""Drafts of the documents, each in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy, override

from kenesh.publications.domain.blocks import read, written
from kenesh.publications.wording.communique import communique
from kenesh.publications.wording.record import summary_record
from kenesh.publications.wording.voice import Voice

if TYPE_CHECKING:
    from kenesh.publications.domain.account import Account
    from kenesh.publications.domain.blocks import Block
    from kenesh.publications.domain.versions import Kind

KIND: Final = {
    "summary-record": gettext_lazy("Summary record"),
    "communique": gettext_lazy("Communique"),
}
STATE: Final = {
    "drafted": gettext_lazy("Drafted"),
    "edited": gettext_lazy("Edited"),
    "checked": gettext_lazy("Checked"),
    "released": gettext_lazy("Released"),
}
NOTE: Final = {
    "drafted": gettext_lazy("Draft, not released"),
    "edited": gettext_lazy("Draft, not released"),
    "checked": gettext_lazy("Provisional, subject to correction"),
    "released": "",
}
STEP: Final = {
    "check": gettext_lazy("Mark as checked"),
    "release": gettext_lazy("Release to the public"),
}
ANSWER: Final = {
    "waiting": gettext_lazy("Waiting for an answer"),
    "accepted": gettext_lazy("Accepted"),
    "declined": gettext_lazy("Declined"),
}
WRITERS: Final = {"summary-record": summary_record, "communique": communique}


def drafted(*, account: Account, kind: Kind, language: str) -> tuple[Block, ...]:
    """Return the draft of a document in a language, as it reads after having been written down."""
    with override(language):
        return read(written(WRITERS[kind](Voice(account=account, language=language))))
