"""Papers and credentials in an archive: every file that the record names is there, with its hash, and no other."""

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from kenesh.core import clock
from kenesh.publications.verify.entries import NotWhole
from tests.publications.conftest import held as held  # noqa: PLC0414 -- a fixture
from tests.publications.test_archive import checked, contents, exported, imported, packed
from tests.publications.test_archive import elsewhere as elsewhere  # noqa: PLC0414 -- a fixture

if TYPE_CHECKING:
    from tests.meetings.conftest import Table

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PAPER, POWERS, DRAFT = b"%PDF-1.7 a paper", b"%PDF-1.7 full powers", b"not sent out"
NAME = f"papers/{hashlib.sha256(PAPER).hexdigest()}.pdf"
CREDENTIALS = f"credentials/{hashlib.sha256(POWERS).hexdigest()}.pdf"
TOLD = "papers/papers.json"


@pytest.fixture
def with_papers(table: "Table", settings: Any, tmp_path: Any) -> "Table":
    from kenesh.core import files  # noqa: PLC0415 -- the settings are read by now

    settings.FILES = tmp_path / "files"
    table.open()
    paper = _paper(table, "en", PAPER)
    sheet = {
        "language": "en",
        "revision": 1,
        "digest": paper.digest,
        "size": len(PAPER),
        "media_type": paper.media_type,
    }
    _act(table, "SEC", "circulate_paper", sheet=sheet)
    _issue(paper.paper, "kk", DRAFT)
    digest = files.keep(content=POWERS)
    _act(table, "KZ", "receive_credentials", digest=digest, size=len(POWERS), media_type="application/pdf")
    table.do("AZ", "close_meeting")
    return table


def _paper(table: "Table", language: str, content: bytes) -> Any:
    from kenesh.meetings.models import Paper  # noqa: PLC0415 -- the settings are read by now

    paper = Paper.objects.create(
        meeting=table.meeting,
        number=1,
        symbol="TC/MIG/2020/1/INF.1",
        slug="tc-mig-2020-1-inf-1",
        titles={"en": "What the paper is called"},
        original="en",
    )
    return _issue(paper, language, content)


def _issue(paper: Any, language: str, content: bytes) -> Any:
    from kenesh.core import files  # noqa: PLC0415 -- the settings are read by now

    return paper.issues.create(
        language=language,
        revision=1,
        follows=1,
        state="final",
        digest=files.keep(content=content),
        name="paper.pdf",
        media_type="application/pdf",
        size=len(content),
        paragraphs=["A paragraph."],
        by="SEC",
        at=clock.now(),
    )


def _act(table: "Table", by: str, act: str, **fields: Any) -> None:
    from kenesh.meetings import actions  # noqa: PLC0415 -- the settings are read by now
    from kenesh.meetings.domain.rules.circulation import Sheet  # noqa: PLC0415 -- likewise

    if sheet := fields.pop("sheet", None):
        fields |= {"paper": 1, "symbol": "TC/MIG/2020/1/INF.1", "sheets": (Sheet(**sheet),), "circulation": "members"}
    actions.act(meeting=table.meeting, by=by, act=act, fields=fields)


def test_every_file_that_the_record_names_is_there(with_papers: "Table") -> None:
    found = contents(exported(with_papers.meeting))
    assert (found[NAME], found[CREDENTIALS]) == (PAPER, POWERS)
    assert {name for name in found if name.startswith(("papers/", "credentials/"))} == {NAME, CREDENTIALS, TOLD}
    assert b"What the paper is called" in found[TOLD]
    assert DRAFT not in found.values()


@pytest.mark.parametrize("name", [NAME, CREDENTIALS])
def test_a_file_that_was_changed_is_named(with_papers: "Table", name: str) -> None:
    found = contents(exported(with_papers.meeting))
    with pytest.raises(NotWhole) as told:
        checked(packed(found | {name: found[name].replace(b"%PDF", b"%PDG")}))
    assert told.value.entry == name


def test_another_site_has_them_too(with_papers: "Table", elsewhere: Callable[[], None], settings: Any) -> None:
    from kenesh.meetings import queries  # noqa: PLC0415 -- the settings are read by now

    whole = exported(with_papers.meeting)
    told = queries.papers_told(meeting=with_papers.meeting)
    assert [len(one["issues"]) for one in told] == [1]
    elsewhere()
    settings.FILES = settings.FILES.parent / "other-files"
    kept = imported(whole)
    assert queries.papers_told(meeting=kept) == told
    assert exported(kept) == whole


def test_a_file_that_is_gone_stops_the_export(with_papers: "Table", settings: Any) -> None:
    from kenesh.core.files import FileMissing  # noqa: PLC0415 -- the settings are read by now

    settings.FILES = settings.FILES.parent / "nothing"
    with pytest.raises(FileMissing):
        exported(with_papers.meeting)
