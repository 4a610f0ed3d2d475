import io
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from kenesh.core import journal

if TYPE_CHECKING:
    from tests.publications.conftest import Papers

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

DECISION = "tc-mig-2020-1-dec-1"


def _print(papers: "Papers", language: str = "en", who: str = "public") -> str:
    answer = papers.clients[who].get(f"/turkic-council/decisions/{DECISION}.{language}.pdf")
    assert answer.status_code == HTTPStatus.OK
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())


def test_a_printed_decision_carries_an_address_under_which_it_is_found_genuine(papers: "Papers") -> None:
    text = _print(papers)
    assert "Decision TC/MIG/2020/1/DEC.1: Working group" in text
    code = text.partition("Code: ")[2][:24]
    assert f"/turkic-council/decisions/{DECISION}/check/{code}/" in text.replace(" ", "")
    page = papers.clients["public"].get(f"/turkic-council/decisions/{DECISION}/check/{code}/")
    assert page.status_code == HTTPStatus.OK
    assert "Establish a working group." in page.content.decode()
    line = page.context["line"]
    assert line.startswith(code.replace("-", ""))
    record = b"".join(journal.export(journal_id=papers.table.meeting.journal_id)).decode()
    assert f'"hash":"{line}"' in record


def test_a_false_code_is_answered_with_that(papers: "Papers") -> None:
    page = papers.clients["public"].get(f"/turkic-council/decisions/{DECISION}/check/0000-1111/")
    assert page.status_code == HTTPStatus.NOT_FOUND
    assert "This code is not that of the decision TC/MIG/2020/1/DEC.1" in page.content.decode()


def test_a_decision_is_printed_in_the_languages_of_its_meeting(papers: "Papers") -> None:
    assert "Establish a working group." in _print(papers, "kk")
    answer = papers.clients["public"].get(f"/turkic-council/decisions/{DECISION}.ru.pdf")
    assert answer.status_code == HTTPStatus.NOT_FOUND
