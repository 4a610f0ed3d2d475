import pytest

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.rules.proposals import conflicts
from tests.meetings.domain.builders import OSCE_LIKE, TEXT, Table, amendment, proposal, said, under_way, with_text

pytestmark = pytest.mark.unit


def amended(*changes: tuple[str, int]) -> Table:
    """A text of paragraphs 1 2 3, with amendments before the meeting whose texts are A, B, C ..."""
    table = under_way()
    version = e.Version(title="T", paragraphs=("1", "2", "3"))
    table.do("table_proposal", "KZ", language="en", version=version)
    for (change, paragraph), text in zip(changes, "ABCDE", strict=False):
        table.do("table_amendment", "TR", proposal=1, change=change, paragraph=paragraph, text=text)
    return table


def decided(table: Table, number: int) -> list[str]:
    table.put(amendment(number), "consensus")
    return said(table.do("close_question", "AZ", question=table.question.number))


def text(table: Table) -> str:
    return "".join(table.meeting.proposals[0].text.paragraphs)


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ([("adds", 0)], "A123"),
        ([("adds", 3)], "123A"),
        ([("deletes", 2)], "13"),
        ([("changes", 2)], "1A3"),
        ([("adds", 1), ("changes", 2)], "1AB3"),
        ([("adds", 2), ("adds", 2)], "12AB3"),
        ([("deletes", 1), ("changes", 3)], "2B"),
        ([("deletes", 2), ("adds", 2)], "1B3"),
        ([("deletes", 2), ("adds", 1)], "1B3"),
        ([("changes", 2), ("adds", 2)], "1AB3"),
        ([("adds", 0), ("deletes", 1)], "A23"),
        ([("deletes", 1), ("adds", 0)], "B23"),
        ([("deletes", 3), ("deletes", 1)], "2"),
    ],
)
def test_amendments_find_the_paragraphs_they_meant_one_after_the_other(
    changes: list[tuple[str, int]], result: str
) -> None:
    table = amended(*changes)
    for number in range(1, len(changes) + 1):
        assert decided(table, number) == ["QuestionClosed", "AmendmentIncorporated"]
    assert text(table) == result


def test_an_amendment_to_another_text_is_left_alone() -> None:
    table = amended(("deletes", 1))
    table.do("table_proposal", "KZ", language="en", version=TEXT)
    table.do("table_amendment", "TR", proposal=2, change="changes", paragraph=3, text="X")
    decided(table, 1)
    assert table.meeting.amendments[1].paragraph == 3


def test_an_amendment_points_at_a_paragraph_and_says_something() -> None:
    table = amended()
    for change, paragraph in (("adds", -1), ("adds", 4), ("deletes", 0), ("changes", 0), ("changes", 4)):
        table.refuses("amendment", "table_amendment", "TR", proposal=1, change=change, paragraph=paragraph, text="X")
    for change in ("adds", "changes"):
        table.refuses("amendment", "table_amendment", "TR", proposal=1, change=change, paragraph=1, text=" ")
    table.refuses("proposal", "table_amendment", "TR", proposal=2, change="deletes", paragraph=1)
    table.refuses("amendment", "table_amendment", "HU", proposal=1, change="deletes", paragraph=1)
    table.refuses("seated", "table_amendment", "XX", proposal=1, change="deletes", paragraph=1)


def test_a_deletion_carries_no_text_and_leaves_a_paragraph() -> None:
    table = amended(("deletes", 1))
    assert table.meeting.amendments[0].text == ""
    table.do("table_proposal", "KZ", language="en", version=e.Version(title="T", paragraphs=("1",)))
    table.refuses("amendment", "table_amendment", "TR", proposal=2, change="deletes", paragraph=1)


def test_two_amendments_that_delete_or_change_one_paragraph_are_in_conflict_and_one_falls() -> None:
    table = amended(("changes", 2), ("deletes", 2), ("adds", 2), ("changes", 1))
    first = table.meeting.amendments[0]
    assert [other.number for other in conflicts(table.meeting, first)] == [2]
    assert conflicts(table.meeting, table.meeting.amendments[2]) == ()
    assert decided(table, 1) == ["QuestionClosed", "AmendmentIncorporated", "AmendmentRejected"]
    assert [a.state for a in table.meeting.amendments] == ["incorporated", "rejected", "before", "before"]


def test_two_deletions_never_leave_a_text_without_a_paragraph() -> None:
    table = amended(("deletes", 1), ("deletes", 2), ("deletes", 3))
    assert decided(table, 1) == ["QuestionClosed", "AmendmentIncorporated"]
    assert decided(table, 2) == ["QuestionClosed", "AmendmentIncorporated", "AmendmentRejected"]
    assert text(table) == "3"


