"""Two texts beside each other: which lines one has and the other has not."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A line that only one of two texts has, or that both have."""

    where: Literal["both", "theirs", "yours"]
    text: str


def differences_of(*, theirs: Sequence[str], yours: Sequence[str]) -> tuple[Difference, ...]:
    """Return the lines of both texts in order, those that differ marked by whose they are."""
    found: list[Difference] = []
    for tag, start, end, begin, until in SequenceMatcher(a=theirs, b=yours, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Difference(where="both", text=line) for line in theirs[start:end]]
        else:
            found += [Difference(where="theirs", text=line) for line in theirs[start:end]]
            found += [Difference(where="yours", text=line) for line in yours[begin:until]]
    return tuple(found)
