from datetime import timedelta

import pytest

from kenesh.meetings.domain.deadlines import Deadline, deadlines
from kenesh.meetings.domain.profile import Profile
from tests.meetings.domain.builders import OSCE_LIKE, TURKIC_COUNCIL, proposal, under_way, with_text

pytestmark = pytest.mark.unit


def test_a_silence_ends_at_its_deadline() -> None:
    table = with_text()
    table.put(proposal(1), "silence", deadline=table.at + timedelta(hours=72))
    (found,) = deadlines(table.meeting)
    assert found == Deadline(at=table.at + timedelta(hours=72), act="close_question", fields={"question": 2})
    table.do("break_silence", "UZ", question=2, reason="We cannot join.")
    assert deadlines(table.meeting) == ()


def test_no_other_question_has_one() -> None:
    table = with_text()
    table.put(proposal(1), "unanimity")
    assert deadlines(table.meeting) == ()


@pytest.mark.parametrize(("profile", "ends"), [(OSCE_LIKE, True), (TURKIC_COUNCIL, False)])
def test_a_speech_ends_where_the_rules_cut_it_off(profile: Profile, *, ends: bool) -> None:
    table = under_way(profile=profile)
    table.do("request_floor", "KZ", kind="statement")
    table.do("give_floor", "AZ", to="KZ")
    due = (Deadline(at=table.at + timedelta(seconds=600), act="time_out_floor", fields={}),)
    assert deadlines(table.meeting) == (due if ends else ())
    table.do("yield_floor", "KZ")
    assert deadlines(table.meeting) == ()


def test_an_extension_and_an_interruption_move_the_end_of_a_speech() -> None:
    table = under_way(profile=OSCE_LIKE)
    table.do("request_floor", "KZ", kind="statement")
    table.do("give_floor", "AZ", to="KZ")
    table.do("extend_floor", "AZ", seconds=60)
    begun = table.at
    table.wait(seconds=100)
    table.do("suspend_meeting", "AZ")
    assert deadlines(table.meeting) == ()
    table.wait(hours=1)
    table.do("resume_meeting", "AZ")
    table.do("give_floor", "AZ", to="KZ")
    assert [one.at - begun for one in deadlines(table.meeting)] == [timedelta(hours=1, seconds=660)]
