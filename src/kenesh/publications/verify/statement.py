"""Checking the signed statement of a document, and the document's JSON against it."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kenesh.core import signing
from kenesh.publications.codec import SignedStatement, StatementPart, UnreadablePart, lenient
from kenesh.publications.verify.documents import check_statement, hash_of
from kenesh.publications.verify.entries import refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A statement that holds, and the languages whose texts were held against it."""

    statement: StatementPart
    languages: tuple[str, ...]


def is_statement(content: bytes, /) -> bool:
    """Tell whether a file means to be a statement; every line of a record is an object of another form."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and "statement" in value


def verify_statement(*, content: bytes, keys: Collection[Ed25519PublicKey], documents: Iterable[bytes] = ()) -> Checked:
    """Check a statement's signature, and that each text has the hash it was signed with; ``NotWhole`` says what not."""
    try:
        signed = lenient(SignedStatement, content)
        check_statement(signed=signed, trusted={signing.key_id(public=key): key for key in keys})
    except (UnreadablePart, signing.BadSignature) as wrong:
        refuse("statement", str(wrong))
    return Checked(
        statement=signed.statement, languages=tuple(_language(signed.statement, document) for document in documents)
    )


def _language(told: StatementPart, content: bytes) -> str:
    try:
        value: Any = json.loads(content)
        meeting, kind, language, text = (str(value[name]) for name in ("meeting", "document", "language", "text"))
    except (ValueError, TypeError, KeyError, RecursionError):
        refuse("document", "it is not the JSON of a document")
    name = f"{kind}.{language}.json"
    if (meeting, kind) != (told.meeting, told.document):
        refuse(name, f"the statement is on the {told.document} of {told.meeting}, and this is another document")
    if hash_of(text) != told.versions.get(language):
        refuse(name, "its text is not the one that was signed")
    return language
