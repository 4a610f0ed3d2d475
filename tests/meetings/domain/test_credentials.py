"""Who represents a seat, what it shows for that, and what follows when that is not in order."""

from dataclasses import replace

import pytest

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.journal import replay
from kenesh.meetings.domain.state import Delegation, Seat
from tests.meetings.domain.builders import (
    AGENDA,
    MEMBERS,
    UNGA_LIKE,
    Table,
    opened,
    proposal,
    said,
    under_way,
    with_text,
)

pytestmark = pytest.mark.unit

HEAD = e.Delegate(office="Director-General", rank="head")
DEPUTY = e.Delegate(office="Deputy Director", rank="alternate")
ADVISER = e.Delegate(office="Legal adviser", rank="adviser")
PDF = "application/pdf"
ONE, OTHER = "a" * 64, "b" * 64


def seat(table: Table, code: str) -> Seat:
    found = table.meeting.find_seat(code)
    assert found is not None
    return found


def receive(table: Table, code: str, *, digest: str = ONE) -> None:
    table.do("receive_credentials", code, digest=digest, size=900, media_type=PDF)


def examine(table: Table, code: str, finding: e.Finding, reason: str = "") -> tuple[e.Event, ...]:
    return table.do("examine_credentials", "SEC", seat=code, finding=finding, reason=reason)


def barred(table: Table, *codes: str) -> Table:
    for code in codes:
        receive(table, code)
        examine(table, code, "not_in_order", "It is not signed.")
    return table


# The delegation


def test_a_deputy_can_hold_the_seat() -> None:
    table = Table()
    table.do("announce_delegation", "HU", language="en", members=(HEAD, DEPUTY, ADVISER), holder=2)
    announced = seat(table, "HU").delegation
    assert announced == Delegation(language="en", members=(HEAD, DEPUTY, ADVISER), holder=2)
    assert announced.deputy == DEPUTY


def test_where_the_head_holds_the_seat_nobody_does_in_its_place() -> None:
    table = Table()
    table.do("announce_delegation", "SEC", seat="KZ", language="kk", members=(HEAD, DEPUTY))
    announced = seat(table, "KZ").delegation
    assert announced is not None
    assert announced.deputy is None


def test_a_delegation_announced_again_takes_the_place_of_the_first_and_the_same_one_changes_nothing() -> None:
    table = under_way()
    table.do("announce_delegation", "HU", language="en", members=(HEAD,))
    assert table.do("announce_delegation", "HU", language="en", members=(HEAD,)) == ()
    table.do("announce_delegation", "HU", language="en", members=(HEAD, ADVISER))
    announced = seat(table, "HU").delegation
    assert announced is not None
    assert announced.members == (HEAD, ADVISER)


@pytest.mark.parametrize(
    ("members", "holder", "said"),
    [
        ((), 1, "A delegation has one head."),
        ((DEPUTY,), 1, "A delegation has one head."),
        ((HEAD, HEAD), 1, "A delegation has one head."),
        ((HEAD, ADVISER), 2, "The head or an alternate holds the seat."),
        ((HEAD,), 2, "The head or an alternate holds the seat."),
        ((HEAD,), 0, "The head or an alternate holds the seat."),
        ((HEAD, replace(DEPUTY, office=" ")), 1, "The text is empty."),
        ((HEAD, *[ADVISER] * 60), 1, "A delegation has at most 60 members."),
    ],
)
def test_what_is_no_delegation_is_refused(members: tuple[e.Delegate, ...], holder: int, said: str) -> None:
    refused = Table().refuses("credentials", "announce_delegation", "HU", language="en", members=members, holder=holder)
    assert str(refused) == said


def test_a_delegation_is_announced_in_a_language() -> None:
    Table().refuses("credentials", "announce_delegation", "HU", language="!", members=(HEAD,))


def test_nobody_announces_or_receives_for_another_seat_but_the_secretariat() -> None:
    table = Table()
    table.refuses("credentials", "announce_delegation", "KZ", seat="HU", language="en", members=(HEAD,))
    table.refuses("credentials", "receive_credentials", "AZ", seat="HU", digest=ONE, size=1, media_type=PDF)
    table.refuses("seated", "announce_delegation", "XX", language="en", members=(HEAD,))
    table.refuses("seated", "announce_delegation", "SEC", seat="XX", language="en", members=(HEAD,))
    assert said(table.do("receive_credentials", "SEC", seat="HU", digest=ONE, size=1, media_type=PDF)) == [
        "CredentialsReceived"
    ]


# What it shows


