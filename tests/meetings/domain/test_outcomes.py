from itertools import permutations

import pytest

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.state import EstablishedBody
from tests.meetings.domain.builders import (
    AGENDA,
    GROUP,
    MEMBERS,
    SEATS,
    TEXT,
    UNGA_LIKE,
    Table,
    establishing,
    opened,
    proposal,
    said,
    with_text,
)

pytestmark = pytest.mark.unit


def test_the_founding_decision_is_unanimous_and_establishes_the_group() -> None:
    table = opened()
    table.do("table_proposal", "SEC", language="en", version=GROUP, establishes=establishing(convenor="SEC"))
    table.put(proposal(1), "unanimity")
    table.vote("yes", *MEMBERS)
    closed, decision, body = table.do("close_question", "AZ", question=1)
    assert closed == e.QuestionClosed(
        question=1,
        outcome="adopted",
        rule="unanimity",
        entitled=MEMBERS,
        present=SEATS,
        positions=dict.fromkeys(MEMBERS, "yes"),
        objections=(),
        yes=5,
        no=0,
        abstain=0,
        needed=5,
    )
    assert decision == e.DecisionAdopted(
        decision=1, symbol="TC/MIG/2020/1/DEC.1", question=1, proposal=1, versions={"en": GROUP}
    )
    assert isinstance(body, e.BodyEstablished)
    assert table.meeting.decisions[0].body == EstablishedBody(
        names={"en": GROUP.body_name},
        mandates={"en": GROUP.body_mandate},
        members=("AZ", "KZ", "KG", "TR", "UZ", "HU"),
        convenor="SEC",
        first_meeting_by=body.first_meeting_by,
    )


def test_a_decision_has_every_version_that_is_final() -> None:
    table = with_text()
    for language, final in (("tr", True), ("kk", False)):
        table.do("translate_proposal", "KZ", proposal=1, language=language, version=TEXT, final=final)
    table.put(proposal(1), "consensus")
    table.close()
    assert set(table.meeting.decisions[0].versions) == {"en", "tr"}


def test_a_question_is_closed_once() -> None:
    table = opened()
    number = table.put(AGENDA, "consensus")
    table.refuses("presiding", "close_question", "KZ", question=number)
    table.refuses("seated", "close_question", "XX", question=number)
    table.close()
    assert table.do("close_question", "AZ", question=number) == ()
    table.refuses("presiding", "close_question", "KZ", question=number)
    for unknown in (0, 2):
        table.refuses("question", "close_question", "AZ", question=unknown)


def test_a_question_is_closed_in_session_and_not_once_it_was_withdrawn() -> None:
    table = opened()
    number = table.put(AGENDA, "consensus")
    table.do("suspend_meeting", "AZ")
    table.refuses("session", "close_question", "AZ", question=number)
    table.do("withdraw_question", "AZ", question=number)
    table.refuses("question", "close_question", "AZ", question=number)


def test_an_agenda_that_was_objected_to_stays_provisional() -> None:
    table = opened()
    number = table.put(AGENDA, "consensus")
    table.do("raise_objection", "UZ", question=number)
    assert said(table.do("close_question", "AZ", question=number)) == ["QuestionClosed"]
    assert not table.meeting.agenda_adopted
    table.put(AGENDA, "majority")
    table.vote("yes", "AZ", "KZ")
    table.vote("no", "UZ")
    assert (table.close().needed, table.meeting.agenda_adopted) == (2, True)


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "needed", "outcome"),
    [
        (("KZ", "KG"), ("TR",), (), 2, "adopted"),
        (("KZ",), ("KG", "TR"), (), 2, "not_adopted"),
        (("KZ", "KG"), ("TR", "UZ"), (), 3, "not_adopted"),
        (("KZ",), (), ("KG", "TR", "UZ"), 1, "adopted"),
        ((), (), ("KZ", "KG"), 1, "not_adopted"),
        ((), (), (), 1, "not_adopted"),
    ],
)
def test_two_thirds_are_of_those_present_and_voting(
    yes: tuple[str, ...], no: tuple[str, ...], abstain: tuple[str, ...], needed: int, outcome: str
) -> None:
    table = with_text(profile=UNGA_LIKE)
    table.put(proposal(1), "majority")
    for position, seats in (("yes", yes), ("no", no), ("abstain", abstain)):
        table.vote(position, *seats)
    closed = table.close()
    assert (closed.yes, closed.no, closed.abstain) == (len(yes), len(no), len(abstain))
    assert (closed.needed, closed.outcome, closed.rule) == (needed, outcome, "majority")


