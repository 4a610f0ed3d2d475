"""Papers over HTTP: filed, replaced, finished, sent out, and read by those they went to."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kenesh.core import clock, files, journal
from kenesh.meetings.models import Paper, PaperIssue
from tests.core.samples import docx, pdf, png
from tests.meetings.conftest import Table

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

TEXT = b"The Heads of Authorities meet.\n\nThey inform each other."
NEWER = b"The Heads of Authorities meet.\n\nThey inform each other at once."


def file(content: bytes = TEXT, name: str = "note.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


class Shelf:
    """A table whose Secretariat files papers."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def post(self, name: str, /, **fields: Any) -> Any:
        return self.table.clients["SEC"].post(f"{self.table.base}papers/{name}", fields)

    def add(self, last: str = "WP.1", content: bytes = TEXT, **changes: Any) -> Any:
        fields = {"last": last, "original": "en", "title_en": "A telling title", "item": "2", "file": file(content)}
        return self.post("add/", **(fields | changes))

    def issue(
        self, language: str = "en", content: bytes = NEWER, *, base: int = 1, follows: int = 1, **more: Any
    ) -> Any:
        fields: dict[str, Any] = {"base": base, "follows": follows, "file": file(content)}
        return self.post(f"wp-1/{language}/", **(fields | more))

    def finish(self, language: str = "en", revision: int = 1) -> Any:
        return self.post(f"wp-1/{language}/final/", revision=revision)

    def circulate(self, *languages: str, circulation: str = "all", **more: Any) -> Any:
        fields = {"languages": languages or ("en",), "circulation": circulation, "item": "2", "time_zone": "Asia/Baku"}
        return self.post("wp-1/circulate/", **(fields | more))

    def read(self, seat: str, name: str = "wp-1/") -> Any:
        return self.table.clients[seat].get(f"{self.table.base}papers/{name}")

    def states(self, seat: str) -> dict[str, str]:
        listed = self.table.clients[seat].get(f"{self.table.base}papers.json").json()["papers"]
        return {one["language"]: one["state"] for one in listed[0]["versions"] if one["state"] != "missing"}


@pytest.fixture
def shelf(table: Table) -> Shelf:
    table.convene(open_to_public="on")
    return Shelf(table)


