from typing import get_args

import pytest

from kenesh.meetings.domain.majority import Majority, Share, votes_needed

pytestmark = pytest.mark.unit

# The "exact" columns: base, simple, two thirds, three quarters, unanimity.
VECTORS = [
    (1, 1, 1, 1, 1),
    (2, 2, 2, 2, 2),
    (3, 2, 2, 3, 3),
    (4, 3, 3, 3, 4),
    (5, 3, 4, 4, 5),
    (6, 4, 4, 5, 6),
    (7, 4, 5, 6, 7),
    (8, 5, 6, 6, 8),
    (9, 5, 6, 7, 9),
    (10, 6, 7, 8, 10),
    (11, 6, 8, 9, 11),
    (12, 7, 8, 9, 12),
]


@pytest.mark.parametrize(("base", "simple", "two_thirds", "three_quarters", "unanimity"), VECTORS)
def test_a_majority_is_exact(base: int, simple: int, two_thirds: int, three_quarters: int, unanimity: int) -> None:
    needed = {majority: votes_needed(base=base, majority=majority) for majority in get_args(Majority)}
    assert needed == {
        "simple": simple,
        "two_thirds": two_thirds,
        "three_quarters": three_quarters,
        "unanimity": unanimity,
    }


@pytest.mark.parametrize("majority", get_args(Majority))
def test_nobody_decides_nothing(majority: Majority) -> None:
    assert votes_needed(base=0, majority=majority) == 1


def test_a_share_is_at_least_or_more_than() -> None:
    half = Share(numerator=1, denominator=2)
    assert (half.of(4), half.of(5)) == (2, 3)
    more = Share(numerator=1, denominator=2, more_than=True)
    assert (more.of(4), more.of(5)) == (3, 3)
