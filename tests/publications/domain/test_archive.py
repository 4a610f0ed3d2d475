from typing import Any

import pytest

from kenesh.publications.domain import archive

pytestmark = pytest.mark.unit

DIGEST, OTHER = "a" * 64, "b" * 64


@pytest.mark.parametrize(
    ("kind", "payload", "found"),
    [
        (
            "PaperCirculated",
            {"digest": DIGEST, "media_type": "application/pdf"},
            [("papers", DIGEST, "application/pdf")],
        ),
        ("CredentialsReceived", {"digest": DIGEST, "size": 1}, [("credentials", DIGEST, "")]),
        ("Later", {"files": [{"digest": DIGEST}, {"digest": OTHER}]}, [("papers", DIGEST, ""), ("papers", OTHER, "")]),
        ("Later", {"digest": 1, "in": {"digest": DIGEST}}, [("papers", DIGEST, "")]),
        ("FloorGiven", {"seat": "AZ", "minutes": 5}, []),
    ],
)
def test_every_file_that_a_line_names_is_found(kind: str, payload: Any, found: list[tuple[str, str, str]]) -> None:
    named = archive.files_named(kind=kind, payload=payload)
    assert [(one.folder, one.digest, one.media_type) for one in named] == found


def test_a_file_stands_under_its_hash() -> None:
    entry = archive.file_entry(folder="papers", digest=DIGEST, media_type="application/pdf")
    assert entry == f"papers/{DIGEST}.pdf"
    assert archive.digest_of(entry=entry) == DIGEST
    assert archive.file_entry(folder="credentials", digest=DIGEST, media_type="x/y") == f"credentials/{DIGEST}.bin"
    assert archive.digest_of(entry=archive.PAPERS_TOLD) == ""


def test_a_document_has_an_entry_for_each_language() -> None:
    entry = archive.version_entry(kind="communique", language="kk", ending="json")
    assert archive.version_of(entry=entry) == ("communique", "kk")
    others = (archive.document_entry(kind="communique"), archive.statement_entry(kind="communique"), archive.RECORD)
    assert [archive.version_of(entry=one) for one in others] == [None, None, None]
