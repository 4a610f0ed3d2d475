from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest

from kenesh.core import clock
from tests.publications.conftest import OWN, SAID

if TYPE_CHECKING:
    from tests.publications.conftest import Papers

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

RECORD = "summary-record/en/"


def edit(papers: "Papers", path: str = RECORD, **changes: Any) -> Any:
    form = papers.get("SEC", f"{path}edit/").context["form"]
    return papers.post("SEC", f"{path}edit/", **(form.initial | changes))


def tomorrow(days: int = 1) -> str:
    return f"{(clock.now() + timedelta(days=days)).date():%Y-%m-%d}"


def test_the_summary_record_is_drafted_from_the_record(papers: "Papers") -> None:
    page = papers.get("SEC", RECORD).content.decode()
    for told in (
        "Summary record of the meeting TC/MIG/2020/1",
        "Azerbaijan (State Migration Service) presided.",
        "Of 5 members 5 attended.",
        "Item 1: Opening",
        SAID,
        f'lang="kk">{OWN}',
        "Adopted",
        "5 – Azerbaijan, Kazakhstan, Kyrgyzstan, Turkey and Uzbekistan",
        "Decision TC/MIG/2020/1/DEC.1: Working group",
        "Migration Coordination Group",
    ):
        assert told in page
    assert "Draft, not released" in page


def test_the_communique_is_drafted_in_every_language_of_the_meeting(papers: "Papers") -> None:
    for language in ("en", "az", "kk", "ky", "tr", "uz", "hu"):
        assert papers.get("SEC", f"communique/{language}/").status_code == HTTPStatus.OK
    assert papers.get("SEC", "communique/ru/").status_code == HTTPStatus.NOT_FOUND


def test_an_edited_original_leaves_the_others_behind(papers: "Papers") -> None:
    assert edit(papers, text="# Another title\n\nAnother text.").status_code == HTTPStatus.FOUND
    shown = papers.get("SEC").context["documents"][0]
    assert {one.language: one.stale for one in shown.versions} == {
        "en": False,
        **dict.fromkeys(("az", "kk", "ky", "tr", "uz", "hu"), True),
    }
    assert {one.language: one.steps for one in shown.versions if one.language in {"en", "az"}} == {
        "en": ("check",),
        "az": (),
    }
    answer = papers.post("SEC", "summary-record/az/step/", step="check", revision=0, follow=True)
    assert answer.status_code == HTTPStatus.FOUND
    assert papers.opened("summary-record", "az").row is None


def test_a_version_brought_up_to_the_original_is_stale_no_more(papers: "Papers") -> None:
    edit(papers, text="# Another title")
    edit(papers, "summary-record/az/", text="# Başqa ad")
    papers.release("summary-record", "en", "az")
    assert papers.get("public", "summary-record/az/").status_code == HTTPStatus.OK


def test_the_second_editor_sees_the_difference_and_loses_nothing(papers: "Papers") -> None:
    first = papers.get("SEC", f"{RECORD}edit/").context["form"].initial
    edit(papers, text="# Title\n\nFrom the first.")
    answer = papers.post("SEC", f"{RECORD}edit/", **(first | {"text": "# Title\n\nFrom the second."}))
    assert answer.status_code == HTTPStatus.CONFLICT
    page = answer.content.decode()
    assert '<del class="del">From the first.</del>' in page
    assert '<ins class="ins">From the second.</ins>' in page
    again = answer.context["form"].initial
    assert again["text"].endswith("From the second.")
    papers.post("SEC", f"{RECORD}edit/", **(again | {"text": "# Title\n\nFrom the first.\n\nFrom the second."}))
    row = papers.opened("summary-record", "en").row
    assert row is not None
    assert row.text == "# Title\n\nFrom the first.\n\nFrom the second.\n"
    assert [trace.text for trace in row.traces.all()] == ["# Title\n\nFrom the first.\n", row.text]


def test_a_check_of_a_text_that_has_moved_on_is_refused(papers: "Papers") -> None:
    edit(papers, text="# Title")
    papers.post("SEC", f"{RECORD}step/", step="check", revision=0)
    row = papers.opened("summary-record", "en").row
    assert row is not None
    assert row.state == "edited"


@pytest.mark.parametrize("text", ["No title", "# Title \u202e turned", ""])
def test_a_text_that_is_no_document_comes_back_with_what_is_wrong(papers: "Papers", text: str) -> None:
    answer = edit(papers, text=text)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.context["form"].errors


def test_an_edit_after_the_release_is_not_public_before_it_is_released(papers: "Papers") -> None:
    papers.release("communique", "en")
    edit(papers, "communique/en/", text="# Not yet")
    assert "Not yet" not in papers.get("public", "communique/en/").content.decode()
    assert "Not yet" not in papers.get("KZ", "communique/en/").content.decode()
    papers.release("communique", "en")
    assert "Not yet" in papers.get("public", "communique/en/").content.decode()


def test_seats_ask_for_corrections_within_the_period_and_the_secretariat_answers(papers: "Papers") -> None:
    papers.post("SEC", f"{RECORD}step/", step="check", revision=0)
    assert papers.post("KZ", f"{RECORD}correct/", text="Early.").status_code == HTTPStatus.CONFLICT
    papers.post("SEC", "summary-record/period/", until=tomorrow())
    assert "Ask for a correction" in papers.get("KZ", RECORD).content.decode()
    assert papers.post("KZ", f"{RECORD}correct/", text=" ").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert papers.post("KZ", f"{RECORD}correct/", text="We said otherwise.").status_code == HTTPStatus.FOUND
    (asked,) = papers.get("SEC").context["corrections"]
    assert (asked.seat, asked.answer) == ("KZ", "waiting")
    assert papers.get("TR").context["corrections"] == ()
    papers.post("SEC", f"corrections/{asked.pk}/", answer="accepted")
    (asked,) = papers.get("KZ").context["corrections"]
    assert asked.answer == "accepted"
    papers.post("SEC", f"corrections/{asked.pk}/", answer="declined")
    assert papers.get("KZ").context["corrections"][0].answer == "accepted"


def test_only_the_secretariat_works_on_documents(papers: "Papers") -> None:
    for who in ("KZ", "stranger"):
        assert papers.get(who, f"{RECORD}edit/").status_code == HTTPStatus.FORBIDDEN
        assert papers.post(who, f"{RECORD}step/", step="check", revision=0).status_code == HTTPStatus.FORBIDDEN
        assert papers.post(who, "summary-record/freeze/").status_code == HTTPStatus.FORBIDDEN
    assert papers.get("public", f"{RECORD}edit/").status_code == HTTPStatus.FOUND  # to the sign-in


def test_a_meeting_that_is_not_over_has_no_documents(papers: "Papers") -> None:
    papers.table.meeting.__class__.objects.update(phase="open")
    for who in ("SEC", "KZ", "public"):
        assert papers.get(who).status_code == HTTPStatus.NOT_FOUND
