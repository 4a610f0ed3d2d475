import gc
import uuid

import pytest

from kenesh.core import collector, nudge

pytestmark = pytest.mark.unit


class Trial:
    """A collector whose clock the test sets, and the times at which it collected."""

    def __init__(self) -> None:
        self.now = 0.0
        self.collected: list[float] = []
        self.collector = collector.Collector(clock=lambda: self.now, collect=lambda: self.collected.append(self.now))

    async def at(self, moment: float) -> None:
        self.now = moment
        await self.collector.collect_when_quiet()


async def test_garbage_is_collected_when_it_is_due_and_nothing_happens() -> None:
    trial = Trial()
    for moment in (299.0, 301.0, 302.0, 600.0, 602.0):
        await trial.at(moment)
    assert trial.collected == [301.0, 602.0]


async def test_an_act_puts_off_a_collection_but_not_for_ever() -> None:
    trial = Trial()
    for moment in (301.0, 600.0, 899.0, 901.0):
        trial.now = moment
        trial.collector.hear(uuid.uuid4(), 1)
        await trial.at(moment)
    assert trial.collected == [901.0]


async def test_while_a_server_serves_python_begins_no_full_collection_by_itself() -> None:
    before = gc.get_threshold()
    listening = len(nudge._listeners)
    work = collector.collecting()
    await anext(work)
    assert gc.get_threshold() == (*before[:2], collector.NEVER)
    assert len(nudge._listeners) == listening + 1
    with pytest.raises(StopAsyncIteration):
        await anext(work)
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
    assert len(nudge._listeners) == listening
