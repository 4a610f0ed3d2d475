"""The decisions room, as Django sees it: it listens to what meetings write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kenesh.core import chain


class DecisionsConfig(AppConfig):
    """The app."""

    name = "kenesh.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the journals."""
        from kenesh.core import journal

        journal.appended.connect(_follow, dispatch_uid="decisions")


def _follow(*, journal: Any, lines: Sequence[chain.Line], **_: object) -> None:
    from kenesh.decisions import actions

    actions.follow_journal(journal_id=journal.pk, lines=lines)