def test_full_powers_are_received_and_wait_until_they_are_examined() -> None:
    table = Table()
    assert seat(table, "KZ").credentials.standing == "nothing"
    receive(table, "KZ")
    held = seat(table, "KZ").credentials
    assert (held.standing, held.waits, [one.digest for one in held.received]) == ("received", True, [ONE])
    examine(table, "KZ", "in_order")
    held = seat(table, "KZ").credentials
    assert (held.standing, held.waits, held.examined_at) == ("in_order", False, table.at)


def test_the_same_file_again_changes_nothing() -> None:
    table = Table()
    receive(table, "KZ")
    assert table.do("receive_credentials", "SEC", seat="KZ", digest=ONE, size=900, media_type=PDF) == ()


@pytest.mark.parametrize(
    ("digest", "size", "media_type"),
    [("A" * 64, 1, PDF), (ONE[1:], 1, PDF), ("../../etc/passwd", 1, PDF), (ONE, 0, PDF), (ONE, 1, "")],
)
def test_what_is_no_file_is_not_received(digest: str, size: int, media_type: str) -> None:
    fields = {"digest": digest, "size": size, "media_type": media_type}
    Table().refuses("credentials", "receive_credentials", "KZ", **fields)


def test_the_secretariat_serves_and_shows_no_full_powers() -> None:
    table = Table()
    table.refuses("credentials", "receive_credentials", "SEC", digest=ONE, size=1, media_type=PDF)
    table.refuses("credentials", "examine_credentials", "SEC", seat="SEC", finding="in_order")
    table.refuses("credentials", "admit_provisionally", "SEC", seat="SEC")


# What is found


def test_only_the_secretariat_examines_and_admits() -> None:
    table = Table()
    receive(table, "KZ")
    for by in ("AZ", "KZ", "HU"):
        table.refuses("secretariat", "examine_credentials", by, seat="KZ", finding="in_order")
        table.refuses("secretariat", "admit_provisionally", by, seat="KZ")


def test_nothing_can_be_found_of_what_was_not_received_and_a_fault_is_named() -> None:
    table = Table()
    table.refuses("credentials", "examine_credentials", "SEC", seat="KZ", finding="in_order")
    receive(table, "KZ")
    table.refuses("credentials", "examine_credentials", "SEC", seat="KZ", finding="not_in_order", reason=" ")


def test_the_same_finding_again_changes_nothing() -> None:
    table = barred(Table(), "KZ")
    assert examine(table, "KZ", "not_in_order", "It is not signed.") == ()
    assert said(examine(table, "KZ", "not_in_order", "It has no date.")) == ["CredentialsExamined"]


def test_new_papers_do_not_undo_a_finding_until_they_are_examined() -> None:
    table = barred(Table(), "KZ")
    receive(table, "KZ", digest=OTHER)
    held = seat(table, "KZ").credentials
    assert (held.standing, held.waits, seat(table, "KZ").admitted) == ("not_in_order", True, False)
    examine(table, "KZ", "in_order")
    assert seat(table, "KZ").admitted


def test_a_seat_admitted_provisionally_has_all_its_rights_until_the_next_finding() -> None:
    table = barred(Table(), "KZ")
    table.do("admit_provisionally", "SEC", seat="KZ")
    assert seat(table, "KZ").admitted
    assert table.do("admit_provisionally", "SEC", seat="KZ") == ()
    receive(table, "KZ", digest=OTHER)
    assert seat(table, "KZ").credentials.standing == "provisional"
    examine(table, "KZ", "not_in_order", "It is not signed.")
    assert not seat(table, "KZ").admitted


def test_a_seat_of_which_nothing_was_received_can_be_admitted_provisionally() -> None:
    table = Table()
    table.do("admit_provisionally", "SEC", seat="KZ")
    assert seat(table, "KZ").credentials.standing == "provisional"


def test_who_was_found_in_order_is_not_admitted_provisionally() -> None:
    table = Table()
    receive(table, "KZ")
    examine(table, "KZ", "in_order")
    table.refuses("credentials", "admit_provisionally", "SEC", seat="KZ")


# What follows


def test_a_seat_not_admitted_takes_no_position_and_is_not_waited_for() -> None:
    table = barred(with_text(), "UZ")
    table.put(proposal(1), "unanimity")
    refused = table.refuses("credentials", "take_position", "UZ", question=2, position="no")
    assert (refused.params, refused.retry) == ({"seat": "UZ"}, True)
    table.vote("yes", "AZ", "KZ", "KG", "TR")
    closed = table.close()
    assert (closed.outcome, closed.entitled, closed.present) == (
        "adopted",
        ("AZ", "KZ", "KG", "TR"),
        ("AZ", "KZ", "KG", "TR", "UZ", "HU", "SEC"),
    )


