from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenesh.decisions.domain.implementation import OPEN, Stage
from kenesh.decisions.domain.reminders import STEPS, step_due

pytestmark = pytest.mark.unit

DUE = date(2020, 9, 1)
DAYS = st.integers(min_value=-60, max_value=120)
STAGES = st.sampled_from(Stage)


def sent_when_asked_on(days: list[int]) -> list[tuple[int, str]]:
    """Ask on these days, in order, and note what was sent."""
    sent: list[tuple[int, str]] = []
    for day in sorted(days):
        on = DUE + timedelta(days=day)
        step = step_due(on=on, due_on=DUE, stage=Stage.UNDER_WAY, sent={key for _, key in sent})
        sent += [(day, step.key)] if step else []
    return sent


@given(st.lists(DAYS))
def test_no_reminder_is_sent_twice_nor_out_of_order(days: list[int]) -> None:
    keys = [key for _, key in sent_when_asked_on(days)]
    order = [step.key for step in STEPS]
    assert keys == sorted(set(keys), key=order.index)


@given(st.lists(DAYS))
def test_a_reminder_is_sent_on_its_day_or_later_and_none_before_the_day_is_late(days: list[int]) -> None:
    steps = {step.key: step for step in STEPS}
    assert all(day >= steps[key].days for day, key in sent_when_asked_on(days))
    assert all(steps[key].is_late == (day > 0) for day, key in sent_when_asked_on(days))


@given(DAYS)
def test_after_a_long_silence_one_reminder_is_sent_not_all_that_were_missed(day: int) -> None:
    assert len(sent_when_asked_on([day, day, day])) == (day >= STEPS[0].days)


@given(DAYS, STAGES)
def test_nobody_is_reminded_of_what_is_over(day: int, stage: Stage) -> None:
    step = step_due(on=DUE + timedelta(days=day), due_on=DUE, stage=stage, sent=())
    assert (step is not None) == (stage in OPEN and day >= STEPS[0].days)


def test_asked_every_day_each_is_sent_on_its_day() -> None:
    assert sent_when_asked_on(list(range(-60, 121))) == [(step.days, step.key) for step in STEPS]


def test_without_a_day_there_is_no_reminder() -> None:
    assert step_due(on=DUE, due_on=None, stage=Stage.NOT_STARTED, sent=()) is None
