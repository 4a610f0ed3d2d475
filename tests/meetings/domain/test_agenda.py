import pytest

from kenesh.meetings.domain import events as e
from tests.meetings.domain.builders import AGENDA, MEMBERS, Table, opened, proposal, said, under_way, with_text

pytestmark = pytest.mark.unit


def numbers(table: Table) -> tuple[int, ...]:
    return tuple(item.number for item in table.meeting.agenda)


def test_the_chair_and_the_secretariat_add_to_the_provisional_agenda() -> None:
    table = Table()
    table.do("add_agenda_item", "SEC", titles={"en": "Any other business"}, minutes=10)
    table.do("add_agenda_item", "AZ", titles={"en": "Closing"}, minutes=0)
    table.refuses("presiding", "add_agenda_item", "KZ", titles={"en": "Mine"}, minutes=5)
    assert numbers(table) == (1, 2, 3, 4, 5)


def test_an_item_has_a_title_and_a_sensible_length() -> None:
    table = Table(items=0)
    for titles in ({}, {"en": " "}):
        table.refuses("agenda", "add_agenda_item", "AZ", titles=titles, minutes=5)
    for minutes in (-1, 1441):
        table.refuses("agenda", "add_agenda_item", "AZ", titles={"en": "Item"}, minutes=minutes)
    assert table.do("add_agenda_item", "AZ", titles={"en": "Item"}, minutes=5) == (
        e.AgendaItemAdded(item=1, titles={"en": "Item"}, minutes=5),
    )


def test_every_item_keeps_its_place_in_a_new_order() -> None:
    table = Table()
    table.do("reorder_agenda", "SEC", order=(3, 1, 2))
    assert numbers(table) == (3, 1, 2)
    assert table.do("reorder_agenda", "SEC", order=(3, 1, 2)) == ()
    for order in ((1, 2), (1, 2, 2), (1, 2, 3, 4)):
        table.refuses("agenda", "reorder_agenda", "AZ", order=order)
    table.refuses("presiding", "reorder_agenda", "KZ", order=(1, 2, 3))


def test_an_adopted_agenda_takes_no_item_and_is_reordered_by_the_chair_alone() -> None:
    table = under_way()
    table.refuses("agenda", "add_agenda_item", "SEC", titles={"en": "Late"}, minutes=5)
    table.refuses("presiding", "reorder_agenda", "SEC", order=(1, 3, 2))
    table.do("reorder_agenda", "AZ", order=(1, 3, 2))
    assert numbers(table) == (1, 3, 2)


def test_the_agenda_is_not_touched_while_it_is_put() -> None:
    table = opened()
    table.put(AGENDA, "consensus")
    table.refuses("question", "add_agenda_item", "SEC", titles={"en": "Late"}, minutes=5)
    table.refuses("question", "reorder_agenda", "SEC", order=(3, 1, 2))


def test_a_question_on_a_text_leaves_the_order_free() -> None:
    table = with_text()
    table.put(proposal(1), "consensus")
    table.do("reorder_agenda", "AZ", order=(3, 2, 1))


def test_items_are_taken_up_one_at_a_time_once_the_agenda_is_adopted() -> None:
    table = opened()
    table.refuses("agenda", "open_item", "AZ", item=1)
    table.put(AGENDA, "consensus")
    table.refuses("agenda", "open_item", "AZ", item=1)
    table.close()
    table.refuses("agenda", "open_item", "AZ", item=9)
    table.refuses("presiding", "open_item", "KZ", item=1)
    assert table.do("open_item", "AZ", item=1) == (e.AgendaItemOpened(item=1),)
    table.refuses("agenda", "open_item", "AZ", item=1)
    assert table.do("open_item", "AZ", item=2) == (e.AgendaItemClosed(item=1), e.AgendaItemOpened(item=2))
    assert table.do("close_item", "AZ", item=2) == (e.AgendaItemClosed(item=2),)
    table.refuses("agenda", "close_item", "AZ", item=2)
    assert [item.state for item in table.meeting.agenda] == ["closed", "closed", "pending"]


def test_an_item_is_concluded_when_everybody_has_been_heard() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    assert table.refuses("list", "close_item", "AZ", item=1).params == {"seat": "KZ"}
    table.refuses("list", "open_item", "AZ", item=2)
    table.do("give_floor", "AZ")
    assert table.refuses("agenda", "close_item", "AZ", item=1).retry
    table.refuses("agenda", "open_item", "AZ", item=2)
    table.do("yield_floor", "KZ")
    table.do("close_item", "AZ", item=1)


def test_an_item_is_concluded_when_its_questions_are_decided() -> None:
    table = with_text()
    table.put(proposal(1), "consensus")
    table.refuses("question", "close_item", "AZ", item=1)
    table.refuses("question", "open_item", "AZ", item=2)
    table.close()
    table.do("open_item", "AZ", item=2)


def test_who_left_the_room_does_not_hold_an_item_up_and_does_not_wait_under_the_next() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("request_floor", "TR")
    table.do("give_floor", "AZ")
    table.leave("KZ", "TR")
    assert said(table.do("open_item", "AZ", item=2)) == [
        "FloorWithdrawn",
        "RequestWithdrawn",
        "AgendaItemClosed",
        "AgendaItemOpened",
    ]
    assert (table.meeting.speakers, table.meeting.interrupted) == ((), ())


def test_a_new_item_opens_the_list_again() -> None:
    table = under_way()
    table.do("close_list", "AZ")
    table.do("close_item", "AZ", item=1)
    assert table.meeting.list_closed
    table.do("open_item", "AZ", item=2)
    table.speak(MEMBERS[1])


def test_an_agenda_that_is_empty_or_adopted_is_not_put() -> None:
    table = Table(items=0)
    table.come(*MEMBERS)
    table.do("open_meeting", "AZ")
    table.refuses("agenda", "put_question", "AZ", subject=AGENDA, method="consensus")
    under_way().refuses("agenda", "put_question", "AZ", subject=AGENDA, method="consensus")
