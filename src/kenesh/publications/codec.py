"""The stored form of what an archive holds beside the record's lines: canonical JSON, read without Django."""

import json
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kenesh.core import chain

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
Count = Annotated[int, Field(ge=0, le=chain.LARGEST)]
Kind = Literal["summary-record", "communique"]
P = TypeVar("P", bound="Part")


class UnreadablePart(ValueError):
    """An entry that is not written as this release writes it; says where."""


class Part(BaseModel):
    """A JSON object of an archive: these fields and no other."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class EntryPart(Part):
    """What the manifest says of an entry."""

    sha256: Hash
    size: Count


class ManifestPart(Part):
    """What an archive is, and all that is in it but the manifest itself."""

    format: str
    version: int
    council: str
    meeting: str
    head: Hash
    lines: Count
    entries: dict[str, EntryPart]
    key: str


class SignedManifest(Part):
    """The manifest with the signature over its canonical form."""

    manifest: ManifestPart
    signature: str


class MeetingPart(Part):
    """What a site keeps of a meeting beside its journal."""

    council: str
    symbol: str
    body: str
    open_to_public: bool


class IssuePart(Part):
    """A revision of a paper in a language that has gone out; its file is named by its hash."""

    language: str
    revision: Count
    follows: Count
    state: str
    digest: Hash
    name: str
    media_type: str
    size: Count
    paragraphs: list[str]
    by: str
    at: Moment
    circulation: str
    embargo_until: Moment | None
    circulated_at: Moment | None


class PaperPart(Part):
    """What a site keeps of a paper beside the record, its titles above all."""

    number: Count
    symbol: str
    slug: str
    titles: dict[str, str]
    original: str
    item: Count | None
    edition: Count
    issues: list[IssuePart]


class PapersPart(Part):
    """The papers that went out at a meeting."""

    papers: list[PaperPart]


class TracePart(Part):
    """Who did what to a version, and the text as it then was."""

    act: str
    revision: Count
    text: str
    by: str
    at: Moment


class VersionPart(Part):
    """A document in one language: its state, the text as it stands, and the text that is public."""

    document: Kind
    language: str
    state: Literal["drafted", "edited", "checked", "released"]
    revision: Count
    follows: Count
    text: str
    sha256: Hash
    released_text: str
    released_sha256: Hash | None
    released_at: Moment | None
    traces: list[TracePart]


class CorrectionPart(Part):
    """What a seat asked to be corrected, and the answer."""

    language: str
    seat: str
    text: str
    at: Moment
    answer: Literal["waiting", "accepted", "declined"]
    answered_at: Moment | None


class DocumentPart(Part):
    """What holds for a document in every language."""

    document: Kind
    corrections_until: Moment | None
    frozen_at: Moment | None
    corrections: list[CorrectionPart]


class StatementPart(Part):
    """What a statement that froze a document covers."""

    council: str
    meeting: str
    document: Kind
    record: Hash
    versions: dict[str, Hash]
    at: Moment
    key: str


class SignedStatement(Part):
    """The statement that froze a document, with its signature."""

    statement: StatementPart
    signature: str


def encode(part: Part, /) -> bytes:
    """Return a part as its entry holds it: canonical, and one line feed."""
    return chain.canonical(part.model_dump(mode="json")) + b"\n"


def decode(kind: type[P], content: bytes, /) -> P:
    """Return the part that an entry holds. Refused (UnreadablePart): another form than `encode` gives it."""
    part = lenient(kind, content)
    if encode(part) != content:
        raise UnreadablePart("it is not written in canonical JSON (RFC 8785) and one line feed")
    return part


def lenient(kind: type[P], content: bytes, /) -> P:
    """Return the part that a JSON file holds, however it is spaced."""
    try:
        value: Any = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise UnreadablePart("it is not JSON") from None
    try:
        return kind.model_validate(value)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise UnreadablePart(f"{where}: {first['msg']}") from None
