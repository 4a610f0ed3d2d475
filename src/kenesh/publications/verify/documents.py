"""The documents of an archive: their texts against the hashes beside them, and what froze them."""

import hashlib
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kenesh.core import signing
from kenesh.meetings.verify import Report
from kenesh.publications.codec import DocumentPart, SignedStatement, VersionPart
from kenesh.publications.domain import archive as layout
from kenesh.publications.domain.versions import Kind
from kenesh.publications.verify.entries import Entries, refuse

Keys = Mapping[str, Ed25519PublicKey]  # those that are trusted, by their names


class Documents:
    """Reads the documents of an archive, and refuses those that do not hold."""

    def __init__(self, *, entries: Entries, trusted: Keys, record: Report, kinds: tuple[Kind, ...]) -> None:
        """Read them all; there must be those of these kinds."""
        self._entries, self._trusted, self._record = entries, trusted, record
        places = sorted(filter(None, (layout.version_of(entry=name) for name in entries.named)))
        self.versions = {place: self._version(*place) for place in places}
        self.documents: dict[str, DocumentPart] = {kind: self._document(kind) for kind in kinds}
        frozen = [kind for kind, document in self.documents.items() if document.frozen_at]
        self.statements: dict[str, SignedStatement] = {kind: self._statement(kind) for kind in frozen}

    def _document(self, kind: str) -> DocumentPart:
        name = layout.document_entry(kind=kind)
        part = self._entries.part(name, DocumentPart)
        if part.document != kind:
            refuse(name, "it is of another document")
        if (part.frozen_at is None) == (layout.statement_entry(kind=kind) in self._entries.named):
            refuse(name, "a document is frozen where it has its signed statement, and there only")
        return part

    def _version(self, kind: str, language: str) -> VersionPart:
        name = layout.version_entry(kind=kind, language=language, ending="json")
        part = self._entries.part(name, VersionPart)
        if (part.document, part.language) != (kind, language):
            refuse(name, "it is of another document or language")
        for text, told in ((part.text, part.sha256), (part.released_text, part.released_sha256)):
            if told != (hash_of(text) if text else None):
                refuse(name, "a text in it does not match its hash")
        for ending in ("html", "pdf"):
            self._entries.require(layout.version_entry(kind=kind, language=language, ending=ending))
        return part

    def _statement(self, kind: str) -> SignedStatement:
        name = layout.statement_entry(kind=kind)
        signed = self._entries.part(name, SignedStatement)
        try:
            check_statement(signed=signed, trusted=self._trusted)
        except signing.BadSignature as bad:
            refuse(name, str(bad))
        told = signed.statement
        if (told.document, told.meeting, told.record) != (kind, self._record.meeting, self._record.head):
            refuse(name, "it is of another document, meeting or record")
        released = {code: part.released_sha256 for (one, code), part in self.versions.items() if one == kind}
        if released != told.versions:
            refuse(name, "it is signed over other texts than those that are released here")
        return signed


def check_statement(*, signed: SignedStatement, trusted: Keys) -> None:
    """Check the signature that froze a document. Refused: ``signing.BadSignature``."""
    told = signed.statement
    if told.key not in trusted:
        raise signing.BadSignature(f"signed with key {told.key}, which is not one that is trusted here")
    signing.check_value(public=trusted[told.key], value=told.model_dump(mode="json"), signature=signed.signature)


def hash_of(text: str) -> str:
    """Return the hash under which a statement knows a text."""
    return hashlib.sha256(text.encode()).hexdigest()
