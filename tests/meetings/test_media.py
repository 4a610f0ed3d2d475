import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from kenesh.core import clock
from kenesh.media import actions, queries
from kenesh.media.domain.places import Place
from kenesh.media.models import Signal
from tests.meetings.conftest import Table

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def post(table: Table, seat: str, door: str, **fields: Any) -> Any:
    return table.clients[seat].post(f"{table.base}media/{door}/", fields)


def join(table: Table, seat: str, place: UUID | None = None, **switches: str) -> UUID:
    place = place or uuid4()
    answer = post(table, seat, "join", place=place, **switches)
    assert answer.status_code == 200, answer.content
    return place


def at_table(table: Table) -> list[str]:
    return [place.seat for place in queries.places_at(table=table.meeting.journal_id)]


def test_who_joins_is_told_who_sits_there_already(table: Table) -> None:
    table.convene()
    az = join(table, "AZ", microphone="on")
    answer = post(table, "KZ", "join", place=uuid4(), camera="on").json()
    assert answer["plane"] == "mesh"
    assert answer["limit"] == 12
    assert [place["seat"] for place in answer["places"]] == ["AZ", "KZ"]
    assert answer["places"][0] | {"person": ""} == {
        "id": str(az),
        "seat": "AZ",
        "person": "",
        "microphone": True,
        "camera": False,
    }


def test_the_same_place_again_is_a_change_of_its_switches(table: Table) -> None:
    table.convene()
    place = join(table, "AZ")
    join(table, "AZ", place, microphone="on")
    (only,) = queries.places_at(table=table.meeting.journal_id)
    assert (only.id, only.microphone) == (str(place), True)


def test_a_second_connection_of_a_person_replaces_the_first(table: Table) -> None:
    table.convene()
    join(table, "AZ")
    second = join(table, "AZ")
    assert [place.id for place in queries.places_at(table=table.meeting.journal_id)] == [str(second)]


def test_the_one_who_finds_the_table_full_is_told_what_is_still_possible(table: Table) -> None:
    table.convene()
    for number in range(12):
        actions.take_place(
            table=table.meeting.journal_id,
            place=Place(id=str(uuid4()), seat="HU", person=f"guest {number}"),
            limit=12,
        )
    answer = post(table, "AZ", "join", place=uuid4())
    assert answer.status_code == 409
    assert answer.json()["title"] == "The table is full"
    assert "12 places" in answer.json()["reason"]


def test_who_leaves_is_gone_and_nobody_sends_another_away(table: Table) -> None:
    table.convene()
    az, kz = join(table, "AZ"), join(table, "KZ")
    assert post(table, "KZ", "leave", place=az).status_code == 204
    assert at_table(table) == ["AZ", "KZ"]
    assert post(table, "KZ", "leave", place=kz).status_code == 204
    assert at_table(table) == ["AZ"]


def test_a_signal_waits_for_the_place_it_is_addressed_to_alone(table: Table) -> None:
    table.convene()
    az, kz, hu = join(table, "AZ"), join(table, "KZ"), join(table, "HU")
    answer = post(table, "AZ", "signal", place=az, to=kz, signal=json.dumps({"candidate": None}))
    assert answer.status_code == 204
    assert [waiting.content for waiting in queries.signals_for(place=kz)] == ['{"candidate": null}']
    assert queries.signals_for(place=hu) == ()
    assert [waiting.sender for waiting in actions.hand_over(place=kz)] == [az]
    assert Signal.objects.count() == 0


def test_who_gets_ready_is_told_what_it_takes_and_takes_no_place(table: Table) -> None:
    table.convene()
    join(table, "AZ")
    answer = post(table, "KZ", "ticket", place=uuid4()).json()
    assert (answer["plane"], [place["seat"] for place in answer["places"]]) == ("mesh", ["AZ"])
    assert at_table(table) == ["AZ"]


