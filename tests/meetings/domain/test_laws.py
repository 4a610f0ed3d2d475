"""The laws of a meeting, whatever anybody asks of it."""

from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.profile import Profile
from tests.meetings.domain.builders import MEMBERS, PROFILES, SEATS, START, UNGA_LIKE, proposal, with_text
from tests.meetings.domain.machine import MeetingMachine, positions, stored

pytestmark = pytest.mark.unit

FAR = {"DecisionAdopted", "BodyEstablished", "RulingOverturned", "SilenceBroken", "AmendmentIncorporated"}


def test_the_laws_hold_whatever_anybody_asks() -> None:
    run_state_machine_as_test(
        MeetingMachine,
        settings=settings(
            max_examples=150,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # The laws say little about a meeting that never gets anywhere.
    assert FAR - MeetingMachine.reached == set()


NO_APPEAL = {"RulingAppealed", "RulingUpheld", "RulingOverturned"}
OTHERWISE = {"MeetingCancelled"}  # of a meeting that is not held
UNKNOWN_THERE = {
    "turkic-council": {*NO_APPEAL, *OTHERWISE, "SeatCalled"},
    "unga-like": OTHERWISE,
    "osce-like": {*NO_APPEAL, *OTHERWISE, "SeatCalled", "PositionTaken"},
}


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_the_laws_hold_where_everything_happens(profile: Profile) -> None:
    machine = MeetingMachine()
    machine.convene(profile, ready=0)
    for part in (gather, talk, keep_order, write, settle, end):
        part(machine)
    machine.teardown()
    happened = {type(event).__name__ for event, _at, _by in machine.table.lines}
    assert {kind.__name__ for kind in get_args(e.Event)} - happened == UNKNOWN_THERE[profile.name]
    tallies = {(machine.table.meeting.questions[n - 1].method, tally.outcome) for n, tally in machine.tallies.items()}
    assert tallies >= {(method, outcome) for method in profile.substance for outcome in get_args(e.Outcome)}


def gather(machine: MeetingMachine) -> None:
    represent(machine)
    machine.do("move_meeting", "SEC", starts_at=START + timedelta(days=1), reason="A feast")
    machine.do("add_agenda_item", "SEC", titles={"en": "Any other business"}, minutes=10)
    machine.do("reorder_agenda", "AZ", order=(2, 1, 3, 4))
    machine.do("mark_present", "SEC", seat="UZ")
    machine.do("mark_absent", "SEC", seat="UZ")
    machine.come_in()
    machine.open_or_resume()
    machine.adopt_agenda(method="consensus", objector="UZ")
    machine.adopt_agenda(method="consensus", objector=None)
    machine.do("open_item", machine.chair, item=2)


def represent(machine: MeetingMachine) -> None:
    head, deputy = e.Delegate(office="Head", rank="head"), e.Delegate(office="Deputy", rank="alternate")
    machine.do("announce_delegation", "UZ", language="uz", members=(head, deputy), holder=2)
    machine.show_full_powers("UZ", "a", "not_in_order")
    machine.show_full_powers("UZ", "b", "admitted")
    machine.show_full_powers("UZ", "c", "in_order")


def talk(machine: MeetingMachine) -> None:
    machine.do("request_floor", "UZ")
    machine.do("withdraw_request", "UZ")
    machine.do("close_list", machine.chair)
    machine.do("reopen_list", machine.chair)
    machine.speak("KZ", "statement", end=False)
    machine.circulate(1, 1, "all")
    machine.do("show_exhibit", "KZ", kind="statistics", title="Residents")
    machine.do("hand_in_statement", "KZ", language="kk", text="Сөз")
    machine.do("caption_speech", "SEC", language="en", text="Words")
    machine.do("withdraw_exhibit", "KZ")
    machine.do("extend_floor", machine.chair, seconds=60)
    machine.wait(3600)
    machine.do("time_out_floor", machine.chair)
    for how in ("point", "lost point", "leave", "suspend"):
        machine.interrupt("TR", "KG", how)
        machine.come_in()


def keep_order(machine: MeetingMachine) -> None:
    machine.come_to_order()
    machine.speak("TR", "statement", end=False)
    machine.do("call_to_order", machine.chair, seat="TR", reason="Off the item")
    machine.appeal("TR", dict.fromkeys(MEMBERS, "yes"))
    machine.appeal("TR", dict.fromkeys(MEMBERS, "no"))


def write(machine: MeetingMachine) -> None:
    machine.table_text("KZ", group=False)
    machine.do("sponsor_proposal", "TR", proposal=1)
    machine.do("table_amendment", "UZ", proposal=1, change="adds", paragraph=3, text="New.")
    machine.do("withdraw_amendment", "UZ", amendment=1)
    machine.amend("UZ", 1, "deletes", 3, accept=True)
    machine.choose_between_amendments("KG", 1, dict.fromkeys(MEMBERS, "yes"))
    machine.table_text("KZ", group=False)
    machine.do("withdraw_proposal", "KZ", proposal=2)


def settle(machine: MeetingMachine) -> None:
    for choice in range(len(machine.table.meeting.profile.substance) - 1):
        for position in ("no", "yes"):
            machine.decide(None, choice, dict.fromkeys(MEMBERS, position), close=True)
    for how in ("objection", "deadline", "amendment", "suspension"):
        machine.table_text("KZ", group=True)
        machine.silence(len(machine.table.meeting.proposals), how, "UZ")
        machine.open_or_resume()
    machine.do("explain_position", "UZ", question=machine.last, language="uz", text="Sababi")
    machine.do("attach_interpretation", "KZ", decision=1, language="en", text="As to observers")


def end(machine: MeetingMachine) -> None:
    machine.table_text("KZ", group=False)
    text = proposal(len(machine.table.meeting.proposals))
    machine.do("put_question", machine.chair, subject=text, method="consensus")
    machine.do("raise_objection", "UZ", question=machine.last)
    machine.do("withdraw_objection", "UZ", question=machine.last)
    machine.come_to_order()
    machine.hand_over("KZ")
    machine.close_again()
    machine.do("close_meeting", machine.chair)


@given(votes=st.lists(st.tuples(st.sampled_from(MEMBERS[1:]), st.sampled_from(get_args(e.Position)))), data=st.data())
def test_the_order_in_which_equal_positions_arrive_never_matters(
    votes: list[tuple[str, e.Position]], data: st.DataObject
) -> None:
    last = list(dict(votes).items())
    closed = []
    for order in (votes, last, data.draw(st.permutations(last))):
        table = with_text(profile=UNGA_LIKE)
        table.put(proposal(1), "majority")
        for seat, position in order:
            table.vote(position, seat)
        closed.append(stored(table.close()))
    assert closed[0] == closed[1] == closed[2]


@given(gone=st.sets(st.sampled_from(SEATS)), votes=positions)
def test_whoever_comes_or_goes_after_the_close_changes_nothing(gone: set[str], votes: dict[str, str]) -> None:
    table = with_text(profile=UNGA_LIKE, absent=["UZ"])
    table.put(proposal(1), "majority")
    for seat in set(votes) - {"AZ", "UZ"}:
        table.vote(votes[seat], seat)
    table.close()
    tally = table.question.tally
    table.come("UZ")
    table.leave(*gone - {"UZ"})
    assert table.question.tally == tally
