"""Keep the register as meetings adopt: inside the transaction of the act that did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.text import slugify

from kenesh.core import chain
from kenesh.council import actions as council_actions
from kenesh.decisions.models import Decision
from kenesh.meetings import queries as meeting_queries
from kenesh.meetings.domain.events import BodyEstablished, DecisionAdopted, MeetingClosed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

FOLLOWED: Final = frozenset({kind.__name__ for kind in (DecisionAdopted, BodyEstablished, MeetingClosed)})


def follow_journal(*, journal_id: UUID, lines: Sequence[chain.Line]) -> None:
    """Register the decisions adopted in these lines and their bodies; both are public once the meeting ends."""
    followed = [line for line in lines if line.kind in FOLLOWED]  # every act comes by here, and few adopt anything
    for line, event in meeting_queries.events(lines=followed):
        if isinstance(event, DecisionAdopted):
            register_decision(journal_id=journal_id, adopted=event, at=line.at)
        elif isinstance(event, BodyEstablished):
            establish_body(journal_id=journal_id, established=event)
        elif isinstance(event, MeetingClosed):
            publish(journal_id=journal_id)


def register_decision(*, journal_id: UUID, adopted: DecisionAdopted, at: str) -> Decision:
    """Enter a decision."""
    meeting = meeting_queries.meeting_of(journal_id=journal_id)
    return Decision.objects.create(
        council=meeting.council,
        meeting=meeting,
        number=adopted.decision,
        symbol=adopted.symbol,
        slug=slugify(adopted.symbol.replace("/", "-").replace(".", "-")),
        titles={language: version.title for language, version in adopted.versions.items()},
        adopted_at=chain.moment(at),
    )


def establish_body(*, journal_id: UUID, established: BodyEstablished) -> None:
    """Let the body a decision establishes stand in the council."""
    decision = Decision.objects.select_related("council").get(
        meeting__journal_id=journal_id, number=established.decision
    )
    name = established.names.get("en") or next(iter(established.names.values()))
    body = council_actions.establish_body(
        council=decision.council,
        slug=slugify(name)[:60] or "body",
        names=established.names,
        mandate=established.mandates,
        seats=established.members,
        convenor=established.convenor,
        established_by=decision.symbol,
        established_on=decision.adopted_at.date(),
        is_public=False,
    )
    decision.body = body.slug
    decision.save(update_fields=["body"])


def publish(*, journal_id: UUID) -> None:
    """Let the bodies that a meeting established be seen by all, as its decisions are from now on."""
    meeting = meeting_queries.meeting_of(journal_id=journal_id)
    symbols = Decision.objects.filter(meeting=meeting).values_list("symbol", flat=True)
    council_actions.publish_bodies(council=meeting.council, established_by=list(symbols))
