from dataclasses import replace

import pytest

from kenesh.meetings.domain import events as e
from tests.meetings.domain.builders import (
    GROUP,
    OSCE_LIKE,
    TEXT,
    Table,
    establishing,
    proposal,
    said,
    under_way,
    with_text,
)

pytestmark = pytest.mark.unit


def test_a_seat_tables_a_text_under_the_item_taken_up_and_is_its_first_sponsor() -> None:
    table = under_way()
    assert table.do("table_proposal", "SEC", language="en", version=TEXT) == (
        e.ProposalTabled(proposal=1, seat="SEC", item=1, language="en", version=TEXT, establishes=None),
    )
    assert table.meeting.proposals[0].sponsors == ("SEC",)


def test_a_text_can_be_tabled_before_the_meeting_opens() -> None:
    table = Table()
    table.do("table_proposal", "KZ", language="en", version=TEXT)
    assert table.meeting.proposals[0].item is None


def test_only_those_propose_whom_the_rules_let_and_in_a_language_of_the_meeting() -> None:
    table = under_way()
    table.refuses("proposal", "table_proposal", "HU", language="en", version=TEXT)
    table.refuses("seated", "table_proposal", "XX", language="en", version=TEXT)
    refused = table.refuses("languages", "table_proposal", "KZ", language="fr", version=TEXT)
    assert refused.params == {"language": "fr", "languages": "en, az, kk, ky, tr, uz, hu, ru"}


@pytest.mark.parametrize(
    "version",
    [
        e.Version(title=" ", paragraphs=("P",)),
        e.Version(title="T", paragraphs=()),
        e.Version(title="T", paragraphs=("P", "\n")),
    ],
)
def test_a_text_has_a_title_and_paragraphs(version: e.Version) -> None:
    under_way().refuses("proposal", "table_proposal", "KZ", language="en", version=version)


def test_a_text_names_a_body_when_it_establishes_one_and_only_then() -> None:
    table = under_way()
    table.refuses("body", "table_proposal", "KZ", language="en", version=GROUP)
    for version in (TEXT, replace(GROUP, body_mandate=" ")):
        table.refuses("body", "table_proposal", "KZ", language="en", version=version, establishes=establishing())


def test_a_body_has_every_participating_state_for_a_member_unless_the_text_says_who() -> None:
    table = under_way()
    for members, stored in (((), ("AZ", "KZ", "KG", "TR", "UZ", "HU")), (("TR", "KZ", "TR"), ("KZ", "TR"))):
        event = table.do("table_proposal", "KZ", language="en", version=GROUP, establishes=establishing(*members))[0]
        assert isinstance(event, e.ProposalTabled)
        assert event.establishes == replace(establishing(), members=stored)


@pytest.mark.parametrize(
    "establishes",
    [
        establishing("SEC"),
        establishing("XX"),
        establishing(convenor="XX"),
        establishing("KZ", "TR", convenor="AZ"),
        establishing(day=6),
    ],
    ids=["an organ", "a stranger", "convened by a stranger", "convened by a State outside", "meeting in the past"],
)
def test_a_body_is_one_of_participating_states_that_can_meet(establishes: e.Establishment) -> None:
    under_way().refuses("body", "table_proposal", "KZ", language="en", version=GROUP, establishes=establishes)


def test_the_first_meeting_of_a_body_may_be_left_open() -> None:
    table = under_way()
    someday = replace(establishing("KZ", convenor="KZ"), first_meeting_by=None)
    table.do("table_proposal", "KZ", language="en", version=GROUP, establishes=someday)


def test_a_version_in_another_language_comes_from_a_sponsor_or_the_secretariat() -> None:
    table = with_text()
    table.do("sponsor_proposal", "TR", proposal=1)
    for seat, final in (("TR", False), ("SEC", True), ("KZ", False)):
        table.do("translate_proposal", seat, proposal=1, language="tr", version=TEXT, final=final)
        assert ("tr" in table.meeting.proposals[0].final) is final
    table.refuses("languages", "translate_proposal", "UZ", proposal=1, language="uz", version=TEXT, final=True)