def test_calls_that_come_with_the_wish_for_a_place_go_to_those_who_are_there(table: Table) -> None:
    table.convene()
    az, kz = join(table, "AZ"), uuid4()
    calls = [{"to": str(az), "signal": {"attempt": "1"}}, {"to": str(uuid4()), "signal": {"attempt": "2"}}]
    join(table, "KZ", kz, signals=json.dumps(calls))
    waiting = queries.signals_for(place=az)
    assert [(one.sender, one.content) for one in waiting] == [(kz, '{"attempt": "1"}')]
    assert Signal.objects.count() == 1


def test_who_finds_the_table_full_calls_nobody(table: Table) -> None:
    table.convene()
    guests = [uuid4() for _ in range(12)]
    for number, guest in enumerate(guests):
        actions.take_place(
            table=table.meeting.journal_id, place=Place(id=str(guest), seat="HU", person=f"guest {number}"), limit=12
        )
    assert post(table, "AZ", "ticket", place=uuid4()).status_code == 409
    calls = json.dumps([{"to": str(guests[0]), "signal": {}}])
    assert post(table, "AZ", "join", place=uuid4(), signals=calls).status_code == 409
    assert Signal.objects.count() == 0


def test_nobody_speaks_for_another_place_or_to_another_table(table: Table) -> None:
    table.convene()
    az, kz = join(table, "AZ"), join(table, "KZ")
    assert post(table, "KZ", "signal", place=az, to=kz, signal="{}").status_code == 404
    assert post(table, "AZ", "signal", place=az, to=uuid4(), signal="{}").status_code == 404
    assert post(table, "KZ", "join", place=az, signals=json.dumps([{"to": str(kz), "signal": {}}])).status_code == 404
    assert post(table, "KZ", "ticket", place=az).status_code == 404
    assert Signal.objects.count() == 0


def test_a_stream_for_the_place_of_another_is_not_there(table: Table) -> None:
    table.convene()
    az = join(table, "AZ")
    assert table.clients["KZ"].get(f"{table.base}room/stream/?place={az}").status_code == 404
    assert table.clients["KZ"].get(f"{table.base}room/stream/?place=somewhere").status_code == 400


def letters(number: int, signal: str) -> str:
    return json.dumps([{"to": str(uuid4()), "signal": signal}] * number)


@pytest.mark.parametrize(
    ("door", "fields", "where"),
    [
        ("join", {"place": "here"}, "place"),
        ("join", {"place": str(uuid4()), "signals": "not JSON"}, "signals"),
        ("join", {"place": str(uuid4()), "signals": '[{"to": "here", "signal": {}}]'}, "signals"),
        ("join", {"place": str(uuid4()), "signals": letters(1, "x" * 70_000)}, "signals"),
        ("join", {"place": str(uuid4()), "signals": letters(13, "x")}, "signals"),
        ("ticket", {}, "place"),
        ("signal", {"place": str(uuid4()), "to": str(uuid4()), "signal": "not JSON"}, "signal"),
        ("signal", {"place": str(uuid4()), "to": str(uuid4()), "signal": f'"{"x" * 70_000}"'}, "signal"),
    ],
)
def test_what_is_not_understood_is_named(table: Table, door: str, fields: dict[str, str], where: str) -> None:
    table.convene()
    answer = post(table, "AZ", door, **fields)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [where]


def test_picture_and_sound_are_the_seats_alone(table: Table, client: Client, stranger: Client) -> None:
    table.convene(open_to_public="on")
    join(table, "AZ")
    for outsider in (client, stranger):
        for door in ("ticket", "join", "leave", "signal"):
            assert outsider.post(f"{table.base}media/{door}/", {"place": uuid4()}).status_code == 403


def test_a_place_whose_stream_is_gone_is_free_after_the_grace(table: Table) -> None:
    table.convene()
    with clock.pinned(at=clock.now()) as held:
        join(table, "AZ")
        kz = join(table, "KZ")
        held.advance(actions.GRACE)
        actions.vouch(places=[kz])
        held.advance(actions.GRACE / 2)
        actions.sweep()
        assert at_table(table) == ["KZ"]


def test_the_room_says_who_is_heard(table: Table) -> None:
    table.open()
    table.do("KZ", "request_floor")
    table.do("AZ", "give_floor")
    assert 'data-audible="AZ KZ" data-large="KZ" data-next=""' in table.page("HU").content.decode()
