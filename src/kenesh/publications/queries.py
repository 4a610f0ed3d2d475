"""Reads of documents: the account of a meeting, drafts folded from it, and what people made of them."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final, cast

from django.utils.translation import gettext, override

from kenesh.core import chain, journal
from kenesh.core.domain.text import pick
from kenesh.meetings import queries as meeting_queries
from kenesh.meetings.domain.events import DecisionAdopted
from kenesh.publications import access
from kenesh.publications.adapters import Printed
from kenesh.publications.domain import blocks
from kenesh.publications.domain.telling import account_of
from kenesh.publications.domain.versions import KINDS, Kind, Standing, State, Step, is_for_seats, is_stale, steps_open
from kenesh.publications.models import Correction, Document, Version
from kenesh.publications.wording.certificate import decision_print
from kenesh.publications.wording.drafts import NOTE, drafted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from kenesh.meetings.access import Meeting
    from kenesh.publications.access import Opened, Reader
    from kenesh.publications.domain.account import Account

CODE_LENGTH: Final = 20  # of the hash: nobody finds another text for as many
KEPT: Final = 8  # accounts this process remembers: that of a closed meeting never changes

_accounts: Final[OrderedDict[str, Account]] = OrderedDict()
_guard: Final = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A language version as the lists show it."""

    kind: Kind
    language: str
    state: State
    revision: int
    is_original: bool
    stale: bool
    released_at: datetime | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document with the versions its reader may read."""

    kind: Kind
    versions: tuple[VersionView, ...]
    corrections_until: datetime | None
    frozen_at: datetime | None


def account(*, meeting: Meeting) -> Account:
    """Return the account of a meeting, folded from its record once."""
    head = meeting_queries.head(journal_id=meeting.journal_id)
    if (known := _accounts.get(head.hash)) is not None:
        return known
    lines = journal.lines(journal_id=meeting.journal_id)
    told = [(event, chain.moment(line.at)) for line, event in meeting_queries.events(lines=lines)]
    found = account_of(meeting=head.meeting, events=told)
    with _guard:
        _accounts[head.hash] = found
        while len(_accounts) > KEPT:
            _accounts.popitem(last=False)
    return found


def draft(*, meeting: Meeting, kind: Kind, language: str) -> str:
    """Return the draft of a document in a language, as text."""
    return blocks.written(drafted(account=account(meeting=meeting), kind=kind, language=language))


def text_for(*, opened: Opened) -> str:
    """Return the text this reader reads: the released one, unless a later one is for the reader's eyes."""
    row, role = opened.row, opened.reader.role
    if row is None:
        return draft(meeting=opened.reader.meeting, kind=opened.kind, language=opened.language)
    is_current = role == "secretariat" or (role == "seat" and is_for_seats(cast("State", row.state)))
    return row.text if is_current else row.released_text


def original_text(*, opened: Opened) -> str:
    """Return the current text of the original, which the others follow."""
    reader = opened.reader
    found = Version.objects.filter(
        document__meeting=reader.meeting, document__kind=opened.kind, language=reader.original
    ).first()
    return found.text if found else draft(meeting=reader.meeting, kind=opened.kind, language=reader.original)


def original_revision(*, meeting: Meeting, kind: str, original: str) -> int:
    """Return the revision at which the original stands."""
    found = Version.objects.filter(document__meeting=meeting, document__kind=kind, language=original)
    return found.values_list("revision", flat=True).first() or 0


def standing(*, row: Version | None, is_original: bool) -> Standing:
    """Return where a version stands; a draft nobody touched follows the original's draft."""
    if row is None:
        return Standing(state="drafted", revision=0, follows=0, is_original=is_original)
    state = cast("State", row.state)
    return Standing(state=state, revision=row.revision, follows=row.follows, is_original=is_original)


def documents(*, reader: Reader) -> tuple[DocumentView, ...]:
    """Return the documents of a meeting that have a version for this reader."""
    rows = {one.kind: one for one in Document.objects.filter(meeting=reader.meeting).prefetch_related("versions")}
    found = (_document(reader, kind, rows.get(kind)) for kind in KINDS)
    return tuple(one for one in found if one.versions)


def languages_readable(*, opened: Opened) -> tuple[str, ...]:
    """Return the languages in which this reader can read the document."""
    reader = opened.reader
    rows = _rows(Document.objects.filter(meeting=reader.meeting, kind=opened.kind).first())
    return tuple(code for code in reader.languages if access.is_readable(role=reader.role, row=rows.get(code)))


