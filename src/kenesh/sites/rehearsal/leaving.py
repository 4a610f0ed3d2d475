"""What a rehearsal leaves beside the record: the documents in every language, and the whole meeting as one file."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Final

from kenesh.core import signing
from kenesh.publications.domain.versions import KINDS
from kenesh.publications.verify.archive import verify
from kenesh.publications.verify.entries import NotWhole
from kenesh.sites.rehearsal.table import PUBLIC, Table

ARCHIVE: Final = "archive.zip"
ENDINGS: Final = ("html", "pdf")


async def documents(*, table: Table, folder: Path, languages: Iterable[str]) -> list[dict[str, str]]:
    """Fetch each document as the public reads it, and where it cannot, as the Secretariat does."""
    found = []
    for kind in KINDS:
        for language in languages:
            files = {
                ending: await _fetched(table, f"documents/{kind}.{language}.{ending}", folder, seats=(PUBLIC, ""))
                for ending in ENDINGS
            }
            if all(files.values()):
                found.append(
                    {"document": kind, "language": language, **{key: str(path) for key, path in files.items()}}
                )
    return found


async def archive(*, table: Table, folder: Path, key: Path) -> tuple[Path | None, str]:
    """Fetch the archive and check it as `kenesh verify` does; return it, and why it does not hold where it does not."""
    path = await _fetched(table, ARCHIVE, folder, seats=("",))
    if path is None:
        return None, ""
    return path, _wrong(path, key)


def _wrong(path: Path, key: Path) -> str:
    try:
        with path.open("rb") as file:
            verify(file=file, keys=[signing.load_public(pem=key.read_bytes())])
    except (NotWhole, signing.BadKey) as wrong:
        return str(wrong)
    return ""


async def _fetched(table: Table, name: str, folder: Path, *, seats: tuple[str, ...]) -> Path | None:
    """Write a file of the meeting; an empty name of a seat is the Secretariat's."""
    for code in seats:
        client = table.clients[code or table.scenario.secretariat]
        response = await client.look(f"{table.place.meeting}{name}")
        if response.status_code == HTTPStatus.OK:
            path = folder / Path(name).name
            path.write_bytes(response.content)
            return path
    return None
