from dataclasses import replace
from datetime import timedelta

import pytest

from kenesh.meetings.domain.planning import UNKNOWN, overrun, planned_end, planned_minutes, seconds_ahead
from tests.meetings.domain.builders import Table, under_way

pytestmark = pytest.mark.unit


def test_a_meeting_ends_when_its_agenda_is_estimated_to_be_through() -> None:
    meeting = Table().meeting
    minutes = sum(item.minutes for item in meeting.agenda)
    assert planned_minutes(meeting) == minutes > 0
    assert planned_end(meeting) == meeting.starts_at + timedelta(minutes=minutes)
    assert (seconds_ahead(meeting), overrun(meeting)) == (minutes * 60, 0)


def test_a_meeting_that_estimates_nothing_is_given_an_hour() -> None:
    meeting = replace(Table().meeting, agenda=())
    assert planned_end(meeting) == meeting.starts_at + timedelta(minutes=UNKNOWN)


def test_once_opened_the_end_counts_from_the_opening() -> None:
    meeting = under_way().meeting
    assert meeting.opened_at is not None
    assert planned_end(meeting) == meeting.opened_at + timedelta(minutes=planned_minutes(meeting))


def test_what_took_longer_is_behind_and_what_took_less_is_gained() -> None:
    table = under_way()
    item = table.meeting.item
    assert item is not None
    whole = seconds_ahead(table.meeting)
    table.wait(minutes=item.minutes + 5)
    table.do("suspend_meeting", "AZ")
    assert (overrun(table.meeting), seconds_ahead(table.meeting)) == (300, whole - item.minutes * 60)
    table.do("resume_meeting", "AZ")
    table.do("close_item", "AZ", item=item.number)
    assert overrun(table.meeting) == 300
    following = next(one for one in table.meeting.agenda if one.state == "pending")
    table.do("open_item", "AZ", item=following.number)
    assert overrun(table.meeting) == 300
    table.do("close_item", "AZ", item=following.number)
    assert overrun(table.meeting) == 300 - following.minutes * 60
