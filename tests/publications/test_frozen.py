"""A document that is frozen: refused too early, then signed, and never changed again."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest

from kenesh.core import chain, clock, journal, signing
from tests.publications.test_views import RECORD, edit, tomorrow

if TYPE_CHECKING:
    from tests.publications.conftest import Papers

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LANGUAGES = ("en", "az", "kk", "ky", "tr", "uz", "hu")
STATEMENT = "summary-record.statement.json"


def _freeze(papers: "Papers") -> bool:
    papers.post("SEC", "summary-record/freeze/")
    return bool(papers.get("public", STATEMENT).status_code == HTTPStatus.OK)


def test_it_is_frozen_once_all_is_released_and_every_correction_answered(papers: "Papers") -> None:
    papers.release("summary-record", *LANGUAGES[:-1])
    assert not _freeze(papers)
    papers.release("summary-record", LANGUAGES[-1])
    papers.post("SEC", "summary-record/period/", until=tomorrow())
    papers.post("KZ", f"{RECORD}correct/", text="Please.")
    assert not _freeze(papers)
    with clock.pinned(at=datetime.now(tz=UTC) + timedelta(days=3)):
        assert not _freeze(papers)
        asked = papers.get("SEC").context["corrections"][0]
        papers.post("SEC", f"corrections/{asked.pk}/", answer="declined")
        assert _freeze(papers)


def test_the_statement_holds_with_the_public_key_alone(papers: "Papers") -> None:
    papers.release("summary-record", *LANGUAGES)
    assert _freeze(papers)
    signed: dict[str, Any] = papers.get("public", STATEMENT).json()
    pem = papers.clients["public"].get("/keys/record.pub").content
    key = signing.load_public(pem=pem)
    key.verify(base64.b64decode(signed["signature"]), chain.canonical(signed["statement"]))
    told = signed["statement"]
    assert (told["meeting"], told["document"]) == ("TC/MIG/2020/1", "summary-record")
    assert told["record"] == journal.head(journal_id=papers.table.meeting.journal_id)[1]
    for language in LANGUAGES:
        text = papers.get("public", f"summary-record.{language}.json").json()["text"]
        assert told["versions"][language] == hashlib.sha256(text.encode()).hexdigest()


def test_nothing_in_it_changes_any_more(papers: "Papers") -> None:
    papers.release("summary-record", *LANGUAGES)
    assert _freeze(papers)
    signed = papers.get("public", STATEMENT).content
    assert edit(papers, text="# Later").status_code == HTTPStatus.CONFLICT
    papers.post("SEC", "summary-record/period/", until=tomorrow())
    assert papers.post("KZ", f"{RECORD}correct/", text="Late.").status_code == HTTPStatus.CONFLICT
    assert _freeze(papers)
    assert papers.get("public", STATEMENT).content == signed
    assert "Later" not in papers.get("SEC", RECORD).content.decode()
