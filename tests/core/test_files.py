import hashlib
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from kenesh.core import files

pytestmark = pytest.mark.unit

WORDS = "Bişkek, Астана, Toʻraqoʻrgʻon".encode()
DIGEST = hashlib.sha256(WORDS).hexdigest()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


def kept(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_file_is_found_by_the_hash_of_what_it_holds(folder: Path) -> None:
    assert not files.has(digest=DIGEST)
    assert files.keep(content=WORDS) == DIGEST
    assert (files.content(digest=DIGEST), files.has(digest=DIGEST)) == (WORDS, True)
    assert kept(folder) == [f"{DIGEST[:2]}/{DIGEST}"]


def test_the_same_content_is_kept_once_and_for_its_owner_alone(folder: Path) -> None:
    files.keep(content=WORDS)
    before = (folder / DIGEST[:2] / DIGEST).stat()
    files.keep(content=WORDS)
    after = (folder / DIGEST[:2] / DIGEST).stat()
    assert (after.st_ino, stat.S_IMODE(after.st_mode)) == (before.st_ino, 0o600)


def test_many_who_keep_the_same_at_once_keep_one(folder: Path) -> None:
    gate = threading.Barrier(8)

    def keep() -> None:
        gate.wait()
        files.keep(content=WORDS)

    threads = [threading.Thread(target=keep) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept(folder) == [f"{DIGEST[:2]}/{DIGEST}"]


def test_what_is_missing_says_so() -> None:
    with pytest.raises(files.FileMissing, match=f"the file {DIGEST} is missing"):
        files.content(digest=DIGEST)


@pytest.mark.parametrize("digest", ["", "..", "../../etc/passwd", DIGEST.upper(), DIGEST + "0", DIGEST + "\n"])
def test_nothing_but_a_hash_leads_to_a_file(digest: str) -> None:
    files.keep(content=WORDS)
    assert not files.has(digest=digest)
    with pytest.raises(files.FileMissing, match="is not the SHA-256 of a file"):
        files.content(digest=digest)


def test_what_was_changed_is_never_given_out_and_heals_when_it_is_handed_in_again(folder: Path) -> None:
    files.keep(content=WORDS)
    (folder / DIGEST[:2] / DIGEST).write_bytes(WORDS.replace(b"B", b"b"))
    with pytest.raises(files.FileChanged, match="was changed after it was kept"):
        files.content(digest=DIGEST)
    files.keep(content=WORDS)
    assert files.content(digest=DIGEST) == WORDS
