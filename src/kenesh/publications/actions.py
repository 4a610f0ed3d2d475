"""Writes of documents: one function, one transaction; each leaves a trace of who did what to which text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from kenesh.core import chain, clock, files, journal, signing
from kenesh.core.domain.text import gettext_noop
from kenesh.council import access as council_access
from kenesh.meetings import actions as meeting_actions
from kenesh.publications import queries
from kenesh.publications.codec import encode
from kenesh.publications.domain import blocks
from kenesh.publications.domain.versions import NotInOrder, after, is_stale, may_freeze
from kenesh.publications.models import Correction, Document, Imported, Trace, Version

if TYPE_CHECKING:
    from datetime import datetime

    from kenesh.council.access import Council
    from kenesh.meetings.access import Meeting
    from kenesh.publications.access import Opened, Reader
    from kenesh.publications.codec import DocumentPart, PaperPart, VersionPart
    from kenesh.publications.domain.versions import Kind, Step
    from kenesh.publications.verify.archive import Archive


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
    return {"statement": covered, "signature": signing.sign_value(key=key, value=covered)}


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


# --- what another site held ------------------------------------------------------------------------------------------


class NotImportable(Exception):
    """An archive that holds, of a meeting that cannot stand here; says what to do."""


def import_archive(*, archive: Archive) -> Meeting:
    """Keep a meeting that another site held: its record, the files that names, its documents; all of it or nothing.

    Refused: NotImportable.
    """
    council = _council_for(archive)
    # Files first: one that nothing names yet harms nobody, a name without its file would.
    for name in archive.files.values():
        files.keep(content=archive.entries.content(name, most=archive.entries.require(name).size))
    with transaction.atomic():
        meeting = _adopted(archive, council)
        for kind, part in archive.documents.documents.items():
            _import_document(meeting, archive, kind, part)
        Imported.objects.create(meeting=meeting, manifest=encode(archive.signed).decode(), at=clock.now())
    return meeting


def _council_for(archive: Archive) -> Council:
    told, state = archive.meeting, archive.state
    try:
        council = council_access.council_for_reader(slug=told.council)
    except council_access.NotHere:
        raise NotImportable(
            f"The council {told.council} is not loaded here: load its file with `kenesh council load FILE`, "
            "then import the meeting again."
        ) from None
    known = set(council.seats.values_list("code", flat=True))
    if strange := sorted({seat.code for seat in state.seats} - known):
        raise NotImportable(
            f"The council {told.council} has no seat {', '.join(strange)} here: load a file that has it with "
            "`kenesh council load FILE`, then import the meeting again."
        )
    if told.body and not council.bodies.filter(slug=told.body).exists():
        raise NotImportable(
            f"The body that met, {told.body}, does not exist here: import the meeting that established it first, "
            "or load a council file that has it."
        )
    return council


def _adopted(archive: Archive, council: Council) -> Meeting:
    told = archive.meeting
    try:
        return meeting_actions.adopt_meeting(
            council=council,
            lines=tuple(archive.lines()),
            public_key=archive.public_key,
            state=archive.state,
            open_to_public=told.open_to_public,
            body=told.body,
            papers=[_paper(part) for part in archive.papers.papers],
        )
    except meeting_actions.SymbolTaken:
        raise NotImportable(
            f"A meeting {told.symbol} of {told.council} is here already; nothing of it is replaced."
        ) from None


def _paper(part: PaperPart) -> dict[str, Any]:
    moments = ("at", "embargo_until", "circulated_at")
    issues = [one.model_dump() | {name: _moment(getattr(one, name)) for name in moments} for one in part.issues]
    return part.model_dump() | {"issues": issues}


def _import_document(meeting: Meeting, archive: Archive, kind: str, part: DocumentPart) -> None:
    signed = archive.documents.statements.get(kind)
    row = Document.objects.create(
        meeting=meeting,
        kind=kind,
        corrections_until=_moment(part.corrections_until),
        frozen_at=_moment(part.frozen_at),
        statement=signed.model_dump(mode="json") if signed else None,
    )
    for one in part.corrections:
        told = one.model_dump() | {"at": chain.moment(one.at), "answered_at": _moment(one.answered_at)}
        row.corrections.create(**told)
    for (of, _language), version in archive.documents.versions.items():
        # A draft nobody touched is folded from the record here as it was there.
        if of == kind and version.state != "drafted":
            _import_version(row, version)


def _import_version(document: Document, part: VersionPart) -> None:
    row = document.versions.create(
        language=part.language,
        state=part.state,
        revision=part.revision,
        follows=part.follows,
        text=part.text,
        released_text=part.released_text,
        released_at=_moment(part.released_at),
    )
    Trace.objects.bulk_create(
        Trace(version=row, act=one.act, revision=one.revision, text=one.text, by=one.by, at=chain.moment(one.at))
        for one in part.traces
    )


def _moment(stamp: str | None) -> datetime | None:
    return chain.moment(stamp) if stamp else None