def test_a_seat_admitted_provisionally_takes_its_position() -> None:
    table = barred(with_text(), "UZ")
    table.do("admit_provisionally", "SEC", seat="UZ")
    table.put(proposal(1), "unanimity")
    table.vote("no", "UZ")
    table.vote("yes", "AZ", "KZ", "KG", "TR")
    assert table.close().outcome == "not_adopted"


def test_a_seat_whose_credentials_nobody_asked_for_sits_as_before() -> None:
    table = with_text()
    receive(table, "UZ")
    table.put(proposal(1), "unanimity")
    table.vote("yes", *MEMBERS)
    assert table.close().entitled == MEMBERS


def test_a_seat_not_admitted_objects_to_nothing() -> None:
    table = barred(with_text(), "UZ")
    table.put(proposal(1), "consensus")
    table.refuses("credentials", "raise_objection", "UZ", question=2)
    assert table.close().outcome == "adopted"
    table.refuses("credentials", "explain_position", "UZ", question=2, language="en", text="We could not.")
    table.refuses("credentials", "attach_interpretation", "UZ", decision=1, language="en", text="As we read it.")


def test_a_seat_not_admitted_breaks_no_silence() -> None:
    table = barred(with_text(), "UZ")
    table.put(proposal(1), "silence", deadline=table.at.replace(day=20))
    table.refuses("credentials", "break_silence", "UZ", question=2, reason="No.")
    change = {"proposal": 1, "change": "adds", "paragraph": 0, "text": "Recalling,"}
    table.refuses("credentials", "table_amendment", "UZ", **change)
    assert table.question.state == "open"


def test_a_seat_not_admitted_is_called_in_no_roll_call_and_appeals_against_no_ruling() -> None:
    table = barred(with_text(profile=UNGA_LIKE), "UZ")
    table.point("TR")
    table.refuses("credentials", "appeal_ruling", "UZ")
    table.put(proposal(1), "roll_call")
    assert table.question.order == ("KZ", "KG", "TR")


def test_a_seat_not_admitted_is_not_counted_in_a_quorum_though_it_stays_a_member() -> None:
    table = opened(absent=["TR", "KG"])
    barred(table, "UZ")
    refused = table.refuses("quorum-decide", "put_question", "AZ", subject=AGENDA, method="consensus")
    assert (refused.params["present"], refused.params["members"]) == ("2", "5")
    table.do("admit_provisionally", "SEC", seat="UZ")
    assert table.put(AGENDA, "consensus") == 1


def test_a_seat_not_admitted_is_heard_but_does_not_come_to_preside() -> None:
    table = barred(under_way(), "UZ")
    table.speak("UZ")
    assert table.meeting.speeches[-1].ending == "yielded"
    table.refuses("credentials", "hand_over_chair", "AZ", to="UZ")


def test_who_is_entitled_does_not_change_under_a_question() -> None:
    table = with_text()
    receive(table, "UZ")
    table.put(proposal(1), "unanimity")
    table.vote("no", "UZ")
    table.refuses("question", "examine_credentials", "SEC", seat="UZ", finding="not_in_order", reason="Late.")
    table.refuses("question", "admit_provisionally", "SEC", seat="KZ")
    table.vote("yes", "AZ", "KZ", "KG", "TR")
    assert table.close().outcome == "not_adopted"


def test_what_was_decided_before_a_finding_stays_decided() -> None:
    table = with_text()
    table.put(proposal(1), "consensus")
    closed = table.close()
    barred(table, "UZ")
    assert "UZ" in closed.entitled
    assert table.meeting.decisions[0].symbol == "TC/MIG/2020/1/DEC.1"


def test_nothing_is_announced_received_or_found_once_the_meeting_is_closed() -> None:
    table = opened()
    receive(table, "KZ")
    table.do("close_meeting", "AZ")
    table.refuses("session", "announce_delegation", "KZ", language="en", members=(HEAD,))
    table.refuses("session", "receive_credentials", "KZ", digest=OTHER, size=1, media_type=PDF)
    table.refuses("session", "examine_credentials", "SEC", seat="KZ", finding="in_order")
    table.refuses("session", "admit_provisionally", "SEC", seat="HU")


def test_a_replay_gives_delegations_and_findings_again() -> None:
    table = barred(under_way(), "UZ", "KZ")
    table.do("announce_delegation", "UZ", language="uz", members=(HEAD, DEPUTY), holder=2)
    table.do("admit_provisionally", "SEC", seat="KZ")
    middle = replay(table.lines[:12])
    assert replay(table.lines[12:], start=middle) == replay(table.lines) == table.meeting
