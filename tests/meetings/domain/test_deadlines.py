from datetime import timedelta

import pytest

from kenesh.meetings.domain.deadlines import Deadline, deadlines
from kenesh.meetings.domain.state import MACHINE
from tests.meetings.domain.builders import OSCE_LIKE, TURKIC_COUNCIL, Table, proposal, under_way, with_text

pytestmark = pytest.mark.unit


def speaking(table: Table) -> Table:
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    return table


def falls_due(table: Table) -> list[tuple[str, timedelta]]:
    return [(due.act, due.at - table.at) for due in deadlines(table.meeting)]


def test_nothing_falls_due_where_nobody_speaks_and_no_silence_runs() -> None:
    assert deadlines(under_way(profile=OSCE_LIKE).meeting) == ()


def test_a_silence_falls_due_at_its_deadline_and_the_room_ends_it_then() -> None:
    table = with_text()
    table.put(proposal(1), "silence", deadline=table.at + timedelta(hours=72))
    (due,) = deadlines(table.meeting)
    assert due == Deadline(at=table.at + timedelta(hours=72), act="close_question", fields={"question": 2})
    table.wait(hours=72)
    table.do(due.act, MACHINE, **due.fields)
    assert deadlines(table.meeting) == ()


def test_a_speech_falls_due_only_where_the_clock_may_cut_it_off() -> None:
    assert falls_due(speaking(under_way(profile=OSCE_LIKE))) == [("time_out_floor", timedelta(seconds=600))]
    assert falls_due(speaking(under_way(profile=TURKIC_COUNCIL))) == []


def test_the_time_a_speech_waited_does_not_bring_its_end_nearer() -> None:
    table = speaking(under_way(profile=OSCE_LIKE))
    table.wait(seconds=100)
    table.do("suspend_meeting", "AZ")
    assert falls_due(table) == []
    table.wait(hours=1)
    table.do("resume_meeting", "AZ")
    table.do("give_floor", "AZ")
    ((act, left),) = falls_due(table)
    assert left == timedelta(seconds=500)
    table.wait(seconds=500)
    table.do(act, MACHINE)
