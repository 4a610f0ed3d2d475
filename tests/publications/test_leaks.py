"""The matrix of role x state x format: a text reaches those it is for, by whatever address it is asked for."""

import io
import itertools
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import pytest
from pypdf import PdfReader

from tests.publications.test_views import edit

if TYPE_CHECKING:
    from tests.publications.conftest import Papers

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

KIND: Final = "communique"
FORMATS: Final = (f"{KIND}/en/", f"{KIND}.en.pdf", f"{KIND}.en.html", f"{KIND}.en.json", "")
ROLES: Final = ("public", "stranger", "KZ", "HU", "SEC")
SEATS: Final = frozenset({"KZ", "HU", "SEC"})
FIRST, SECOND = "The first word spreads.", "The second word spreads."

# Who reads the text as first edited, and who the one that came after it, in each state.
READERS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "drafted": (frozenset(), frozenset()),
    "edited": (frozenset({"SEC"}), frozenset()),
    "checked": (SEATS, frozenset()),
    "released": (frozenset(ROLES), frozenset()),
    "edited again": (frozenset(ROLES) - {"SEC"}, frozenset({"SEC"})),
    "checked again": (frozenset({"public", "stranger"}), SEATS),
    "released again": (frozenset(), frozenset(ROLES)),
}


def _bring_to(papers: "Papers", state: str) -> None:
    order = list(READERS)
    for reached in order[1 : order.index(state) + 1]:
        match reached:
            case "edited":
                edit(papers, f"{KIND}/en/", text=f"# Communique\n\n{FIRST}")
            case "edited again":
                edit(papers, f"{KIND}/en/", text=f"# Communique\n\n{SECOND}")
            case _:
                step = "check" if reached.startswith("checked") else "release"
                row = papers.opened(KIND, "en").row
                papers.post("SEC", f"{KIND}/en/step/", step=step, revision=row.revision if row else 0)


def _said(answer: Any) -> str:
    if answer["Content-Type"] == "application/pdf":
        pages = PdfReader(io.BytesIO(answer.content)).pages
        return " ".join("".join(page.extract_text() for page in pages).split())
    content: str = answer.content.decode()
    return content


@pytest.mark.parametrize("state", READERS)
def test_a_text_reaches_those_it_is_for_and_nobody_else(papers: "Papers", state: str) -> None:
    _bring_to(papers, state)
    first, second = READERS[state]
    found: dict[tuple[str, str], tuple[bool, bool]] = {}
    for role, path in itertools.product(ROLES, FORMATS[:-1]):
        answer = papers.get(role, path)
        said = _said(answer) if answer.status_code == HTTPStatus.OK else ""
        assert answer.status_code in {HTTPStatus.OK, HTTPStatus.NOT_FOUND}
        assert bool(said) == (role in first | second or role == "SEC")
        found[role, path] = (FIRST in said, SECOND in said)
    wanted = {(role, path): (role in first, role in second) for role in ROLES for path in FORMATS[:-1]}
    assert found == wanted


@pytest.mark.parametrize("state", READERS)
def test_the_list_names_what_its_reader_can_read(papers: "Papers", state: str) -> None:
    _bring_to(papers, state)
    first, second = READERS[state]
    for role in ROLES:
        listed = [one.kind for one in papers.get(role).context["documents"]]
        assert (KIND in listed) == (role in first | second or role == "SEC")


def test_what_does_not_exist_answers_as_what_is_not_released(papers: "Papers") -> None:
    guesses = (
        f"{KIND}/en/",
        f"{KIND}/xx/",
        "minutes/en/",
        f"{KIND}.en.pdf",
        f"{KIND}.xx.pdf",
        f"{KIND}.en.json",
        f"{KIND}.en.html",
        f"{KIND}.en.docx",
        f"{KIND}.statement.json",
        f"{KIND}/en",
        f"{KIND}.en.pdf/",
        f"{KIND}/EN/",
    )
    assert {papers.get("public", path).status_code for path in guesses} <= {
        HTTPStatus.NOT_FOUND,
        HTTPStatus.MOVED_PERMANENTLY,
    }


def test_the_draft_of_another_language_is_not_read_through_its_neighbour(papers: "Papers") -> None:
    papers.release(KIND, "en")
    page = papers.get("public", f"{KIND}/en/")
    assert page.context["readable"] == ("en",)
    assert f"/{KIND}/az/" not in page.content.decode()
    assert papers.get("public", f"{KIND}/az/").status_code == HTTPStatus.NOT_FOUND
