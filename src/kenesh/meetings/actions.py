"""Writes of a meeting: one function, one transaction, one act in the journal."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Q

from kenesh.core import adopted, clock, files, journal, nudge, outbox
from kenesh.core.domain.text import gettext_noop
from kenesh.meetings import codec, invitations, queries
from kenesh.meetings.domain.acts import decide
from kenesh.meetings.domain.events import (
    MeetingCancelled,
    MeetingClosed,
    MeetingConvened,
    MeetingSuspended,
    PaperCirculated,
)
from kenesh.meetings.domain.journal import apply
from kenesh.meetings.domain.rules.guards import OutOfOrder
from kenesh.meetings.domain.state import MACHINE
from kenesh.meetings.models import Connection, InvitedSeat, Meeting, Paper, PaperIssue, slug_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from kenesh.core import chain
    from kenesh.core.journal import Held
    from kenesh.council.access import Council
    from kenesh.meetings.domain.events import Event
    from kenesh.meetings.domain.state import Meeting as State

SNAPSHOT_EVERY: Final = 1000  # lines: a restart then folds at most so many
SEEN_EVERY: Final = timedelta(seconds=5)  # how often a process vouches for the streams it holds
GRACE: Final = timedelta(seconds=15)  # how long a seat stays present after its last stream ended
UNCHANGED: Final = "unchanged"  # kept as the first result of an act that was in order and changed nothing


class SymbolTaken(Exception):
    """Another meeting of this council has the symbol."""

    title = gettext_noop("This symbol is taken")
    retry = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an act left in the journal; no lines where it changed nothing."""

    seq: int
    hash: str
    lines: tuple[chain.Line, ...]


def convene_meeting(
    *, council: Council, by: str, convened: MeetingConvened, open_to_public: bool, body: str = ""
) -> Meeting:
    """Call a meeting: its journal begins with all that is needed to read the rest. Refused: SymbolTaken."""
    slug = slug_of(convened.symbol)
    _refuse_taken(council, symbol=convened.symbol, slug=slug)
    with transaction.atomic():
        opened = journal.create(subject=convened.symbol)
        meeting = Meeting.objects.create(
            council=council,
            journal_id=opened.pk,
            symbol=convened.symbol,
            slug=slug,
            title=dict(convened.title),
            body=body,
            starts_at=convened.starts_at,
            open_to_public=open_to_public,
        )
        invited = council.seats.filter(code__in=[seat.code for seat in convened.seats])
        InvitedSeat.objects.bulk_create([InvitedSeat(meeting=meeting, seat=seat) for seat in invited])
        at = journal.instant(journal=opened)
        journal.append(journal=opened, entries=[codec.encode(convened)], at=at, by=by)
        _tell(meeting, apply(None, convened, at=at, by=by), at=at)
    return meeting


@transaction.atomic
def adopt_meeting(
    *,
    council: Council,
    lines: Sequence[chain.Line],
    public_key: bytes,
    state: State,
    open_to_public: bool,
    body: str,
    papers: Sequence[Mapping[str, Any]] = (),
) -> Meeting:
    """Keep a meeting that another site held, by the very lines of its record; ``state`` is what they fold to.

    ``papers`` is what `queries.papers_told` told of them there; their files are kept already.

    What follows: its decisions and bodies stand here as if they had been adopted here. Refused: SymbolTaken.
    """
    slug = slug_of(state.symbol)
    _refuse_taken(council, symbol=state.symbol, slug=slug)
    kept = adopted.adopt(subject=state.symbol, lines=lines, public_key=public_key)
    meeting = Meeting.objects.create(
        council=council,
        journal_id=kept.pk,
        symbol=state.symbol,
        slug=slug,
        title=dict(state.title),
        body=body,
        starts_at=state.starts_at,
        phase=state.phase,
        open_to_public=open_to_public,
    )
    invited = council.seats.filter(code__in=[seat.code for seat in state.seats])
    InvitedSeat.objects.bulk_create([InvitedSeat(meeting=meeting, seat=seat) for seat in invited])
    for told in papers:
        issues: Sequence[Mapping[str, Any]] = told["issues"]
        paper = Paper.objects.create(meeting=meeting, **{name: one for name, one in told.items() if name != "issues"})
        PaperIssue.objects.bulk_create(PaperIssue(paper=paper, **issue) for issue in issues)
    journal.appended.send(sender=journal.Journal, journal=kept, lines=tuple(lines))
    return meeting