def test_who_tabled_the_text_takes_an_amendment_in_without_a_question() -> None:
    table = amended(("changes", 2))
    table.refuses("amendment", "accept_amendment", "TR", amendment=1)
    table.refuses("amendment", "accept_amendment", "KZ", amendment=2)
    assert table.do("accept_amendment", "KZ", amendment=1) == (e.AmendmentIncorporated(amendment=1),)
    assert (text(table), table.meeting.proposals[0].revision) == ("1A3", 1)
    table.refuses("amendment", "accept_amendment", "KZ", amendment=1)


def test_nobody_buries_an_amendment_by_accepting_another_to_the_same_paragraph() -> None:
    table = amended(("deletes", 2), ("changes", 2))
    refused = table.refuses("amendment", "accept_amendment", "KZ", amendment=2)
    assert refused.params == {"which": "1"}
    table.do("withdraw_amendment", "TR", amendment=1)
    table.do("accept_amendment", "KZ", amendment=2)


def test_an_amendment_is_withdrawn_by_who_tabled_it_before_it_is_put() -> None:
    table = amended(("changes", 2))
    table.refuses("withdrawal", "withdraw_amendment", "KZ", amendment=1)
    number = table.put(amendment(1), "consensus")
    for act, seat in (("withdraw_amendment", "TR"), ("accept_amendment", "KZ")):
        assert table.refuses("question", act, seat, amendment=1).retry
    table.refuses("question", "table_amendment", "TR", proposal=1, change="deletes", paragraph=1)
    table.do("withdraw_question", "AZ", question=number)
    assert table.do("withdraw_amendment", "TR", amendment=1) == (e.AmendmentWithdrawn(amendment=1),)


def test_an_amendment_the_meeting_did_not_want_is_rejected() -> None:
    table = amended(("changes", 2))
    number = table.put(amendment(1), "consensus")
    table.do("raise_objection", "UZ", question=number)
    assert said(table.do("close_question", "AZ", question=number)) == ["QuestionClosed", "AmendmentRejected"]
    assert text(table) == "123"


def test_amendments_are_decided_before_the_text() -> None:
    table = amended(("changes", 2), ("adds", 0))
    refused = table.refuses("amendment", "put_question", "AZ", subject=proposal(1), method="consensus")
    assert refused.params == {"which": "1, 2"}
    table.refuses("amendment", "put_question", "AZ", subject=amendment(3), method="consensus")


def test_a_version_older_than_the_amended_original_is_no_longer_final() -> None:
    table = with_text(profile=OSCE_LIKE)
    table.do("table_amendment", "TR", proposal=1, change="deletes", paragraph=1)
    table.do("accept_amendment", "KZ", amendment=1)
    assert table.meeting.proposals[0].final == ("en",)
    assert table.refuses("languages", "put_question", "AZ", subject=proposal(1), method="consensus").params == {
        "languages": "ru"
    }
    table.refuses("languages", "translate_proposal", "KZ", proposal=1, language="ru", version=TEXT, final=True)


def test_an_amendment_tabled_to_a_text_under_silence_breaks_it_and_lives_on() -> None:
    table = with_text()
    number = table.put(proposal(1), "silence", deadline=table.at.replace(day=11))
    table.do("suspend_meeting", "AZ")
    table.leave("TR")
    events = table.do("table_amendment", "TR", proposal=1, change="changes", paragraph=2, text="X")
    assert events[1] == e.SilenceBroken(question=number, seat="TR", reason="X", amendment=1)
    assert said(events) == ["AmendmentTabled", "SilenceBroken", "QuestionClosed"]
    assert (table.question.broken_by, table.meeting.proposals[0].state) == ("TR", "before")
    table.do("accept_amendment", "KZ", amendment=1)


def test_a_silence_is_broken_by_no_amendment_of_who_does_not_decide_nor_by_one_that_comes_late() -> None:
    table = with_text()
    table.put(proposal(1), "silence", deadline=table.at.replace(day=11))
    fields = {"proposal": 1, "change": "deletes", "paragraph": 2}
    assert table.refuses("question", "table_amendment", "SEC", **fields).retry
    table.wait(days=5)
    table.refuses("silence", "table_amendment", "TR", **fields)


def test_an_amendment_under_silence_of_its_own_is_not_overtaken() -> None:
    table = amended(("changes", 2), ("deletes", 2))
    table.put(amendment(1), "silence", deadline=table.at.replace(day=11))
    for number in (1, 2):
        table.refuses("question", "put_question", "AZ", subject=amendment(number), method="consensus")
    table.refuses("question", "table_amendment", "TR", proposal=1, change="deletes", paragraph=1)
