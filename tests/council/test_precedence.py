import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenesh.council.domain.precedence import Standing, in_precedence

pytestmark = pytest.mark.unit

SEATS = st.lists(
    st.tuples(st.text("ABCDEFG", min_size=2, max_size=3), st.sampled_from(Standing), st.integers(0, 9)),
    unique_by=lambda seat: seat[0],
)


@given(SEATS)
def test_every_seat_has_one_place(seats: list[tuple[str, Standing, int]]) -> None:
    assert sorted(in_precedence(seats)) == sorted(code for code, _, _ in seats)


@given(SEATS)
def test_no_observer_goes_before_a_member_and_the_secretariat_before_nobody(
    seats: list[tuple[str, Standing, int]],
) -> None:
    standing = {code: status for code, status, _ in seats}
    order = [list(Standing).index(standing[code]) for code in in_precedence(seats)]
    assert order == sorted(order)


@given(SEATS, st.randoms())
def test_the_order_of_asking_does_not_matter(seats: list[tuple[str, Standing, int]], chance: object) -> None:
    shuffled = sorted(seats, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert in_precedence(shuffled) == in_precedence(seats)


def test_equals_stand_in_the_order_of_the_council() -> None:
    seats = [("UZ", Standing.MEMBER, 5), ("HU", Standing.OBSERVER, 6), ("AZ", Standing.MEMBER, 1)]
    assert in_precedence([("SEC", Standing.SECRETARIAT, 0), *seats]) == ("AZ", "UZ", "HU", "SEC")
