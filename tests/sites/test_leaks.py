"""Circulation, embargo, role and format: what a reader may not read is in nothing that this reader is ever sent.

In every paper and document stands a word of its own, so that each "may not" has something that could leak.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, Final

import pytest
from asgiref.sync import async_to_sync
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from kenesh.core import clock
from kenesh.core.yamlfile import load_yaml
from kenesh.council.actions import add_person, load_council
from kenesh.council.codec import CouncilFile
from kenesh.council.models import Council
from tests.council.councils import TURKIC
from tests.meetings.conftest import SEATS, Table

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

Read = Callable[["Site", str, str], bytes]

ROLES: Final = {"chair": "AZ", "member": "KZ", "observer": "HU", "secretariat": "SEC", "uninvited": "UZ", "nobody": ""}
INVITED: Final = ("AZ", "KZ", "KG", "TR", "HU", "SEC")
MEETINGS: Final = ("public", "closed")
CIRCULATIONS: Final = ("all", "members", "secretariat")
EMBARGOES: Final = {"none": "", "over": "2020-05-01T12:00", "ahead": "2020-06-01T12:00"}
NOW: Final = datetime(2020, 5, 7, 9, 0, tzinfo=UTC)
AFTER: Final = datetime(2020, 6, 1, 12, 0, tzinfo=UTC)

PLACES: Final[tuple[str, ...]] = (
    "list",
    "paper",
    "text",
    "shown",
    "file",
    "changes",
    "papers.json",
    "meeting",
    "meetings",
    "room",
    "journal",
    "record",
    "search",
    "decisions.json",
    "decisions.atom",
    "communiques.json",
    "communiques.atom",
    "archive",
)
SHOWS: Final = {
    "list",
    "paper",
    "text",
    "shown",
    "file",
    "changes",
    "papers.json",
    "meeting",
}  # where who may read it finds it


class Site:
    """A council with two meetings; a paper of each circulation and embargo for each, and one that never went out."""

    def __init__(self) -> None:
        self.council: Council = load_council(data=load_yaml(TURKIC, CouncilFile))
        self.clients = {code: self._signed_in(code) for code in SEATS}
        self.tables = {name: self._meeting(name) for name in MEETINGS}
        self.words: dict[str, tuple[str, str, str, str]] = {}  # the meeting, circulation, embargo and address

    def file_papers(self) -> None:
        for name in MEETINGS:
            self._file(name, "", "none")
            for circulation, embargo in product(CIRCULATIONS, EMBARGOES):
                self._file(name, circulation, embargo)

    def _signed_in(self, code: str) -> Client:
        client = Client()
        client.force_login(add_person(seat=self.council.seats.get(code=code), email=f"{code}@example.org"))
        return client

    def _meeting(self, name: str) -> Table:
        table = Table(council=self.council, clients=self.clients, slug=f"tc-{name}")
        public = {"open_to_public": "on"} if name == "public" else {}
        answer = table.convene(symbol=f"TC/{name.upper()}", seats=list(INVITED), **public)
        assert answer.status_code == 302, answer.context["form"].errors
        return table

    def _file(self, meeting: str, circulation: str, embargo: str) -> None:
        table, number = self.tables[meeting], len(self.words) + 1
        word, slug = f"canary{number:03}x", f"wp-{number}"
        self.words[word] = (meeting, circulation, embargo, slug)
        post = self.clients["SEC"].post
        for name, revision in (("papers/add/", 0), (f"papers/{slug}/en/", 1)):
            file = SimpleUploadedFile(f"{word}.txt", f"{word} in revision {revision}".encode())
            fields = {"last": f"WP.{number}", "original": "en", "title_en": word, "base": revision, "follows": 1}
            assert post(table.base + name, {**fields, "file": file}).status_code == 302
            if circulation:
                terms = {"languages": "en", "circulation": circulation, "embargo_until": EMBARGOES[embargo]}
                sent = post(f"{table.base}papers/{slug}/circulate/", {**terms, "time_zone": "UTC"})
                assert sent.status_code == 302

    def readers(self, word: str, *, at: datetime) -> set[str]:
        """Say who may read the paper of this word, as docs/papers.md says it."""
        meeting, circulation, embargo, _slug = self.words[word]
        if not circulation or (embargo == "ahead" and at < AFTER):
            return {"secretariat"}
        everyone = set(ROLES) if meeting == "public" else {"chair", "member", "observer", "secretariat"}
        return {"all": everyone, "members": {"chair", "member", "secretariat"}, "secretariat": {"secretariat"}}[
            circulation
        ]

    def address(self, place: str, word: str) -> str:
        meeting, _circulation, _embargo, slug = self.words[word]
        base, council = self.tables[meeting].base, f"/{self.council.slug}/"
        return {
            "list": f"{base}papers/",
            "paper": f"{base}papers/{slug}/",
            "text": f"{base}papers/{slug}/en/2/",
            "shown": f"{base}papers/{slug}/shown/",
            "file": f"{base}papers/{slug}/en/1/file/",
            "changes": f"{base}papers/{slug}/en/changes/",
            "papers.json": f"{base}papers.json",
            "meeting": base,
            "meetings": f"{council}meetings/",
            "room": f"{base}room/",
            "journal": f"{base}journal/",
            "record": f"{base}record.jsonl",
            "search": f"{council}decisions/?q={word}",
            "decisions.json": f"{council}decisions.json",
            "decisions.atom": f"{council}decisions.atom",
            "communiques.json": f"{council}communiques.json",
            "communiques.atom": f"{council}communiques.atom",
            "archive": f"{base}archive.zip",
        }[place]

    def said(self, role: str, address: str) -> tuple[int, str]:
        """Return all that a reader is told, without the address: who asked knew it."""
        client = self.clients[ROLES[role]] if ROLES[role] else Client()
        answer = client.get(address)
        content = async_to_sync(_whole)(answer) if answer.streaming else answer.content
        told = f"{dict(answer.headers)}\n{_unpacked(content)}"
        return answer.status_code, told.replace(address, "").replace(
            address.rpartition("?q=")[2] if "?q=" in address else "\0", ""
        )


async def _whole(answer: Any) -> bytes:
    return b"".join([part async for part in answer])


def _unpacked(content: bytes) -> str:
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(_unpacked(archive.read(name)) for name in archive.namelist())
    if content[:5] == b"%PDF-":
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode(errors="replace")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Site()


@pytest.fixture
def papers(site: Site) -> Site:
    site.file_papers()
    return site


def seen(site: Site, role: str, *, place: str) -> Iterator[tuple[str, str]]:
    """Give every word a reader finds at a place, with the address it was found at."""
    for address in dict.fromkeys(site.address(place, word) for word in site.words):
        if "journal" in address:  # a stream without end; what it sends is what the record holds
            continue
        _status, told = site.said(role, address)
        yield from ((word, address) for word in site.words if word in told)


def test_no_place_tells_of_a_paper_to_who_may_not_read_it(papers: Site) -> None:
    for role, place in product(ROLES, PLACES):
        may = {word for word in papers.words if role in papers.readers(word, at=NOW)}
        found = dict(seen(papers, role, place=place))
        assert {word: where for word, where in found.items() if word not in may} == {}, (role, place)
        assert set(found) == (may if place in SHOWS else set()), (role, place)


def test_what_may_not_be_read_is_answered_like_what_does_not_exist(papers: Site) -> None:
    for role, (word, (meeting, _circulation, _embargo, slug)) in product(ROLES, papers.words.items()):
        if role in papers.readers(word, at=NOW):
            continue
        base = f"{papers.tables[meeting].base}papers/"
        for rest in ("", "shown/", "en/1/", "en/2/", "en/1/file/", "en/changes/"):
            answers = [papers.said(role, f"{base}{one}/{rest}") for one in (slug, "x" * len(slug))]
            assert answers[0][0] == 404
            assert _page(answers[0][1]) == _page(answers[1][1])


def test_the_end_of_an_embargo_opens_a_paper_to_those_it_was_circulated_to(
    papers: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for moment, role in product((AFTER - timedelta(microseconds=1), AFTER), ROLES):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        may = {word for word in papers.words if role in papers.readers(word, at=moment)}
        assert {word for word, _where in seen(papers, role, place="text")} == may


def test_the_archive_holds_what_went_out_and_is_the_secretariat_s(papers: Site) -> None:
    table = papers.tables["public"]
    close(table)
    gone_out = {word for word, (meeting, terms, *_rest) in papers.words.items() if meeting == "public" and terms}
    for role in ROLES:
        _status, told = papers.said(role, f"{table.base}archive.zip")
        assert {word for word in papers.words if word in told} == (gone_out if role == "secretariat" else set())


def _page(told: str) -> str:
    """Return a page without its headers and without what is drawn by chance for each form."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", told.partition("\n")[2])


