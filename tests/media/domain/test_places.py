from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenesh.media.domain.places import MESH_PLACES, Place, TableFull, admitted

pytestmark = pytest.mark.unit


def place(number: int, *, person: int | None = None) -> Place:
    return Place(id=f"place-{number}", seat="AZ", person=str(number if person is None else person))


def test_the_thirteenth_is_told_how_many_places_there_are() -> None:
    table = tuple(place(number) for number in range(MESH_PLACES))
    with pytest.raises(TableFull, match="all 12 places are taken") as full:
        admitted(table, place(12))
    assert full.value.limit == MESH_PLACES


def test_a_second_connection_of_a_person_replaces_the_first_even_at_a_full_table() -> None:
    table = tuple(place(number) for number in range(MESH_PLACES))
    assert admitted(table, place(99, person=0)) == (*table[1:], place(99, person=0))


def test_a_place_with_other_switches_stays_where_it_is_even_at_a_full_table() -> None:
    table = tuple(place(number) for number in range(MESH_PLACES))
    again = replace(place(3), microphone=True)
    assert admitted(table, again) == (*table[:3], again, *table[4:])


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=60))
def test_nobody_sits_twice_and_never_too_many_sit(comings: list[tuple[int, int]]) -> None:
    table: tuple[Place, ...] = ()
    for number, person in comings:
        try:
            table = admitted(table, place(number, person=person))
        except TableFull:
            assert len(table) == MESH_PLACES
    assert len(table) <= MESH_PLACES
    assert len({one.id for one in table}) == len({one.person for one in table}) == len(table)
