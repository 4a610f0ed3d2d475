import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kenesh.decisions.models import Decision
from tests.decisions.conftest import BODY, SLUG, at
from tests.meetings.conftest import PROPOSAL, Table

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ATOM = "{http://www.w3.org/2005/Atom}"
TURKISH = {
    "title": "Çalışma grubu",
    "paragraphs": "Bir çalışma grubu kurulsun.\n\nİLK toplantı yapılsın.",
    "body_name": "Göç Koordinasyon Grubu",
    "body_mandate": "Görüşmelerin sürdürülmesi.",
}


@pytest.fixture
def two(table: Table) -> Table:
    """Return the table after two decisions by different rules, one of them in two languages."""
    table.open(body="heads-of-migration-authorities")
    table.do("SEC", "table_proposal", **PROPOSAL)
    table.do("SEC", "translate_proposal", proposal=1, language="tr", final="on", **TURKISH)
    table.do("AZ", "put_question", subject_kind="proposal", subject_number=1, method="unanimity")
    for seat in ("AZ", "KZ", "KG", "TR", "UZ"):
        table.do(seat, "take_position", question=1, position="yes")
    table.do("AZ", "close_question", question=1)
    table.do("KZ", "explain_position", question=1, language="en", text="We have wished for it.")
    table.do("TR", "attach_interpretation", decision=1, language="en", text="It meets in turn.")
    table.do("SEC", "table_proposal", language="en", title="Next meeting", paragraphs="Meet again in a year.")
    table.do("AZ", "put_question", subject_kind="proposal", subject_number=2, method="consensus")
    table.do("AZ", "close_question", question=2)
    table.do("AZ", "close_meeting")
    return table


def found(table: Table, query: str) -> list[str]:
    answer = Client().get(f"/{table.council.slug}/decisions.json?{query}")
    assert answer.status_code == 200, answer.content
    return [one["symbol"].rpartition(".")[2] for one in answer.json()["decisions"]]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["2", "1"]),
        ("q=WORKING", ["1"]),
        ("q=calisma+kurulsun", ["1"]),
        ("q=ilk", ["1"]),
        ("q=goc", ["1"]),
        ("q=working+year", []),
        ("q=meet", ["2", "1"]),
        ("q=TC/MIG/2020/1/DEC.2", ["2"]),
        ("q=%25", []),
        ("rule=consensus", ["2"]),
        ("rule=unanimity&q=meet", ["1"]),
        ("meeting=tc-mig-2020-1", ["2", "1"]),
        ("body=heads-of-migration-authorities", ["2", "1"]),
    ],
)
def test_words_of_any_language_and_filters_find_decisions(two: Table, query: str, numbers: list[str]) -> None:
    assert found(two, query) == numbers


@pytest.mark.parametrize("query", ["rule=none", "year=1999", "year=x", "meeting=guessed", "body=guessed"])
def test_a_filter_that_names_nothing_here_is_said_to(two: Table, query: str) -> None:
    answer = at(two, "KZ", f"decisions.json?{query}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [query.partition("=")[0]])
    page = at(two, "KZ", f"decisions/?{query}")
    assert page.status_code == 200
    assert page.context["page"].paginator.count == 0


def test_programs_read_all_of_a_decision_in_every_language(two: Table) -> None:
    answer = Client().get(f"/{two.council.slug}/decisions/{SLUG}.json").json()
    assert answer["versions"]["tr"] == {
        "title": "Çalışma grubu",
        "paragraphs": ["Bir çalışma grubu kurulsun.", "İLK toplantı yapılsın."],
    }
    assert answer["positions"] == dict.fromkeys(("AZ", "KZ", "KG", "TR", "UZ"), "yes")
    assert (answer["method"], answer["rule"]["key"], answer["rule"]["number"]) == ("unanimity", "unanimity", "27")
    assert answer["explanations"] == [{"seat": "KZ", "language": "en", "text": "We have wished for it."}]
    assert answer["interpretations"] == [{"seat": "TR", "language": "en", "text": "It meets in turn."}]
    assert answer["body_established"]["slug"] == BODY
    assert answer["meeting"]["url"].endswith("/turkic-council/meetings/tc-mig-2020-1/")
    page = Client().get(answer["url"].partition("8000")[2])
    assert page.status_code == 200


def test_the_page_of_a_decision_is_complete(two: Table) -> None:
    page = at(two, "KZ", f"decisions/{SLUG}/").content.decode()
    shown = ["Establish a working group.", "Rule 27", "In favor", "We have wished for it.", "It meets in turn."]
    shown += ["Çalışma grubu", "Migration Coordination Group", f"/bodies/{BODY}/", f"{SLUG}/follow-up/"]
    assert [words for words in shown if words not in page] == []


def test_a_feed_is_atom_in_the_language_that_its_address_names(two: Table) -> None:
    answer = Client().get(f"/{two.council.slug}/decisions.atom?lang=tr")
    feed = ET.fromstring(answer.content)  # noqa: S314 -- our own
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "tr"
    entries = [
        [entry.findtext(f"{ATOM}{name}") for name in ("title", "summary")] for entry in feed.iter(f"{ATOM}entry")
    ]
    assert entries == [
        ["TC/MIG/2020/1/DEC.2 Next meeting", "Meet again in a year."],
        ["TC/MIG/2020/1/DEC.1 Çalışma grubu", "Bir çalışma grubu kurulsun."],
    ]
    own = [link.attrib["href"] for link in feed.findall(f"{ATOM}link") if link.attrib["rel"] == "self"]
    assert [address.rpartition("/")[2] for address in own] == ["decisions.atom?lang=tr"]
    identities = [entry.findtext(f"{ATOM}id", "") for entry in feed.iter(f"{ATOM}entry")]
    assert all("lang=" not in one for one in identities)


@pytest.mark.parametrize("path", ["", "meetings/", "meetings/tc-mig-2020-1/", "decisions/", f"decisions/{SLUG}/"])
def test_a_public_page_names_itself_in_every_language(two: Table, path: str) -> None:
    page = Client().get(f"/{two.council.slug}/{path}?lang=tr").content.decode()
    assert '<html lang="tr"' in page
    languages = re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="http[^"]+"', page)
    assert languages == ["en", "az", "kk", "ky", "tr", "uz", "hu", "ru", "x-default"]
    assert re.findall(r'<link rel="canonical" href="[^"]*(\?lang=\w+)">', page) == ["?lang=tr"]
    assert len(re.findall(r'<meta property="og:(?:title|type|url|site_name|locale)" content="[^"]+">', page)) == 5


def test_a_language_that_the_site_does_not_speak_changes_nothing(two: Table) -> None:
    assert '<html lang="en"' in Client().get(f"/{two.council.slug}/decisions/?lang=xx").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_decisions_as_for_one(
    two: Table, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    one = Decision.objects.earliest("number")
    Decision.objects.exclude(pk=one.pk).delete()
    for number in range(2, count + 1):
        copy: dict[str, Any] = {"number": number, "symbol": f"X/{number}", "slug": f"x-{number}"}
        own = {name: getattr(one, name) for name in ("council", "meeting", "titles", "adopted_at", "rule", "words")}
        Decision.objects.create(**own, **copy)
    client = Client()
    with django_assert_num_queries(9):
        page = client.get(f"/{two.council.slug}/decisions/")
    assert len(page.context["rows"]) == count