def test_unanimity_waits_for_every_member_in_the_room_and_one_no_is_enough() -> None:
    table = with_text(absent=["UZ"])
    number = table.put(proposal(1), "unanimity")
    table.vote("yes", "AZ", "KZ", "KG")
    assert table.refuses("unanimity", "close_question", "AZ", question=number).params == {"seats": "TR"}
    table.vote("abstain", "TR")
    closed = table.close()
    assert (closed.entitled, closed.needed, closed.outcome) == (("AZ", "KZ", "KG", "TR"), 3, "adopted")


def test_who_objected_or_voted_and_left_still_counts() -> None:
    table = with_text()
    number = table.put(proposal(1), "consensus")
    table.do("raise_objection", "UZ", question=number)
    table.leave("UZ", "TR")
    closed = table.close()
    assert (closed.entitled, closed.objections, closed.outcome) == (("AZ", "KZ", "KG", "UZ"), ("UZ",), "not_adopted")


def test_who_was_entitled_is_frozen_at_the_close() -> None:
    table = with_text(absent=["UZ"])
    table.put(proposal(1), "consensus")
    table.close()
    tally = table.question.tally
    table.come("UZ")
    table.leave("KZ")
    assert table.question.tally == tally
    assert tally is not None
    assert tally.entitled == ("AZ", "KZ", "KG", "TR")


@pytest.mark.parametrize("order", list(permutations(("KZ", "KG", "TR")))[::2])
def test_the_order_of_positions_never_matters(order: tuple[str, ...]) -> None:
    positions = {"KZ": "yes", "KG": "no", "TR": "yes"}
    table = with_text(profile=UNGA_LIKE)
    table.put(proposal(1), "majority")
    for seat in order:
        table.vote(positions[seat], seat)
    assert table.close() == e.QuestionClosed(
        question=2,
        outcome="adopted",
        rule="majority",
        entitled=("KZ", "KG", "TR", "UZ"),
        present=SEATS,
        positions={"KG": "no", "KZ": "yes", "TR": "yes"},
        objections=(),
        yes=2,
        no=1,
        abstain=0,
        needed=2,
    )


def adopted() -> Table:
    table = with_text()
    table.put(proposal(1), "consensus")
    table.close()
    return table


def test_a_member_explains_its_position_on_what_is_decided_also_while_suspended() -> None:
    table = adopted()
    table.do("suspend_meeting", "AZ")
    table.do("explain_position", "KZ", question=2, language="kk", text="Себебі")
    assert table.meeting.questions[1].explanations[0].seat == "KZ"
    for question in (0, 3):
        table.refuses("explanation", "explain_position", "KZ", question=question, language="kk", text="X")
    table.refuses("explanation", "explain_position", "KZ", question=2, language="kk", text="")
    table.refuses("explanation", "explain_position", "KZ", question=2, language="?", text="X")
    for seat in ("HU", "SEC"):
        table.refuses("explanation", "explain_position", seat, question=2, language="hu", text="X")
    table.refuses("seated", "explain_position", "XX", question=2, language="en", text="X")


def test_a_question_still_open_is_not_explained() -> None:
    table = with_text()
    table.put(proposal(1), "consensus")
    assert table.refuses("explanation", "explain_position", "KZ", question=2, language="en", text="X").retry


def test_a_member_attaches_to_a_decision_how_it_understands_it() -> None:
    table = adopted()
    table.do("attach_interpretation", "KZ", decision=1, language="en", text="As to observers")
    assert table.meeting.decisions[0].interpretations[0].text == "As to observers"
    for decision in (0, 2):
        table.refuses("explanation", "attach_interpretation", "KZ", decision=decision, language="en", text="X")
    table.refuses("explanation", "attach_interpretation", "KZ", decision=1, language="en", text=" ")
    table.refuses("explanation", "attach_interpretation", "KZ", decision=1, language="", text="X")
    for seat in ("HU", "SEC"):
        table.refuses("explanation", "attach_interpretation", seat, decision=1, language="en", text="X")
    table.refuses("seated", "attach_interpretation", "XX", decision=1, language="en", text="X")
    table.do("close_meeting", "AZ")
    for act, fields in (("attach_interpretation", {"decision": 1}), ("explain_position", {"question": 2})):
        table.refuses("session", act, "KZ", **fields, language="en", text="Too late")
