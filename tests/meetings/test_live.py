import asyncio

import pytest

from kenesh.core.streams import message
from kenesh.meetings.live.channel import AT_ONCE, Channel, encoded
from kenesh.meetings.live.door import Pass
from kenesh.meetings.live.tail import KEPT, Tail
from kenesh.meetings.live.viewer import MOST_POSTS, Program, Screen

pytestmark = pytest.mark.unit

PUBLIC = Pass(council="turkic-council", slug="tc-mig-2020-1", seat=None, session=None, person=None)
END = b"event: seq\nid: %d\ndata: %d\n\n"


class Pipe:
    """A reader whose slowness the test decides."""

    def __init__(self) -> None:
        self.busy = False
        self.taken: list[bytes] = []

    def put(self, sent: dict[str, bytes]) -> None:
        self.taken.append(sent["body"])


def channel(*, numbered: bool = True) -> Channel:
    return Channel(render=lambda _: {}, numbered=numbered)


def screen(*channels: Channel, seen: int = -1) -> tuple[Screen, Pipe]:
    pipe = Pipe()
    found = Screen(shown=PUBLIC, pipe=pipe)  # type: ignore[arg-type]  # all it needs of a pipe
    for one in channels:
        found.follow(one, seen=seen)
    return found, pipe


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_event_has_a_line_for_each_line_of_its_data_however_it_ends(end: str) -> None:
    assert encoded(name="region-stage", data=f"<p>Қазақстан</p>{end}id: 9{end}") == (
        "event: region-stage\ndata: <p>Қазақстан</p>\ndata: id: 9\ndata: \n\n".encode()
    )


async def test_a_frame_holds_what_changed_since_a_line_and_nothing_twice() -> None:
    trial = channel()
    trial.show(1, {"a": b"A1", "b": b"B1"})
    trial.show(2, {"a": b"A1", "b": b"B2"})
    trial.show(3, {"a": b"A3", "b": b"B2"})
    assert [trial.since(seen) for seen in (-1, 1, 2, 3, 9)] == [
        message(changed + END % (3, 3)) for changed in (b"A3B2", b"A3B2", b"A3", b"", b"A3B2")
    ]
    assert trial.since(2) is trial.since(2)


async def test_a_screen_is_sent_nothing_before_it_is_ready() -> None:
    trial = channel()
    found, pipe = screen(trial)
    trial.show(1, {"a": b"A1"})
    found.beat()
    assert pipe.taken == []
    found.begin()
    assert pipe.taken == [b"A1" + END % (1, 1), END % (1, 1)]


async def test_a_desk_that_did_not_change_is_not_sent() -> None:
    shared, desk = channel(), channel(numbered=False)
    found, pipe = screen(shared, desk)
    shared.show(1, {"a": b"A1"})
    desk.show(1, {"desk": b"D1"})
    found.begin()
    shared.show(2, {"a": b"A2"})
    desk.show(2, {"desk": b"D1"})
    assert pipe.taken == [b"A1" + END % (1, 1), b"D1", END % (1, 1), b"A2" + END % (2, 2)]


async def test_a_busy_screen_skips_to_what_is_newest() -> None:
    trial = channel()
    found, pipe = screen(trial)
    trial.show(1, {"a": b"A1", "b": b"B1"})
    found.begin()
    pipe.busy = True
    trial.show(2, {"a": b"A2", "b": b"B1"})
    trial.show(3, {"a": b"A2", "b": b"B3"})
    found.beat()
    pipe.busy = False
    found.push()
    assert pipe.taken[2:] == [b"A2B3" + END % (3, 3)]


async def test_what_is_said_to_one_screen_alone_waits_in_order_and_has_a_limit() -> None:
    trial = channel()
    found, pipe = screen(trial)
    found.post(b"1")
    trial.show(1, {"a": b"A1"})
    found.begin()
    pipe.busy = True
    found.post(b"2")
    found.post(b"3")
    pipe.busy = False
    found.push()
    assert pipe.taken == [b"A1" + END % (1, 1), b"1", END % (1, 1), b"2", b"3"]
    pipe.busy = True
    for _ in range(MOST_POSTS + 1):
        found.post(b"4")
    await found.over()
    found.end()


async def test_many_screens_are_sent_to_in_turns_and_all_the_same() -> None:
    trial = channel()
    trial.show(1, {"a": b"A1"})
    pipes = []
    for _ in range(600):
        found, pipe = screen(trial, seen=1)
        found.begin()
        pipes.append(pipe)
    trial.show(2, {"a": b"A2"})
    assert [len(pipe.taken) for pipe in pipes].count(2) == AT_ONCE
    for _ in range(3):
        await asyncio.sleep(0)
    assert {id(pipe.taken[1]) for pipe in pipes} == {id(pipes[0].taken[1])}


async def test_who_leaves_is_sent_nothing_more() -> None:
    trial = channel()
    trial.show(1, {"a": b"A1"})
    found, pipe = screen(trial, seen=1)
    found.begin()
    found.leave()
    trial.show(2, {"a": b"A2"})
    assert pipe.taken == [END % (1, 1)]


async def test_a_program_woken_twice_is_woken_once() -> None:
    program = Program(shown=PUBLIC)
    program.wake()
    program.beat()
    await asyncio.wait_for(program.news(), 1)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(program.news(), 0.01)
    assert program.beating
    program.end()
    assert program.ended


def test_a_tail_keeps_the_newest_lines_and_says_from_where() -> None:
    trial = Tail()
    trial.begin(10)
    trial.extend([(seq, b"{}") for seq in range(11, KEPT + 13)])
    assert (trial.start, trial.seq) == (12, KEPT + 12)
    assert trial.since(KEPT + 11) == b"event: line\nid: %d\ndata: {}\n\n" % (KEPT + 12)
    assert trial.since(KEPT + 11) is trial.since(KEPT + 11)
    assert trial.since(12).count(b"event: line") == KEPT
