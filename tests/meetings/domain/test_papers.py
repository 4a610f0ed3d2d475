from dataclasses import replace

import pytest

from kenesh.meetings.domain import events as e
from tests.meetings.domain.builders import START, TURKIC_COUNCIL, Table, opened, under_way

pytestmark = pytest.mark.unit


def handed_in(table: Table, seat: str) -> tuple[int | None, int | None]:
    """Hand a statement in and return the speech and the item it belongs to."""
    event = table.do("hand_in_statement", seat, language="tr", text="Metin")[0]
    assert isinstance(event, e.StatementHandedIn)
    return event.speech, event.item


def test_a_statement_joins_the_record_under_its_speaker_and_its_speech() -> None:
    table = under_way()
    table.speak("KZ")
    assert table.do("hand_in_statement", "KZ", language="kk", text="Сөз", summary=True) == (
        e.StatementHandedIn(statement=1, seat="KZ", speech=1, item=1, language="kk", text="Сөз", summary=True),
    )
    assert table.meeting.statements[0].summary


def test_a_statement_can_be_handed_in_by_who_waits_or_by_who_spoke_under_another_item() -> None:
    table = under_way()
    table.speak("KZ")
    table.speak("KZ")
    table.point("KZ")
    table.do("open_item", "AZ", item=2)
    assert handed_in(table, "KZ") == (2, 1)
    table.do("request_floor", "KZ")
    assert handed_in(table, "KZ") == (None, 2)
    table.do("give_floor", "AZ")
    assert handed_in(table, "KZ") == (4, 2)


def test_a_statement_outside_every_item_belongs_to_none() -> None:
    table = opened()
    table.do("request_floor", "KZ")
    assert handed_in(table, "KZ") == (None, None)


def test_a_statement_comes_from_who_speaks_and_says_something_in_a_language() -> None:
    table = under_way()
    refused = table.refuses("floor", "hand_in_statement", "KZ", language="kk", text="Сөз")
    assert refused.retry
    table.speak("KZ")
    table.refuses("statement", "hand_in_statement", "KZ", language="kk", text=" ")
    table.refuses("statement", "hand_in_statement", "KZ", language="Kazakh!", text="Сөз")
    table.refuses("seated", "hand_in_statement", "XX", language="kk", text="Сөз")
    silent = under_way(profile=replace(TURKIC_COUNCIL, may_speak=("member",)))
    silent.refuses("statement", "hand_in_statement", "HU", language="hu", text="Szöveg")


def test_the_chair_and_the_speaker_show_an_exhibit_and_the_next_one_takes_its_place() -> None:
    table = under_way()
    table.refuses("exhibit", "show_exhibit", "KZ", kind="paper", title="Map")
    table.do("show_exhibit", "AZ", kind="measures", title="Measures", reference="measures/1")
    table.do("request_floor", "KZ")
    table.refuses("exhibit", "show_exhibit", "KZ", kind="paper", title="Map")
    table.do("give_floor", "AZ")
    table.refuses("exhibit", "show_exhibit", "TR", kind="paper", title="Map")
    table.refuses("exhibit", "show_exhibit", "KZ", kind="paper", title="")
    table.wait(minutes=1)
    assert table.do("show_exhibit", "KZ", kind="paper", title="Map") == (
        e.ExhibitShown(exhibit=2, seat="KZ", kind="paper", title="Map", reference=""),
    )
    assert [exhibit.withdrawn_at for exhibit in table.meeting.exhibits] == [table.at, None]
    assert table.meeting.exhibit == table.meeting.exhibits[1]


def test_an_exhibit_is_withdrawn_by_who_shows_it_or_by_the_chair() -> None:
    table = under_way()
    table.refuses("exhibit", "withdraw_exhibit", "AZ")
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    for by in ("KZ", "AZ"):
        table.do("show_exhibit", "KZ", kind="screen", title="Screen")
        table.refuses("exhibit", "withdraw_exhibit", "TR")
        table.do("withdraw_exhibit", by)
        assert table.meeting.exhibit is None
    assert table.meeting.exhibits[0].withdrawn_at == START
    table.refuses("exhibit", "withdraw_exhibit", "AZ")


def test_captions_stand_under_the_speech_and_the_room_keeps_the_last_of_them() -> None:
    table = under_way()
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    for number in range(1, 31):
        table.do("caption_speech", "SEC", language="en", text=f"Words {number}.")
    table.do("caption_speech", "KZ", language="kk", text="Сөз")
    assert table.meeting.captions[0].text == "Words 8."
    assert table.meeting.captions[-1].language == "kk"
    table.do("yield_floor", "KZ")
    table.speak("TR")
    table.do("request_floor", "HU")
    table.do("give_floor", "AZ")
    table.do("caption_speech", "SEC", language="en", text="Another speech.")
    assert [caption.text for caption in table.meeting.captions] == ["Another speech."]


def test_only_the_secretariat_and_who_speaks_caption_and_only_a_speech() -> None:
    table = under_way()
    table.refuses("statement", "caption_speech", "SEC", language="en", text="Words.")
    table.do("request_floor", "KZ")
    table.do("give_floor", "AZ")
    table.refuses("statement", "caption_speech", "TR", language="en", text="Words.")
    table.refuses("statement", "caption_speech", "SEC", language="en", text=" ")
    table.refuses("statement", "caption_speech", "SEC", language="English!", text="Words.")