# A version of a document that was edited is the Secretariat's, one that was checked the seats' as well, one that was
# released everyone's: each has a word of its own.
VERSIONS: Final = {"en": "released", "az": "checked", "kk": "edited"}
KINDS: Final = ("communique", "summary-record")
STEPS: Final = {"released": ("check", "release"), "checked": ("check",), "edited": ()}
READ_BY: Final = {
    "released": set(ROLES),
    "checked": {"chair", "member", "observer", "secretariat"},
    "edited": {"secretariat"},
}


def word_of(kind: str, language: str) -> str:
    return f"canary{kind.partition('-')[0]}{VERSIONS[language]}"


def close(table: Table) -> None:
    for seat in ("AZ", "KZ", "KG", "TR"):
        table.do("SEC", "mark_present", seat=seat)
    table.do("AZ", "open_meeting")
    table.do("AZ", "close_meeting")


def write(table: Table, kind: str, language: str) -> None:
    base, post = f"{table.base}documents/{kind}/{language}/", table.clients["SEC"].post
    text = f"# {word_of(kind, language)}\n\nA paragraph."
    assert post(f"{base}edit/", {"text": text, "revision": 0, "follows": 1}).status_code == 302
    for step in STEPS[VERSIONS[language]]:
        assert post(f"{base}step/", {"step": step, "revision": 1}).status_code == 302


