"""Reads of a meeting: its state at the head of its journal, folded once and kept in this process."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Max, Q
from django.dispatch import Signal
from pydantic import TypeAdapter

from kenesh.core import chain, journal, outbox, signing
from kenesh.council import queries as council_queries
from kenesh.meetings import codec
from kenesh.meetings.domain.journal import apply
from kenesh.meetings.domain.state import Meeting, Seat
from kenesh.meetings.models import Connection, Paper, PaperIssue
from kenesh.meetings.models import Meeting as MeetingRow

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from kenesh.council.access import Council
    from kenesh.meetings.domain.events import Event
    from kenesh.meetings.domain.profile import Texts

KEPT: Final = 64  # meetings whose state this process remembers

# A later room answers with titles of agenda items: what a body left open. Asked with council, body and languages.
carrying_over: Final = Signal()

_kept: Final[OrderedDict[uuid.UUID, Head]] = OrderedDict()
_guard: Final = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A meeting's state and the line it stands on."""

    seq: int
    hash: str
    meeting: Meeting


def head(*, journal_id: uuid.UUID) -> Head:
    """Return the meeting as of the last line of its journal."""
    seq, digest = journal.head(journal_id=journal_id)
    return head_at(journal_id=journal_id, seq=seq, digest=digest)


def head_at(*, journal_id: uuid.UUID, seq: int, digest: str) -> Head:
    """Return the meeting as of a line known to be the last, reading only the lines this process has not folded yet."""
    known = _kept.get(journal_id)
    if known and known.seq == seq and known.hash == digest:
        return known
    return keep(journal_id=journal_id, head=_folded(journal_id, known))


def keep(*, journal_id: uuid.UUID, head: Head) -> Head:
    """Remember a state that is committed; the meeting longest untouched is forgotten."""
    with _guard:
        known = _kept.get(journal_id)
        if known is None or known.seq <= head.seq or known.hash == head.hash:
            _kept[journal_id] = head
            _kept.move_to_end(journal_id)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return head


def after(*, meeting: Meeting | None, lines: Iterable[chain.Line]) -> Meeting | None:
    """Fold lines onto a state; signatures are the chain's own and change nothing."""
    for line in lines:
        if line.kind != signing.SIGNED:
            event = codec.decode(line.kind, line.version, line.payload)
            meeting = apply(meeting, event, at=chain.moment(line.at), by=line.by)
    return meeting


def events(*, lines: Iterable[chain.Line]) -> tuple[tuple[chain.Line, Event], ...]:
    """Return lines with their events, without the chain's signatures."""
    told = (line for line in lines if line.kind != signing.SIGNED)
    return tuple((line, codec.decode(line.kind, line.version, line.payload)) for line in told)


def meeting_of(*, journal_id: uuid.UUID) -> MeetingRow:
    """Return the meeting whose journal this is."""
    return MeetingRow.objects.select_related("council").get(journal_id=journal_id)


def papers_told(*, meeting: MeetingRow) -> tuple[dict[str, Any], ...]:
    """Return what is kept of the papers that went out, beside the record: what another site needs to show them."""
    issues: dict[int, list[dict[str, Any]]] = {}
    gone = PaperIssue.objects.filter(paper__meeting=meeting).exclude(circulation="")
    for one in gone.order_by("paper__number", "language", "revision").values():
        told = {name: _as_kept(value) for name, value in one.items() if name not in {"id", "paper_id"}}
        issues.setdefault(one["paper_id"], []).append(told)
    papers = Paper.objects.filter(pk__in=issues).order_by("number").values()
    return tuple(
        {name: value for name, value in paper.items() if name not in {"id", "meeting_id"}}
        | {"issues": issues[paper["id"]]}
        for paper in papers
    )


