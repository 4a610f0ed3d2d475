"""No page shows two languages at once: what stands in English on the English page stands so on no other."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import httpx
import pytest

from tests.journeys.furnished import IN_SESSION, PAGES
from tests.journeys.site import TOKEN, Site

pytestmark = pytest.mark.e2e

LANGUAGES = ("az", "kk", "ky", "tr", "uz", "hu", "ru")
SAID = {"alt", "aria-label", "placeholder", "title"}
WORDS = re.compile(r"[A-Za-z]{2,}\W+[A-Za-z]{2,}")
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}
# Names that are the same in every language, or carry no language: addresses, machine words, free text of people.
NAMES = re.compile(
    r"https?:\S+|[\w.-]+@[\w.-]+|width=device-width.*|light dark|[A-Z]+(/[A-Za-z0-9.]+)+|\w+/\w+|[\w-]+\.ics", re.ASCII
)

Pages = dict[str, dict[str, set[str]]]


class Texts(HTMLParser):
    """All that is read or heard of a page in the page's own language; parts marked as another's are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or (self._open[-1][1] if self._open else "")
        self._say(language, *(value for name, value in attrs if name in SAID or name.endswith("-text")))
        self._say(language, *(given.get(name) for name in ("data-announce", "data-key-label", "data-label")))
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] not in {"script", "style", "textarea"}:
            self._say(self._open[-1][1], data)

    def _say(self, language: str, *texts: str | None) -> None:
        if self._open and language == self._open[0][1]:
            self.found |= {" ".join(NAMES.sub("", text).split()) for text in texts if text}


def texts(page: str) -> set[str]:
    parser = Texts()
    parser.feed(page)
    return {text for text in parser.found if WORDS.search(text)}


@pytest.fixture(scope="module")
def clients(furnished: Site) -> Iterator[dict[str, httpx.Client]]:
    seats = {page.seat for page in PAGES}
    made = {seat: httpx.Client(base_url=furnished.url, trust_env=False, timeout=30) for seat in seats}
    for seat, link in furnished.links().items():
        if seat in made:
            made[seat].get(link)
    yield made
    for client in made.values():
        client.close()


@pytest.fixture(scope="module")
def english(clients: dict[str, httpx.Client]) -> dict[str, set[str]]:
    return pages(clients, "en")


def pages(clients: dict[str, httpx.Client], language: str) -> dict[str, set[str]]:
    asked = {"Accept-Language": language}
    found = {page.name: texts(clients[page.seat].get(page.path, headers=asked).text) for page in PAGES}
    return found | {"refusal": texts(refusal(clients["KZ"], asked))}


def refusal(client: httpx.Client, asked: dict[str, str]) -> str:
    token = TOKEN.search(client.get("/").text)
    assert token
    fields = {"csrfmiddlewaretoken": token[1], "question": 1, "position": "yes"}
    answer = client.post(f"{IN_SESSION}acts/take-position/", data=fields, headers=asked)
    assert answer.status_code == httpx.codes.CONFLICT
    return answer.text


def test_there_is_something_to_compare(english: dict[str, set[str]]) -> None:
    assert [name for name, found in english.items() if len(found) < 5] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_in_one_language(
    clients: dict[str, httpx.Client], english: dict[str, set[str]], language: str
) -> None:
    here = pages(clients, language)
    shared = [f"{name}: {text}" for name, found in here.items() for text in sorted(found & english[name])]
    assert "\n".join(shared) == ""