def test_a_paper_is_filed_with_its_original_and_seen_by_the_secretariat_alone(shelf: Shelf) -> None:
    answer = shelf.add()
    assert (answer.status_code, answer["location"]) == (302, f"{shelf.table.base}papers/wp-1/")
    paper = Paper.objects.get()
    assert (paper.symbol, paper.number, paper.item, paper.titles) == (
        "TC/MIG/2020/1/WP.1",
        1,
        2,
        {"en": "A telling title"},
    )
    issue = paper.issues.get()
    assert (issue.revision, issue.follows, issue.state, issue.by) == (1, 1, "draft", "SEC")
    assert files.content(digest=issue.digest) == TEXT
    assert "A telling title" in shelf.read("SEC").content.decode()
    assert shelf.read("KZ").status_code == 404
    assert shelf.table.clients["KZ"].get(f"{shelf.table.base}papers.json").json()["papers"] == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"file": file(png(), "plan.pdf")}, "not what its name says"),
        ({"file": file(b"MZ", "plan.exe")}, "Accepted: PDF, DOCX"),
        ({"file": file(docx("x", parts={"word/vbaProject.bin": b"x"}), "plan.docx")}, "macros or embedded objects"),
        ({"file": file(pdf("x")[:-30], "plan.pdf")}, "broken or incomplete"),
        ({"file": ""}, "This field is required"),
        ({"last": "P.1"}, "P.1 and DEC.1 are those of proposals and decisions"),
        ({"title_en": ""}, "A paper has a title in one language at least."),
        ({"title_en": "a\u202eb"}, "U+202E is not allowed"),
    ],
)
def test_what_is_no_paper_is_refused_with_what_is_accepted(shelf: Shelf, changes: dict[str, Any], said: str) -> None:
    answer = shelf.add(**changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Paper.objects.count() == 0


def test_a_symbol_is_taken_once_and_the_next_one_suggested(shelf: Shelf) -> None:
    shelf.add()
    assert 'value="WP.2"' in shelf.read("SEC", "add/").content.decode()
    answer = shelf.add()
    assert "Another paper of this meeting has this symbol." in answer.content.decode()
    shelf.add("INF.1")
    assert [paper.number for paper in Paper.objects.all()] == [1, 2]


def test_a_circulated_paper_stands_in_the_record_by_its_hash_and_without_its_title(shelf: Shelf) -> None:
    shelf.add()
    assert shelf.circulate().status_code == 302
    record = b"".join(journal.export(journal_id=shelf.table.meeting.journal_id))
    issue = PaperIssue.objects.get()
    assert issue.digest.encode() in record
    assert b"telling" not in record
    assert (issue.circulation, issue.embargo_until is None, issue.circulated_at is None) == ("all", True, False)
    page = shelf.read("KZ").content.decode()
    assert "A telling title" in page
    assert "Hand in" not in page
    assert "They inform each other." in shelf.read("KZ", "wp-1/en/1/").content.decode()


def test_the_file_is_sent_to_be_kept_and_never_as_a_page(shelf: Shelf) -> None:
    shelf.add()
    shelf.circulate()
    answer = shelf.read("KZ", "wp-1/en/1/file/")
    assert answer.content == TEXT
    assert answer["Content-Disposition"] == 'attachment; filename="note.txt"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_gone_from_the_disk_is_said_to_be(shelf: Shelf, settings: Any, tmp_path: Any) -> None:
    shelf.add()
    settings.FILES = tmp_path
    answer = shelf.table.clients["SEC"].get(f"{shelf.table.base}papers/wp-1/en/1/file/", follow=True)
    assert "This file is missing or was changed on the server" in answer.content.decode()


def test_a_picture_is_shown_as_a_picture(shelf: Shelf) -> None:
    shelf.add(file=file(png(), "map.png"))
    page = shelf.read("SEC", "wp-1/en/1/").content.decode()
    assert f'src="{shelf.table.base}papers/wp-1/en/1/file/"' in page


def test_a_version_is_missing_draft_final_or_stale(shelf: Shelf) -> None:
    shelf.add()
    shelf.circulate()
    assert shelf.states("KZ") == {"en": "draft"}
    shelf.finish()
    shelf.issue("kk", b"Qazaqsha", base=0)
    assert shelf.states("KZ") == {"en": "final"}
    shelf.finish("kk")
    shelf.circulate("en", "kk")
    assert shelf.states("KZ") == {"en": "final", "kk": "final"}
    shelf.issue()
    assert shelf.states("SEC") == {"en": "draft", "kk": "stale"}
    assert shelf.states("KZ") == {"en": "final", "kk": "final"}
    shelf.circulate()
    assert shelf.states("KZ") == {"en": "draft", "kk": "stale"}
    assert "Older than the original" in shelf.read("KZ").content.decode()


def test_the_difference_between_two_revisions_is_shown_to_who_reads_both(shelf: Shelf) -> None:
    shelf.add()
    shelf.circulate()
    shelf.issue()
    page = shelf.read("SEC", "wp-1/en/changes/").content.decode()
    assert '<del class="del">They inform each other.</del>' in page
    assert '<ins class="ins">They inform each other at once.</ins>' in page
    assert shelf.read("KZ", "wp-1/en/changes/").status_code == 404
    assert shelf.read("KZ", "wp-1/en/2/").status_code == 404
    shelf.circulate()
    assert shelf.read("KZ", "wp-1/en/changes/?from=2&to=1").status_code == 200
    assert shelf.read("KZ", "wp-1/en/changes/?from=1&to=9").status_code == 404


def test_of_two_editors_the_second_sees_the_difference_and_nothing_is_lost(shelf: Shelf) -> None:
    shelf.add()
    shelf.issue()
    answer = shelf.issue(content=b"Something else.")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else handed in revision 2 while you were at yours" in page
    assert '<ins class="ins">Something else.</ins>' in page
    assert PaperIssue.objects.count() == 2
    held = answer.context["form"].initial
    shelf.post("wp-1/en/", base=held["base"], follows=held["follows"], held=held["held"])
    latest = PaperIssue.objects.get(revision=3)
    assert (latest.name, latest.paragraphs) == ("note.txt", ["Something else."])
    assert files.content(digest=latest.digest) == b"Something else."


def test_what_was_held_of_one_paper_is_not_filed_with_another(shelf: Shelf) -> None:
    shelf.add()
    shelf.issue()
    held = shelf.issue(content=b"Something else.").context["form"].initial["held"]
    for token in (held, "forged"):
        answer = shelf.post("wp-1/kk/", base=0, follows=1, held=token)
        assert (answer.status_code, "Choose a file." in answer.content.decode()) == (422, True)


def test_the_same_file_again_is_no_new_revision(shelf: Shelf) -> None:
    shelf.add()
    shelf.issue(content=TEXT, base=0)
    assert PaperIssue.objects.count() == 1


def test_a_revision_that_came_meanwhile_is_not_marked_final_unseen(shelf: Shelf) -> None:
    shelf.add()
    shelf.issue()
    shelf.finish()
    assert set(PaperIssue.objects.values_list("state", flat=True)) == {"draft"}


def test_of_two_who_name_a_paper_the_second_sees_what_stands(shelf: Shelf) -> None:
    shelf.add()
    edition = Paper.objects.get().edition
    assert shelf.post("wp-1/name/", title_en="First", edition=edition).status_code == 302
    answer = shelf.post("wp-1/name/", title_en="Second", edition=edition)
    page = answer.content.decode()
    assert (answer.status_code, "First" in page, 'value="Second"' in page) == (409, True, True)
    assert Paper.objects.get().titles == {"en": "First"}
    shelf.post("wp-1/name/", title_en="Second", edition=answer.context["form"].initial["edition"])
    assert Paper.objects.get().titles == {"en": "Second"}


def test_an_embargo_ends_by_itself(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.add()
    shelf.circulate(embargo_until="2090-05-07T12:00")
    issue = PaperIssue.objects.get()
    assert issue.embargo_until == datetime(2090, 5, 7, 8, 0, tzinfo=UTC)
    assert shelf.read("KZ").status_code == 404
    assert shelf.table.clients["KZ"].get(f"{shelf.table.base}room/").content.count(b"WP.1") == 0
    monkeypatch.setattr(clock, "now", lambda: datetime(2090, 5, 7, 8, 0, tzinfo=UTC))
    assert Client().get(f"{shelf.table.base}papers/wp-1/").status_code == 200


def test_the_terms_of_an_older_revision_do_not_change_with_a_newer_one(shelf: Shelf) -> None:
    shelf.add()
    shelf.circulate(circulation="members")
    shelf.issue()
    shelf.circulate()
    assert shelf.read("HU", "wp-1/en/2/").status_code == 200
    assert shelf.read("HU", "wp-1/en/1/").status_code == 404
    assert shelf.read("KZ", "wp-1/en/1/").status_code == 200


def test_papers_stand_on_the_meeting_s_page_and_in_its_room_with_their_item(shelf: Shelf) -> None:
    shelf.add()
    shelf.circulate()
    address = f"{shelf.table.base}papers/wp-1/"
    page = Client().get(shelf.table.base).content.decode()
    assert page.count(f'href="{address}"') == 2
    assert "A telling title" in page
    room = Client().get(f"{shelf.table.base}room/").content.decode()
    assert room.count(f'href="{address}"') == 1
    assert "A telling title" not in room


def test_nothing_of_a_paper_changes_after_the_meeting(shelf: Shelf) -> None:
    shelf.add()
    for seat in ("AZ", "KZ", "KG"):
        shelf.table.do("SEC", "mark_present", seat=seat)
    shelf.table.do("AZ", "open_meeting")
    shelf.table.do("AZ", "close_meeting")
    edition = Paper.objects.get().edition
    assert shelf.issue().status_code == 409
    assert shelf.finish().status_code == 409
    assert shelf.circulate().status_code == 409
    assert shelf.post("wp-1/name/", title_en="Second", edition=edition).status_code == 409
    assert "The meeting is closed." in shelf.add("WP.2").content.decode()
    assert PaperIssue.objects.get().circulation == ""
    assert "Hand in" not in shelf.read("SEC").content.decode()


def test_a_paper_is_an_exhibit_that_each_opens_who_may_read_it(shelf: Shelf) -> None:
    shelf.add()
    shelf.circulate(circulation="members")
    for seat in ("AZ", "KZ", "KG"):
        shelf.table.do("SEC", "mark_present", seat=seat)
    shelf.table.do("AZ", "open_meeting")
    shelf.table.do("AZ", "show_exhibit", kind="paper", reference="TC/MIG/2020/1/WP.1")
    room = shelf.table.clients["HU"].get(f"{shelf.table.base}room/").content.decode()
    assert f'href="{shelf.table.base}papers/wp-1/"' in room
    assert "telling" not in room
    assert (shelf.read("HU").status_code, shelf.read("KZ").status_code) == (404, 200)
    shown = [shelf.read(seat, "wp-1/shown/") for seat in ("HU", "KZ")]
    assert [answer.status_code for answer in shown] == [404, 200]
    assert "They inform each other." in shown[1].content.decode()


def test_an_exhibit_is_read_in_the_reader_s_language_where_it_is_there(shelf: Shelf) -> None:
    shelf.add()
    shelf.issue("kk", b"Qazaqsha", base=0)
    shelf.circulate("en", "kk")
    assert "Qazaqsha" in shelf.read("KZ", "wp-1/shown/?lang=kk").content.decode()
    assert "They inform each other." in shelf.read("KZ", "wp-1/shown/?lang=tr").content.decode()


def test_a_proposal_is_listed_with_the_papers_and_read_in_every_language(shelf: Shelf) -> None:
    text = {"title": "Overstay", "paragraphs": "Stay is allowed.\n\nInform."}
    shelf.table.do("KZ", "table_proposal", language="en", **text)
    shelf.table.do(
        "KZ", "translate_proposal", proposal=1, language="kk", final="on", title="Qalu", paragraphs="A.\n\nB."
    )
    shelf.table.do("KG", "table_amendment", proposal=1, change="adds", paragraph=2, text="Report.")
    shelf.table.do("KZ", "accept_amendment", amendment=1)
    assert "TC/MIG/2020/1/P.1" in shelf.read("HU", "").content.decode()
    page = Client().get(f"{shelf.table.base}proposals/1/")
    standing = {
        one["language"]: (one["standing"], len(one["version"].paragraphs)) for one in page.context["shown"]["texts"]
    }
    assert standing == {"en": ("final", 3), "kk": ("stale", 2)}
    assert Client().get(f"{shelf.table.base}proposals/2/").status_code == 404


@pytest.mark.parametrize("papers", [1, 3])
def test_a_list_asks_no_more_for_more_papers(shelf: Shelf, papers: int, django_assert_num_queries: Any) -> None:
    for number in range(papers):
        shelf.add(f"WP.{number + 1}")
    shelf.read("SEC", "")
    with django_assert_num_queries(7):
        shelf.read("SEC", "")
