"""A whole meeting as one file: its record, what the record names, its documents with their states, and a signed list.

Equal meetings make equal archives, byte by byte: nothing in one tells when or where it was made.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from django.conf import settings

from kenesh.core import adopted, chain, files, journal, signing, zipped
from kenesh.meetings import queries as meeting_queries
from kenesh.publications import access, adapters, exports, queries
from kenesh.publications.codec import (
    CorrectionPart,
    DocumentPart,
    EntryPart,
    ManifestPart,
    MeetingPart,
    PapersPart,
    Part,
    SignedManifest,
    SignedStatement,
    TracePart,
    VersionPart,
    decode,
    encode,
)
from kenesh.publications.domain import archive as layout
from kenesh.publications.domain.versions import KINDS
from kenesh.publications.models import Document, Imported, Version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from kenesh.meetings.access import Meeting
    from kenesh.publications.domain.versions import Kind, State

MEDIA_TYPE: Final = "application/zip"


class StillOpen(Exception):
    """A meeting that is not over: its record has no closing signature, and its documents are not drafted yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """What an entry holds, read when it is written, and its hash."""

    sha256: str
    size: int
    read: Callable[[], bytes]


def write(*, meeting: Meeting, file: BinaryIO) -> int:
    """Write a meeting's archive and return how many entries it has. Refused: StillOpen."""
    if not meeting.journal.sealed:
        raise StillOpen
    entries = dict(_entries(meeting))
    entries[layout.MANIFEST] = _kept(encode(_manifest(meeting, entries)))
    zipped.write(file=file, entries=((name, entries[name].read()) for name in sorted(entries)))
    return len(entries)


def _entries(meeting: Meeting) -> Iterator[tuple[str, _Content]]:
    yield layout.RECORD, _kept(b"".join(journal.export(journal_id=meeting.journal_id)))
    yield layout.KEY, _kept(adopted.public_pem(journal_id=meeting.journal_id))
    yield layout.MEETING, _part(_meeting(meeting))
    yield from _files(meeting)
    if papers := meeting_queries.papers_told(meeting=meeting):
        yield layout.PAPERS_TOLD, _part(PapersPart.model_validate({"papers": list(papers)}))
    if meeting.phase == "closed":
        yield from _documents(meeting)


def _files(meeting: Meeting) -> Iterator[tuple[str, _Content]]:
    found = {
        one.digest: one
        for line in reversed(list(journal.lines(journal_id=meeting.journal_id)))
        for one in layout.files_named(kind=line.kind, payload=line.payload)
    }
    for one in found.values():
        size = len(files.content(digest=one.digest))
        name = layout.file_entry(folder=one.folder, digest=one.digest, media_type=one.media_type)
        yield name, _Content(sha256=one.digest, size=size, read=_reading(one.digest))


def _reading(digest: str) -> Callable[[], bytes]:
    return lambda: files.content(digest=digest)


def _documents(meeting: Meeting) -> Iterator[tuple[str, _Content]]:
    rows = {row.kind: row for row in Document.objects.filter(meeting=meeting).prefetch_related("versions__traces")}
    for kind in KINDS:
        row = rows.get(kind)
        yield layout.document_entry(kind=kind), _part(_document(kind, row))
        if row is not None and row.statement is not None:
            statement = SignedStatement.model_validate(row.statement)
            yield layout.statement_entry(kind=kind), _part(statement)
        versions = {one.language: one for one in row.versions.all()} if row else {}
        for language in access.languages_of(meeting=meeting):
            yield from _version(meeting, kind, language, versions.get(language))


def _version(meeting: Meeting, kind: Kind, language: str, row: Version | None) -> Iterator[tuple[str, _Content]]:
    printed = exports.current(meeting=meeting, kind=kind, language=language, row=row)
    text = row.text if row else queries.draft(meeting=meeting, kind=kind, language=language)
    contents = {
        "html": _kept(exports.html(printed).encode()),
        "pdf": _kept(adapters.pdf(printed)),
        "json": _part(_told(kind, language, row, text)),
    }
    for ending, content in contents.items():
        yield layout.version_entry(kind=kind, language=language, ending=ending), content


def _told(kind: Kind, language: str, row: Version | None, text: str) -> VersionPart:
    released = row.released_text if row else ""
    return VersionPart(
        document=kind,
        language=language,
        state=cast("State", row.state) if row else "drafted",
        revision=row.revision if row else 0,
        follows=row.follows if row else 0,
        text=text,
        sha256=queries.hash_of(text),
        released_text=released,
        released_sha256=queries.hash_of(released) if released else None,
        released_at=_stamp(row.released_at if row else None),
        traces=[
            TracePart(act=one.act, revision=one.revision, text=one.text, by=one.by, at=chain.stamp(one.at))
            for one in (row.traces.all() if row else ())
        ],
    )


def _document(kind: Kind, row: Document | None) -> DocumentPart:
    return DocumentPart(
        document=kind,
        corrections_until=_stamp(row.corrections_until if row else None),
        frozen_at=_stamp(row.frozen_at if row else None),
        corrections=[
            CorrectionPart.model_validate(
                {
                    "language": one.language,
                    "seat": one.seat,
                    "text": one.text,
                    "at": chain.stamp(one.at),
                    "answer": one.answer,
                    "answered_at": _stamp(one.answered_at),
                }
            )
            for one in (row.corrections.all() if row else ())
        ],
    )


def _meeting(meeting: Meeting) -> MeetingPart:
    return MeetingPart(
        council=meeting.council.slug,
        symbol=meeting.symbol,
        body=meeting.body,
        open_to_public=meeting.open_to_public,
    )


def _manifest(meeting: Meeting, entries: Mapping[str, _Content]) -> SignedManifest:
    """Sign the list of what is in the archive; what came from another site and is unchanged keeps its signature."""
    head = meeting_queries.head(journal_id=meeting.journal_id)
    key = signing.private_key(path=settings.SIGNING_KEY_FILE)
    told = ManifestPart(
        format=layout.FORMAT,
        version=layout.VERSION,
        council=meeting.council.slug,
        meeting=meeting.symbol,
        head=head.hash,
        lines=head.seq,
        entries={name: EntryPart(sha256=one.sha256, size=one.size) for name, one in entries.items()},
        key=signing.key_id(public=key.public_key()),
    )
    came = Imported.objects.filter(meeting=meeting).first()
    if came is not None:
        theirs = decode(SignedManifest, came.manifest.encode())
        if told.model_copy(update={"key": theirs.manifest.key}) == theirs.manifest:
            return theirs
    return SignedManifest(manifest=told, signature=signing.sign_value(key=key, value=told.model_dump(mode="json")))


def _part(part: Part) -> _Content:
    return _kept(encode(part))


def _kept(content: bytes) -> _Content:
    return _Content(sha256=hashlib.sha256(content).hexdigest(), size=len(content), read=lambda: content)


def _stamp(moment: datetime | None) -> str | None:
    return chain.stamp(moment) if moment else None
