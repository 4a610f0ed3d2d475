"""The decisions room, as Django sees it: it listens to what meetings write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kenesh.core import chain


class DecisionsConfig(AppConfig):
    """The app."""

    name = "kenesh.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the journals."""
        from kenesh.core import journal
        from kenesh.decisions import tasks  # noqa: F401 -- it registers what goes on while the site is served
        from kenesh.meetings import queries

        journal.appended.connect(_follow, dispatch_uid="decisions")
        queries.carrying_over.connect(_carry_over, dispatch_uid="decisions")


def _follow(*, journal: Any, lines: Sequence[chain.Line], **_: object) -> None:
    from kenesh.decisions import actions

    actions.follow_journal(journal_id=journal.pk, lines=lines)


def _carry_over(*, council: Any, body: str, languages: Sequence[str], **_: object) -> list[Mapping[str, str]]:
    """Put what a body left open on its next provisional agenda."""
    from kenesh.decisions import wording
    from kenesh.decisions.queries import follow_up

    symbols = follow_up.open_symbols(council=council, body=body)
    return [wording.follow_up_item(symbols=symbols, languages=languages)] if symbols else []
