"""Files kept under the hash of what they hold: a digest in a record finds its file, and no other can stand there."""

import contextlib
import hashlib
import os
import re
import secrets
from pathlib import Path
from typing import Final

from django.conf import settings

DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class FileUnreadable(Exception):
    """What was kept under a digest is not there as it was; copy it back from a backup of the data folder."""


class FileMissing(FileUnreadable):
    pass


class FileChanged(FileUnreadable):
    pass


def keep(*, content: bytes) -> str:
    """Keep the content for good, the same one once, and return its SHA-256; after a power cut it is whole or absent."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    # One that was changed on the disk is written anew: what is at hand now is known to be right.
    if not _holds(path, digest):
        _write(path, content)
    return digest


def content(*, digest: str) -> bytes:
    """Return what has this digest; raise where the file is missing or no longer what was kept."""
    path = _path(digest)
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        raise FileMissing(f"the file {digest} is missing: {path}") from None
    if hashlib.sha256(found).hexdigest() != digest:
        raise FileChanged(f"the file {digest} was changed after it was kept: {path}")
    return found


def has(*, digest: str) -> bool:
    """Tell whether a file of this digest is there, without reading it."""
    return DIGEST.fullmatch(digest) is not None and _path(digest).is_file()


def _path(digest: str) -> Path:
    if DIGEST.fullmatch(digest) is None:
        raise FileMissing(f"{digest[:80]!r} is not the SHA-256 of a file")
    return Path(settings.FILES) / digest[:2] / digest


def _holds(path: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except FileNotFoundError:
        return False


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write_draft(draft, content)
        # Of two processes that keep the same content at once the second replaces the first's by its like.
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    for folder in (path.parent, path.parent.parent):
        _sync(folder)


def _write_draft(draft: Path, content: bytes) -> None:
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    # Some file systems do not sync folders; on those the name is safe as soon as the file is.
    with contextlib.suppress(OSError):
        os.fsync(descriptor)
    os.close(descriptor)
