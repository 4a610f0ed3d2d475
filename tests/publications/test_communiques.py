"""The communiques of a council: what is released, in every language it is released in, and nothing else."""

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.publications.test_views import edit

if TYPE_CHECKING:
    from tests.publications.conftest import Papers

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ATOM = "{http://www.w3.org/2005/Atom}"
SECOND = {"symbol": "TC/MIG/2020/2", "starts_at": "2020-06-07T12:00"}


def get(papers: "Papers", path: str, who: str = "public", **options: Any) -> Any:
    return papers.clients[who].get(f"/{papers.table.council.slug}/communiques{path}", **options)


def entries(answer: Any) -> list[tuple[str, str, str]]:
    """Return an entry's id, title and address of each."""
    feed = ET.fromstring(answer.content)  # noqa: S314 -- written by ourselves
    return [
        (
            entry.findtext(f"{ATOM}id") or "",
            entry.findtext(f"{ATOM}title") or "",
            next(link.attrib["href"] for link in entry.iter(f"{ATOM}link")),
        )
        for entry in feed.iter(f"{ATOM}entry")
    ]


@pytest.mark.parametrize("path", ["/", ".json", ".atom"])
@pytest.mark.parametrize("who", ["public", "KZ", "SEC"])
def test_what_is_not_released_is_not_listed_to_anybody(papers: "Papers", path: str, who: str) -> None:
    edit(papers, "communique/en/", text="# Communique\n\nNot yet.")
    row = papers.opened("communique", "en").row
    papers.post("SEC", "communique/en/step/", step="check", revision=row.revision if row else 0)
    said = get(papers, path, who).content.decode()
    assert "Not yet" not in said
    assert "documents/communique" not in said


def test_each_language_is_listed_once_it_is_released(papers: "Papers") -> None:
    papers.release("communique", "en", "kk")
    told = get(papers, ".json").json()
    assert (told["count"], told["page"], told["pages"]) == (1, 1, 1)
    (one,) = told["communiques"]
    assert one["meeting"]["symbol"] == "TC/MIG/2020/1"
    assert (list(one["versions"]), one["statement"]) == (["en", "kk"], None)
    for language, version in one["versions"].items():
        there = papers.get("public", f"communique.{language}.json").json()
        assert (version["title"], version["sha256"]) == (there["title"], there["sha256"])
        for address in ("url", "json", "pdf", "html"):
            assert papers.clients["public"].get(version[address].partition("8000")[2]).status_code == 200


def test_the_page_shows_the_readers_language_and_links_the_others(papers: "Papers") -> None:
    papers.release("communique", "en", "kk")
    page = get(papers, "/", headers={"accept-language": "kk"}).content.decode()
    assert '<html lang="kk"' in page
    assert 'lang="kk" hreflang="kk" href="/turkic-council/meetings/tc-mig-2020-1/documents/communique/kk/"' in page
    assert "documents/communique/en/" in page
    assert "documents/communique/hu/" not in page
    assert 'property="og:title"' in page
    assert (
        '<link rel="alternate" hreflang="tr" href="http://localhost:8000/turkic-council/communiques/?lang=tr">' in page
    )
    assert "communiques.atom?lang=kk" in page


def test_the_feed_has_an_entry_with_the_same_id_in_each_language(papers: "Papers") -> None:
    papers.release("communique", "en", "kk")
    papers.release("summary-record", "en")
    found = {language: entries(get(papers, f".atom?lang={language}")) for language in ("en", "kk", "hu")}
    assert [len(each) for each in found.values()] == [1, 1, 1]
    assert len({each[0][0] for each in found.values()}) == 1
    assert found["kk"][0][2].endswith("/documents/communique/kk/")
    # Not released in Hungarian: the English one.
    assert (found["hu"][0][1], found["hu"][0][2]) == (found["en"][0][1], found["en"][0][2])


def test_the_text_that_is_public_is_the_released_one_while_it_is_edited(papers: "Papers") -> None:
    papers.release("communique", "en")
    edit(papers, "communique/en/", text="# Otherwise\n\nNot yet.")
    assert "Otherwise" not in "".join(get(papers, path, "SEC").content.decode() for path in ("/", ".json", ".atom"))


@pytest.mark.parametrize("path", ["/", ".json", ".atom"])
def test_a_longer_list_asks_no_more_often(papers: "Papers", path: str) -> None:
    papers.release("communique", "en", "kk")
    get(papers, path)
    with CaptureQueriesContext(
        connection,
    ) as one:
        get(papers, path)
    _another(papers)
    with CaptureQueriesContext(connection) as two:
        assert b"tc-mig-2020-2" in get(papers, path).content
    assert len(two) == len(one)


def test_the_council_of_another_site_has_its_own(papers: "Papers") -> None:
    papers.release("communique", "en")
    assert papers.clients["public"].get("/conseil-du-rhin/communiques.json").json()["count"] == 0
    assert papers.clients["public"].get("/nowhere/communiques/").status_code == 404


def _another(papers: "Papers") -> None:
    papers.table.slug = "tc-mig-2020-2"
    papers.table.open(**SECOND)
    papers.table.do("AZ", "close_meeting")
    papers.release("communique", "en", "kk")
