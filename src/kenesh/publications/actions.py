"""Writes of documents: one function, one transaction; each leaves a trace of who did what to which text."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from kenesh.core import chain, clock, journal, signing
from kenesh.core.domain.text import gettext_noop
from kenesh.publications import queries
from kenesh.publications.domain import blocks
from kenesh.publications.domain.versions import NotInOrder, after, is_stale, may_freeze
from kenesh.publications.models import Correction, Document, Trace, Version

if TYPE_CHECKING:
    from datetime import datetime

    from kenesh.publications.access import Opened, Reader
    from kenesh.publications.domain.versions import Kind, Step


class EditedMeanwhile(Exception):
    """Somebody saved another text since this one was read; it is given here, to compare with."""

    title = gettext_noop("Somebody else saved this version while you were editing it")
    retry = True

    def __init__(self, *, text: str, revision: int) -> None:
        super().__init__(self.title)
        self.text, self.revision = text, revision


@transaction.atomic
def edit_version(*, opened: Opened, text: str, revision: int, follows: int) -> Version:
    """Save a text made from this revision, brought up to that revision of the original.

    Refused: EditedMeanwhile where the version has moved on, NotInOrder where the document is frozen.
    """
    document, row = _locked(opened)
    _refuse_frozen(document)
    saved = blocks.written(blocks.read(text))
    if row.revision != revision:
        raise EditedMeanwhile(text=row.text, revision=row.revision)
    if saved == row.text and follows == row.follows and row.state != Version.State.DRAFTED:
        return row
    if saved != row.text:
        row.revision += 1
    is_original = row.language == opened.reader.original
    row.text, row.follows = saved, row.revision if is_original else follows
    row.state = Version.State.EDITED
    row.save(update_fields=["text", "revision", "follows", "state"])
    _trace(row, act="edited", by=opened.reader.seat)
    return row


@transaction.atomic
def take_step(*, opened: Opened, step: Step, revision: int) -> Version:
    """Check or release a version as it was read. Refused: EditedMeanwhile, NotInOrder."""
    document, row = _locked(opened)
    if row.revision != revision:
        raise EditedMeanwhile(text=row.text, revision=row.revision)
    stands = queries.standing(row=row, is_original=row.language == opened.reader.original)
    original = _original_revision(opened)
    row.state = after(stands, step=step, original=original, frozen=document.frozen_at is not None)
    if row.state == "released":
        row.released_text, row.released_at = row.text, clock.now()
    row.save(update_fields=["state", "released_text", "released_at"])
    _trace(row, act=row.state, by=opened.reader.seat)
    return row


@transaction.atomic
def open_corrections(*, reader: Reader, kind: Kind, until: datetime) -> Document:
    """Let seats ask for corrections until then; the time can be moved. Refused (NotInOrder): frozen."""
    document = _document(reader, kind)
    _refuse_frozen(document)
    document.corrections_until = until
    document.save(update_fields=["corrections_until"])
    return document


@transaction.atomic
def ask_correction(*, opened: Opened, text: str) -> Correction:
    """Ask for a correction of a version. Refused (NotInOrder): not, or no longer, the time for it; frozen."""
    document = _document(opened.reader, opened.kind)
    _refuse_frozen(document)
    now = clock.now()
    if document.corrections_until is None or now >= document.corrections_until:
        raise NotInOrder(gettext_noop("Corrections cannot be asked for now."))
    return Correction.objects.create(
        document=document, language=opened.language, seat=opened.reader.seat, text=text, at=now
    )


@transaction.atomic
def answer_correction(*, correction: Correction, accepted: bool) -> Correction:
    """Note whether a correction is accepted; the text is corrected by editing. Refused (NotInOrder): answered."""
    row = Correction.objects.select_for_update().get(pk=correction.pk)
    if row.answer != Correction.Answer.WAITING:
        raise NotInOrder(gettext_noop("This correction has been answered."))
    row.answer = Correction.Answer.ACCEPTED if accepted else Correction.Answer.DECLINED
    row.answered_at = clock.now()
    row.save(update_fields=["answer", "answered_at"])
    return row


@transaction.atomic
def freeze(*, reader: Reader, kind: Kind) -> Document:
    """Freeze a document: the hash of each released text, beside that of the record, signed with the site's key.

    Refused (NotInOrder): frozen already, corrections possible or waiting, a version stale or not released.
    """
    document = _document(reader, kind)
    _refuse_frozen(document)
    rows = {row.language: row for row in document.versions.all()}
    stands = [queries.standing(row=rows.get(code), is_original=code == reader.original) for code in reader.languages]
    original = rows[reader.original].revision if reader.original in rows else 0
    now = clock.now()
    may_freeze(
        states=tuple(one.state for one in stands),
        stale=any(is_stale(one, original=original) for one in stands),
        corrections_until=document.corrections_until,
        waiting=document.corrections.filter(answer=Correction.Answer.WAITING).count(),
        at=now,
    )
    document.frozen_at = now
    document.statement = _statement(reader, kind, rows, now)
    document.save(update_fields=["frozen_at", "statement"])
    return document


def _statement(reader: Reader, kind: Kind, rows: dict[str, Version], at: datetime) -> dict[str, object]:
    key = signing.private_key(path=settings.SIGNING_KEY_FILE)
    _, head = journal.head(journal_id=reader.meeting.journal_id)
    covered = {
        "council": reader.meeting.council.slug,
        "meeting": reader.meeting.symbol,
        "document": kind,
        "record": head,
        "versions": {code: queries.hash_of(rows[code].released_text) for code in reader.languages},
        "at": chain.stamp(at),
        "key": signing.key_id(public=key.public_key()),
    }
    signature = base64.b64encode(key.sign(chain.canonical(covered))).decode("ascii")
    return {"statement": covered, "signature": signature}


def _document(reader: Reader, kind: Kind) -> Document:
    Document.objects.get_or_create(meeting=reader.meeting, kind=kind)
    return Document.objects.select_for_update().get(meeting=reader.meeting, kind=kind)


def _locked(opened: Opened) -> tuple[Document, Version]:
    """Return the document, locked, and the version; a draft is kept from the first time somebody touches it."""
    document = _document(opened.reader, opened.kind)
    found = document.versions.filter(language=opened.language).first()
    if found is None:
        text = queries.draft(meeting=opened.reader.meeting, kind=opened.kind, language=opened.language)
        found = document.versions.create(language=opened.language, text=text)
    return document, found


def _original_revision(opened: Opened) -> int:
    reader = opened.reader
    return queries.original_revision(meeting=reader.meeting, kind=opened.kind, original=reader.original)


def _refuse_frozen(document: Document) -> None:
    if document.frozen_at is not None:
        raise NotInOrder(gettext_noop("The document is frozen; nothing in it changes any more."))


def _trace(row: Version, *, act: str, by: str) -> None:
    Trace.objects.create(version=row, act=act, revision=row.revision, text=row.text, by=by, at=clock.now())