def test_a_version_follows_the_original_paragraph_by_paragraph() -> None:
    table = with_text()
    fields = {"proposal": 1, "language": "kk", "final": True}
    table.refuses("amendment", "translate_proposal", "KZ", **{**fields, "language": "en"}, version=TEXT)
    table.refuses("languages", "translate_proposal", "KZ", **{**fields, "language": "fr"}, version=TEXT)
    short = e.Version(title="T", paragraphs=("P",))
    assert table.refuses("languages", "translate_proposal", "KZ", **fields, version=short).params == {
        "theirs": "1",
        "ours": "3",
    }
    table.refuses("body", "translate_proposal", "KZ", **fields, version=GROUP)
    table.refuses("proposal", "translate_proposal", "KZ", **{**fields, "proposal": 2}, version=TEXT)


def test_a_text_is_put_when_it_is_final_in_every_language_required() -> None:
    table = with_text(profile=OSCE_LIKE)
    table.do("translate_proposal", "KZ", proposal=1, language="ru", version=TEXT, final=False)
    refused = table.refuses("languages", "put_question", "AZ", subject=proposal(1), method="consensus")
    assert (refused.params, refused.retry) == ({"languages": "ru"}, True)
    table.do("translate_proposal", "KZ", proposal=1, language="ru", version=TEXT, final=True)
    table.put(proposal(1), "consensus")


def test_a_seat_sponsors_once_and_before_the_text_is_put() -> None:
    table = with_text()
    table.refuses("proposal", "sponsor_proposal", "KZ", proposal=1)
    table.refuses("proposal", "sponsor_proposal", "HU", proposal=1)
    table.refuses("proposal", "sponsor_proposal", "TR", proposal=2)
    table.do("sponsor_proposal", "TR", proposal=1)
    assert table.meeting.proposals[0].sponsors == ("KZ", "TR")
    table.put(proposal(1), "consensus")
    table.refuses("question", "sponsor_proposal", "UZ", proposal=1)


def test_a_text_is_withdrawn_by_who_tabled_it_and_its_amendments_fall_with_it() -> None:
    table = with_text()
    table.do("table_amendment", "TR", proposal=1, change="deletes", paragraph=1)
    table.refuses("withdrawal", "withdraw_proposal", "TR", proposal=1)
    assert table.do("withdraw_proposal", "KZ", proposal=1) == (
        e.AmendmentWithdrawn(amendment=1),
        e.ProposalWithdrawn(proposal=1),
    )
    table.refuses("proposal", "withdraw_proposal", "KZ", proposal=1)
    table.refuses("proposal", "put_question", "AZ", subject=proposal(1), method="consensus")


def test_a_text_is_not_withdrawn_once_it_is_put_or_was_amended() -> None:
    table = with_text()
    number = table.put(proposal(1), "consensus")
    table.refuses("question", "withdraw_proposal", "KZ", proposal=1)
    table.do("withdraw_question", "AZ", question=number)
    table.do("table_amendment", "TR", proposal=1, change="deletes", paragraph=1)
    table.do("accept_amendment", "KZ", amendment=1)
    table.refuses("withdrawal", "withdraw_proposal", "KZ", proposal=1)


def test_a_text_on_which_there_was_no_consensus_stays_before_the_meeting() -> None:
    table = with_text()
    table.put(proposal(1), "consensus")
    table.do("raise_objection", "UZ", question=table.question.number)
    assert table.close().outcome == "not_adopted"
    table.do("table_amendment", "UZ", proposal=1, change="deletes", paragraph=3)
    table.do("accept_amendment", "KZ", amendment=1)
    table.put(proposal(1), "consensus")
    assert said(table.do("close_question", "AZ", question=table.question.number)) == [
        "QuestionClosed",
        "DecisionAdopted",
    ]


def test_a_text_voted_down_is_no_longer_before_the_meeting() -> None:
    table = with_text()
    table.put(proposal(1), "unanimity")
    table.vote("yes", "AZ", "KZ", "KG", "TR")
    table.vote("no", "UZ")
    table.close()
    assert table.meeting.proposals[0].state == "not_adopted"
    table.refuses("proposal", "put_question", "AZ", subject=proposal(1), method="consensus")