def act(
    *,
    meeting: Meeting,
    by: str,
    act: str,
    fields: Mapping[str, Any],
    key: str = "",
    fingerprint: str = "",
) -> Done:
    """Do one act, or refuse it with the rule; the same key again gets the first result, whatever has happened since.

    Refused: ``OutOfOrder``, which leaves no line; ``journal.KeyReused`` for a key that came with another act.
    """
    with journal.locked_for(journal_id=meeting.journal_id, key=key, fingerprint=fingerprint) as (locked, first):
        if first is not None:
            result, after = _again(locked, first), None
        else:
            result, after = _record(meeting, locked, by=by, act=act, fields=fields, key=key, fingerprint=fingerprint)
    if after is not None:  # committed by now
        queries.keep(journal_id=meeting.journal_id, head=after)
        nudge.announce(topic=meeting.journal_id, seq=after.seq)
    if isinstance(result, OutOfOrder):
        raise result
    return result


def receive_credentials(*, meeting: Meeting, by: str, content: bytes, fields: Mapping[str, Any]) -> Done:
    """Take in full powers: the file is kept before the line that names it. Refused: ``OutOfOrder``; nothing is kept."""
    state = queries.head(journal_id=meeting.journal_id).meeting
    decide(state, act="receive_credentials", by=by, at=clock.now(), fields=fields)
    files.keep(content=content)
    return act(meeting=meeting, by=by, act="receive_credentials", fields=fields)


def act_of_the_room(*, meeting: Meeting, name: str, fields: Mapping[str, Any]) -> None:
    """Do what nobody does, presence and deadlines; where it is out of order by now, another process was first."""
    with suppress(OutOfOrder):
        act(meeting=meeting, by=MACHINE, act=name, fields=fields)


@transaction.atomic
def invite_newcomers(*, meeting: Meeting) -> int:
    """Write to those who speak for an invited seat and have had no letter of this calling; return how many there are.

    Nothing follows for a meeting that is over.
    """
    state = queries.head(journal_id=meeting.journal_id).meeting
    return 0 if state.over else _tell(meeting, state, at=clock.now(), about="invited")


def vouch(*, streams: Mapping[uuid.UUID, tuple[int, str]]) -> None:
    """Say that these streams of seats, each with its meeting's id, are open now; one statement for all of them."""
    now = clock.now()
    rows = [Connection(pk=key, meeting_id=meeting, seat=seat, seen_at=now) for key, (meeting, seat) in streams.items()]
    Connection.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=["seen_at"])


def end_stream(*, stream: uuid.UUID) -> None:
    """Say that a seat's stream has ended: the grace runs from now."""
    # A process that was killed said so at most SEEN_EVERY before; here we know the moment.
    Connection.objects.filter(pk=stream).update(seen_at=clock.now() - SEEN_EVERY)


def forget_streams(*, unseen_since: datetime) -> None:
    """Drop what is left of streams whose end nobody told, once the absence of their seats is recorded."""
    Connection.objects.filter(seen_at__lt=unseen_since).delete()


def _refuse_taken(council: Council, *, symbol: str, slug: str) -> None:
    if council.meetings.filter(Q(symbol=symbol) | Q(slug=slug)).exists():
        raise SymbolTaken


