"""How a meeting's archive is laid out: what its entries are called."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, cast

RECORD: Final = "record.jsonl"
KEY: Final = "key.pub"
MANIFEST: Final = "manifest.json"
MEETING: Final = "meeting.json"
PAPERS: Final = "papers"
PAPERS_TOLD: Final = "papers/papers.json"
CREDENTIALS: Final = "credentials"
DOCUMENTS: Final = "documents"
FORMAT: Final = "kenesh-meeting-archive"
VERSION: Final = 1

ENDINGS: Final = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/plain": "txt",
    "text/markdown": "md",
    "image/png": "png",
    "image/jpeg": "jpg",
}

_FILE: Final = re.compile(rf"({PAPERS}|{CREDENTIALS})/([0-9a-f]{{64}})\.[a-z]+", re.ASCII)
_VERSION: Final = re.compile(rf"{DOCUMENTS}/([a-z-]+)\.([A-Za-z0-9-]+)\.json", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A file that a line of the record names by its hash."""

    folder: str
    digest: str
    media_type: str


def files_named(*, kind: str, payload: object) -> Iterator[Named]:
    """Yield every file that a line names, wherever in it."""
    within: Iterable[object] = ()
    if isinstance(payload, dict):
        fields = cast("dict[str, object]", payload)
        digest = fields.get("digest")
        if isinstance(digest, str):
            folder = CREDENTIALS if kind.startswith("Credentials") else PAPERS
            yield Named(folder=folder, digest=digest, media_type=str(fields.get("media_type", "")))
        within = fields.values()
    elif isinstance(payload, list):
        within = cast("list[object]", payload)
    for item in within:
        yield from files_named(kind=kind, payload=item)


def version_entry(*, kind: str, language: str, ending: str) -> str:
    """Name a language version: ``html`` and ``pdf`` as it reads now, ``json`` with its state and its texts."""
    return f"{DOCUMENTS}/{kind}.{language}.{ending}"


def document_entry(*, kind: str) -> str:
    """Name what holds for a document in every language: its period and its corrections."""
    return f"{DOCUMENTS}/{kind}.json"


def statement_entry(*, kind: str) -> str:
    """Name the signed statement that froze a document."""
    return f"{DOCUMENTS}/{kind}.statement.json"


def file_entry(*, folder: str, digest: str, media_type: str) -> str:
    """Name a file that the record names: by its hash, so that nothing else can stand in its place."""
    return f"{folder}/{digest}.{ENDINGS.get(media_type, 'bin')}"


def digest_of(*, entry: str) -> str:
    """Return the hash by which the record names this entry, nothing where it is no such file."""
    found = _FILE.fullmatch(entry)
    return found[2] if found else ""


def version_of(*, entry: str) -> tuple[str, str] | None:
    """Return the document and the language of a version's data, None where the entry is something else."""
    found = _VERSION.fullmatch(entry)
    if found is None or found[2] == "statement":
        return None
    return found[1], found[2]