def items_carried_over(*, council: Council, body: str, languages: Sequence[str]) -> tuple[Texts, ...]:
    """Return the agenda items that stand on a body's next provisional agenda by themselves."""
    asked = {"council": council, "body": body, "languages": languages}
    answers: list[tuple[Any, Any]] = carrying_over.send(sender=MeetingRow, **asked)
    return tuple(titles for _receiver, items in answers for titles in items)


def meetings_of_body(*, council: Council, body: str) -> QuerySet[MeetingRow]:
    """Return the meetings of a body, the latest first."""
    return MeetingRow.objects.filter(council=council, body=body)


def letters_of(*, meeting: MeetingRow) -> Mapping[str, int]:
    """Return how many letters that call seats to a meeting stand at each stage."""
    return outbox.stages(key_begins=letters_key(meeting=meeting))


def seats_nobody_speaks_for(*, meeting: MeetingRow, state: Meeting) -> tuple[Seat, ...]:
    """Return the seats invited for which there is nobody to write to."""
    codes = [seat.code for seat in state.seats]
    reached = {one.seat for one in council_queries.correspondents(council=meeting.council, seats=codes)}
    return tuple(seat for seat in state.seats if seat.code not in reached)


def letters_key(*, meeting: MeetingRow) -> str:
    """Return what the key of every letter that calls seats to a meeting begins with."""
    return f"meeting:{meeting.journal_id}:"


def streams_seen() -> Mapping[int, Mapping[str, datetime]]:
    """Return for each meeting, and each seat with streams into its room, when one was last seen open."""
    found: dict[int, dict[str, datetime]] = {}
    rows = Connection.objects.values_list("meeting_id", "seat").annotate(last=Max("seen_at"))
    for meeting, seat, last in rows:
        found.setdefault(meeting, {})[seat] = last
    return found


def meetings_alive(*, ids: Collection[int]) -> tuple[MeetingRow, ...]:
    """Return the meetings in session, and of these others the ones not over, each with its journal."""
    in_session = Q(phase__in=(MeetingRow.Phase.OPEN, MeetingRow.Phase.SUSPENDED))
    alive = MeetingRow.objects.filter(in_session | Q(pk__in=ids)).exclude(phase__in=MeetingRow.OVER)
    return tuple(alive.select_related("journal").defer("title"))


@cache
def shape() -> str:
    """Name the form in which this release keeps a state: another release's snapshots are not read, but folded anew."""
    schema = TypeAdapter(Meeting).json_schema()
    return hashlib.sha256(chain.canonical(schema)).hexdigest()


def _as_kept(value: Any) -> Any:
    return chain.stamp(value) if isinstance(value, datetime) else value


def _folded(journal_id: uuid.UUID, known: Head | None) -> Head:
    start = known if known and _still_stands(journal_id, known) else _from_snapshot(journal_id)
    lines = tuple(journal.lines(journal_id=journal_id, after=start.seq if start else 0))
    meeting = after(meeting=start.meeting if start else None, lines=lines)
    if meeting is None:
        raise LookupError(f"journal {journal_id} holds no meeting")
    last = lines[-1] if lines else None
    if last:
        return Head(seq=last.seq, hash=last.hash, meeting=meeting)
    return Head(seq=start.seq if start else 0, hash=start.hash if start else chain.GENESIS, meeting=meeting)


def _still_stands(journal_id: uuid.UUID, known: Head) -> bool:
    """Ask whether the line a kept state stands on is still that line: a rolled-back one is not."""
    return _hash_of(journal_id, known.seq) == known.hash


def _hash_of(journal_id: uuid.UUID, seq: int) -> str | None:
    line = next(journal.lines(journal_id=journal_id, after=seq - 1, limit=1), None)
    return line.hash if line else None


def _from_snapshot(journal_id: uuid.UUID) -> Head | None:
    found = journal.snapshot(journal_id=journal_id, shape=shape())
    if found is None:
        return None
    seq, state = found
    return Head(seq=seq, hash=_hash_of(journal_id, seq) or "", meeting=codec.decode_state(state))
