"""Checking a meeting's archive from its file and public keys alone: no Django, no database, one entry at a time."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kenesh.core import chain, signing, zipped
from kenesh.meetings.domain.state import Meeting
from kenesh.meetings.verify import Broken, MeetingFold
from kenesh.meetings.verify import Report as Record
from kenesh.meetings.verify import verify as verify_record
from kenesh.publications.codec import MeetingPart, PapersPart, SignedManifest
from kenesh.publications.domain import archive as layout
from kenesh.publications.domain.versions import KINDS, Kind
from kenesh.publications.verify.documents import Documents, Keys
from kenesh.publications.verify.entries import Entries, NotWhole, refuse

KEY_MOST: Final = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """An archive that holds, open to be read."""

    entries: Entries
    record: Record
    fold: MeetingFold
    named: Mapping[str, str]  # hash of each file that the record names: the folder it stands in
    public_key: bytes  # of the record
    signed: SignedManifest
    meeting: MeetingPart
    papers: PapersPart
    documents: Documents

    @property
    def files(self) -> Mapping[str, str]:
        """Papers and credentials: the entry of each, by the hash under which the record names it."""
        names = ((layout.digest_of(entry=name), name) for name in self.entries.named)
        return {digest: name for digest, name in names if digest}

    @property
    def state(self) -> Meeting:
        """The meeting as its record tells it."""
        assert self.fold.meeting is not None  # noqa: S101 -- a record that holds begins with it
        return self.fold.meeting

    def lines(self) -> Iterator[chain.Line]:
        """Read the lines of the record."""
        for raw in self.entries.lines(layout.RECORD):
            yield chain.Line(**json.loads(raw))


@dataclass
class _Naming(MeetingFold):
    """The meeting, and the files its lines name by their hash."""

    named: dict[str, str] = field(default_factory=dict)

    def take(self, line: chain.Line) -> None:
        super().take(line)
        for one in layout.files_named(kind=line.kind, payload=line.payload):
            self.named.setdefault(one.digest, one.folder)


def verify(*, file: BinaryIO, keys: Collection[Ed25519PublicKey] = ()) -> Archive:
    """Check an archive and return it; ``NotWhole`` names the first entry that does not hold.

    Checked: the form of the file; that the record and the manifest are signed with one of the keys, and where none is
    given, with the one inside; that there are the entries that the manifest names and no other, each with its hash; the
    record, line by line; that each file the record names is there, and no other; the texts of documents and statements.
    """
    try:
        return _verify(Entries(file=file, named=zipped.read(file=file)), tuple(keys))
    except zipped.NotAnArchive as refused:
        raise NotWhole(entry=refused.entry, reason=refused.reason) from None


def _verify(entries: Entries, keys: tuple[Ed25519PublicKey, ...]) -> Archive:
    own, pem = _own_key(entries)
    trusted = {signing.key_id(public=key): key for key in keys or (own,)}
    signed = _manifest(entries, trusted)
    _check_names(signed, entries)
    _check_hashes(signed, entries, *(entries.named.keys() - {layout.MANIFEST, layout.RECORD}))
    fold = _Naming()
    # Before its hash is looked at: which line does not hold says more than that the file does not.
    record = _record(entries, signed, own, fold)
    _check_hashes(signed, entries, layout.RECORD)
    if signing.key_id(public=own) not in trusted:
        refuse(layout.KEY, "the record is signed with another key than the one that is trusted here")
    _check_files(entries, fold.named)
    return Archive(
        entries=entries,
        record=record,
        fold=fold,
        named=fold.named,
        public_key=pem,
        signed=signed,
        meeting=_meeting(entries, signed, record, fold),
        papers=_papers(entries, fold.named),
        documents=Documents(entries=entries, trusted=trusted, record=record, kinds=_kinds(fold)),
    )


def _kinds(fold: MeetingFold) -> tuple[Kind, ...]:
    """Name the documents there must be: a meeting that was not held has none."""
    return KINDS if fold.meeting is not None and fold.meeting.phase == "closed" else ()


def _own_key(entries: Entries) -> tuple[Ed25519PublicKey, bytes]:
    pem = entries.content(layout.KEY, most=KEY_MOST)
    try:
        public = signing.load_public(pem=pem)
    except signing.BadKey as bad:
        refuse(layout.KEY, str(bad))
    if signing.public_pem(public=public) != pem:
        refuse(layout.KEY, "the key is not written as a key is written")
    return public, pem


def _manifest(entries: Entries, trusted: Keys) -> SignedManifest:
    signed = entries.part(layout.MANIFEST, SignedManifest)
    told = signed.manifest
    if (told.format, told.version) != (layout.FORMAT, layout.VERSION):
        refuse(layout.MANIFEST, f"{told.format} version {told.version} is not known to this release")
    if told.key not in trusted:
        refuse(layout.MANIFEST, f"signed with key {told.key}, which is not one that is trusted here")
    try:
        signing.check_value(public=trusted[told.key], value=told.model_dump(mode="json"), signature=signed.signature)
    except signing.BadSignature as bad:
        refuse(layout.MANIFEST, str(bad))
    return signed


def _check_names(signed: SignedManifest, entries: Entries) -> None:
    listed, there = signed.manifest.entries.keys(), entries.named.keys() - {layout.MANIFEST}
    for name in sorted(there - listed):
        refuse(name, "the manifest does not name it")
    for name in sorted(listed - there):
        refuse(name, "the manifest names it, and it is not there")


def _check_hashes(signed: SignedManifest, entries: Entries, *names: str) -> None:
    for name in sorted(names):
        entry, told = entries.named[name], signed.manifest.entries[name]
        if (entry.sha256, entry.size) != (told.sha256, told.size):
            refuse(name, "it was changed: its hash is not the one that the manifest names")


def _record(entries: Entries, signed: SignedManifest, own: Ed25519PublicKey, fold: _Naming) -> Record:
    try:
        record = verify_record(lines=entries.lines(layout.RECORD), public_key=own, fold=fold)
    except Broken as broken:
        raise NotWhole(entry=layout.RECORD, reason=f"line {broken.line}: {broken.reason}", line=broken.line) from None
    if (record.head, record.lines) != (signed.manifest.head, signed.manifest.lines):
        refuse(layout.RECORD, "it is another record than the one the manifest names")
    return record


def _check_files(entries: Entries, named: Mapping[str, str]) -> None:
    found = {digest: name for name in entries.named if (digest := layout.digest_of(entry=name))}
    for digest, folder in named.items():
        name = found.pop(digest, "")
        if not name:
            refuse(f"{folder}/{digest}", "the record names it, and it is not there")
        if entries.named[name].sha256 != digest:
            refuse(name, "it was changed: its hash is not the one that the record names")
    for name in found.values():
        refuse(name, "the record does not name it")


def _papers(entries: Entries, named: Mapping[str, str]) -> PapersPart:
    """Read what is told of the papers: of those, and only those, that the record says went out."""
    gone = {digest for digest, folder in named.items() if folder == layout.PAPERS}
    if not gone and layout.PAPERS_TOLD not in entries.named:
        return PapersPart(papers=[])
    part = entries.part(layout.PAPERS_TOLD, PapersPart)
    if {issue.digest for paper in part.papers for issue in paper.issues} != gone:
        refuse(layout.PAPERS_TOLD, "it tells of other papers than the record does")
    return part


def _meeting(entries: Entries, signed: SignedManifest, record: Record, fold: MeetingFold) -> MeetingPart:
    part, told = entries.part(layout.MEETING, MeetingPart), signed.manifest
    council = fold.meeting.council if fold.meeting else ""
    if (told.council, told.meeting) != (council, record.meeting):
        refuse(layout.MANIFEST, "it names another meeting than the record tells of")
    if (part.council, part.symbol) != (council, record.meeting):
        refuse(layout.MEETING, "it names another meeting than the record tells of")
    return part
