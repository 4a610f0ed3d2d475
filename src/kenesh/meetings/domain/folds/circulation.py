"""Papers as they went out."""

from dataclasses import replace
from datetime import datetime

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.folds.anew import anew
from kenesh.meetings.domain.state import Circulated, Meeting, Paper


def apply(meeting: Meeting, event: e.CirculationEvent, *, at: datetime) -> Meeting:
    """Return the meeting after a paper went out; papers stand in the order of their numbers."""
    known = next((paper for paper in meeting.papers if paper.number == event.paper), None)
    paper = known or Paper(number=event.paper, symbol=event.symbol, item=event.item, circulated=())
    file = Circulated(
        language=event.language,
        revision=event.revision,
        digest=event.digest,
        size=event.size,
        media_type=event.media_type,
        circulation=event.circulation,
        embargo_until=event.embargo_until,
        at=at,
    )
    paper = replace(paper, symbol=event.symbol, item=event.item, circulated=(*paper.circulated, file))
    others = (other for other in meeting.papers if other.number != event.paper)
    return anew(meeting, papers=tuple(sorted((*others, paper), key=lambda one: one.number)))
