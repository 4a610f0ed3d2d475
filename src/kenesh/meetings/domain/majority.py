"""Shares of a whole number of seats, exact: integers only."""

from dataclasses import dataclass
from typing import Final, Literal

Majority = Literal["simple", "two_thirds", "three_quarters", "unanimity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """At least ``numerator/denominator`` of a base, or more than it."""

    numerator: int
    denominator: int
    more_than: bool = False

    def of(self, base: int) -> int:
        """Return how many of ``base`` seats satisfy the share; at least one, so that nobody decides nothing."""
        part = self.numerator * base
        needed = part // self.denominator + 1 if self.more_than else -(-part // self.denominator)
        return max(needed, 1)


MAJORITIES: Final[dict[Majority, Share]] = {
    "simple": Share(numerator=1, denominator=2, more_than=True),
    "two_thirds": Share(numerator=2, denominator=3),
    "three_quarters": Share(numerator=3, denominator=4),
    "unanimity": Share(numerator=1, denominator=1),
}


def votes_needed(*, base: int, majority: Majority) -> int:
    """Return the affirmative positions needed among ``base`` seats present and voting."""
    return MAJORITIES[majority].of(base)