@pytest.mark.parametrize("ending", ["/{}/", ".{}.pdf", ".{}.json", ".{}.html"])
def test_a_document_tells_nothing_before_its_time_in_any_format(site: Site, ending: str) -> None:
    table = site.tables["public"]
    close(table)
    for kind, language in product(KINDS, VERSIONS):
        write(table, kind, language)
    addresses = {
        word_of(kind, language): f"{table.base}documents/{kind}{ending.format(language)}"
        for kind, language in product(KINDS, VERSIONS)
    }
    for role, (word, address) in product(ROLES, addresses.items()):
        state = next(state for state in READ_BY if word.endswith(state))
        status, told = site.said(role, address)
        assert (status, word in told) == ((200, True) if role in READ_BY[state] else (404, False)), (role, address)


@pytest.mark.parametrize(
    "place", ["documents/", "communiques/", "communiques.json", "communiques.atom", "decisions/?q="]
)
def test_lists_and_feeds_tell_nothing_of_a_document_before_its_time(site: Site, place: str) -> None:
    table = site.tables["public"]
    close(table)
    for kind, language in product(KINDS, VERSIONS):
        write(table, kind, language)
    base = table.base if place == "documents/" else f"/{site.council.slug}/"
    words = {word_of(kind, language): VERSIONS[language] for kind, language in product(KINDS, VERSIONS)}
    for role in ROLES:
        status, told = site.said(role, base + place)
        assert status == 200
        assert {word for word, state in words.items() if word in told and role not in READ_BY[state]} == set()