def corrections(*, reader: Reader) -> Sequence[Correction]:
    """Return the corrections asked for: the Secretariat sees all, a seat its own."""
    found = Correction.objects.filter(document__meeting=reader.meeting).select_related("document")
    if reader.role == "secretariat":
        return tuple(found)
    return tuple(found.filter(seat=reader.seat)) if reader.role == "seat" else ()


def corrections_until(*, opened: Opened) -> datetime | None:
    """Return until when corrections can be asked for, None where they cannot."""
    found = Document.objects.filter(meeting=opened.reader.meeting, kind=opened.kind, frozen_at=None).first()
    return found.corrections_until if found else None


def printed(*, opened: Opened) -> Printed:
    """Return what the print of a version is made of, for this reader."""
    text = text_for(opened=opened)
    return printed_text(meeting=opened.reader.meeting, text=text, language=opened.language, note=note_for(opened))


def printed_text(*, meeting: Meeting, text: str, language: str, note: str) -> Printed:
    """Return what the print of a text is made of."""
    found = account(meeting=meeting)
    read = blocks.read(text)
    with override(language):
        page = gettext("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}
        return Printed(
            title=blocks.title_of(read),
            language=language,
            council=pick(found.council_names, language),
            symbol=found.symbol,
            note=str(note),
            page=page,
            blocks=read,
            at=found.closed_at or found.started_at,
        )


def note_for(opened: Opened) -> str:
    """Return what is said above a text that is not the released one, in the language of the text."""
    row, role = opened.row, opened.reader.role
    if row is not None and (role == "public" or text_for(opened=opened) == row.released_text):
        return ""
    state = cast("State", row.state) if row else "drafted"
    with override(opened.language):
        return str(NOTE[state])


def hash_of(text: str) -> str:
    """Return the hash under which a statement knows a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def code_of(*, meeting: Meeting, number: int) -> str:
    """Return the code of a decision: how the hash of its line in the record begins."""
    digest = line_of_decision(journal_id=meeting.journal_id, number=number)
    return "-".join(digest[at : at + 4] for at in range(0, CODE_LENGTH, 4))


@lru_cache(maxsize=1024)  # lines never change
def line_of_decision(*, journal_id: UUID, number: int) -> str:
    """Return the hash of the line that adopted a decision; it stands in the signed record."""
    adopted = (line for line in journal.lines(journal_id=journal_id) if line.kind == DecisionAdopted.__name__)
    return next(line.hash for line in adopted if line.payload["decision"] == number)


def decision_printed(*, meeting: Meeting, number: int, language: str, address: str) -> Printed:
    """Return what the print of a decision is made of; ``address`` leads to where its code is checked."""
    found = account(meeting=meeting)
    code = code_of(meeting=meeting, number=number)
    read = decision_print(account=found, number=number, language=language, code=code, address=address)
    text = blocks.written(read)
    printed = printed_text(meeting=meeting, text=text, language=language, note="")
    return replace(printed, symbol=found.decisions[number - 1].symbol)


def _document(reader: Reader, kind: Kind, row: Document | None) -> DocumentView:
    rows = _rows(row)
    frozen = row is not None and row.frozen_at is not None
    first = rows.get(reader.original)
    revision = first.revision if first else 0
    readable = [code for code in reader.languages if access.is_readable(role=reader.role, row=rows.get(code))]
    return DocumentView(
        kind=kind,
        versions=tuple(_version(reader, kind, code, rows.get(code), revision, frozen=frozen) for code in readable),
        corrections_until=row.corrections_until if row else None,
        frozen_at=row.frozen_at if row else None,
    )


def _version(
    reader: Reader, kind: Kind, language: str, row: Version | None, original: int, *, frozen: bool
) -> VersionView:
    stands = standing(row=row, is_original=language == reader.original)
    return VersionView(
        kind=kind,
        language=language,
        state=stands.state,
        revision=stands.revision,
        is_original=stands.is_original,
        stale=is_stale(stands, original=original),
        released_at=row.released_at if row else None,
        steps=steps_open(stands, original=original, frozen=frozen) if reader.role == "secretariat" else (),
    )


def _rows(document: Document | None) -> Mapping[str, Version]:
    return {one.language: one for one in document.versions.all()} if document else {}
