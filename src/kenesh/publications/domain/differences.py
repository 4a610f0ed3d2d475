"""Two texts of a document side by side: which lines one has and the other has not."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from kenesh.publications.domain.blocks import lines_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A line that only one of two texts has, or that both have."""

    where: Literal["both", "theirs", "yours"]
    text: str


def differences(*, theirs: str, yours: str) -> tuple[Difference, ...]:
    """Return the lines of both texts in order, those that differ marked by whose they are."""
    one, other = lines_of(theirs), lines_of(yours)
    found: list[Difference] = []
    for tag, start, end, begin, until in SequenceMatcher(a=one, b=other, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Difference(where="both", text=line) for line in one[start:end]]
        else:
            found += [Difference(where="theirs", text=line) for line in one[start:end]]
            found += [Difference(where="yours", text=line) for line in other[begin:until]]
    return tuple(found)