def _record(
    meeting: Meeting, locked: Held, *, by: str, act: str, fields: Mapping[str, Any], key: str, fingerprint: str
) -> tuple[Done | OutOfOrder, queries.Head | None]:
    """Ask the rules and write what follows; a refusal is returned, since keeping it as first result must commit."""
    before = queries.head_at(journal_id=meeting.journal_id, seq=locked.head_seq, digest=locked.head_hash)
    at = journal.instant(journal=locked)
    try:
        events = decide(before.meeting, act=act, by=by, at=at, fields=fields)
    except OutOfOrder as refused:
        journal.refuse(
            journal=locked,
            key=key,
            fingerprint=fingerprint,
            rule=refused.rule,
            reason=refused.reason,
            params={**refused.params, "retry": refused.retry},
            at=at,
        )
        return refused, None
    if not events:
        journal.refuse(journal=locked, key=key, fingerprint=fingerprint, rule=UNCHANGED, reason="", params={}, at=at)
        return Done(seq=before.seq, hash=before.hash, lines=()), None
    lines = journal.append(
        journal=locked,
        entries=[codec.encode(event) for event in events],
        at=at,
        by=by,
        key=key,
        fingerprint=fingerprint,
    )
    after = _follow(meeting, locked, before=before, events=events, at=at, by=by)
    return Done(seq=lines[-1].seq, hash=lines[-1].hash, lines=lines), after


def _follow(
    meeting: Meeting, locked: Held, *, before: queries.Head, events: Sequence[Event], at: datetime, by: str
) -> queries.Head:
    """Let what depends on the journal follow it, inside its transaction, and return the meeting as it is then."""
    state = before.meeting
    for event in events:
        state = apply(state, event, at=at, by=by)
    if any(isinstance(event, MeetingSuspended | MeetingClosed | MeetingCancelled) for event in events):
        journal.checkpoint(journal=locked, final=state.over, at=at)
    if (state.phase, state.starts_at) != (before.meeting.phase, before.meeting.starts_at):
        Meeting.objects.filter(pk=meeting.pk).update(phase=state.phase, starts_at=state.starts_at)
    for event in events:
        if isinstance(event, PaperCirculated):
            _file_circulated(meeting, event, at=at)
    if state.callings > before.meeting.callings:
        _tell(meeting, state, at=at)
    if locked.head_seq // SNAPSHOT_EVERY > before.seq // SNAPSHOT_EVERY:
        journal.save_snapshot(journal=locked, state=codec.encode_state(state), shape=queries.shape())
    return queries.Head(seq=locked.head_seq, hash=locked.head_hash, meeting=state)


def _file_circulated(meeting: Meeting, event: PaperCirculated, *, at: datetime) -> None:
    """Note on a paper's issue to whom the record says it went."""
    Paper.objects.filter(meeting=meeting, number=event.paper).update(item=event.item)
    issue = PaperIssue.objects.filter(paper__meeting=meeting, paper__number=event.paper, language=event.language)
    issue.filter(revision=event.revision).update(
        circulation=event.circulation, embargo_until=event.embargo_until, circulated_at=at
    )


def _tell(meeting: Meeting, state: State, *, at: datetime, about: invitations.About | None = None) -> int:
    """Write to everyone invited how they are called, each once for each calling; return to how many it was news."""
    return sum(
        outbox.post(
            key=letter.key,
            to=letter.to,
            subject=letter.subject,
            text=letter.text,
            scope=state.council,
            language=letter.language,
            attachments=letter.attachments,
        )
        for letter in invitations.letters(meeting=meeting, state=state, at=at, about=about)
    )


def _again(locked: Held, first: journal.Accepted | journal.Refused) -> Done | OutOfOrder:
    if isinstance(first, journal.Accepted):
        last = first.lines[-1]
        return Done(seq=last.seq, hash=last.hash, lines=first.lines)
    if first.rule == UNCHANGED:
        return Done(seq=locked.head_seq, hash=locked.head_hash, lines=())
    params = dict(first.params)
    retry = bool(params.pop("retry", False))
    return OutOfOrder(first.rule, first.reason, retry=retry, **{name: str(value) for name, value in params.items()})
