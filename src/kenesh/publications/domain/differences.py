"""Two texts of a document side by side: which lines one has and the other has not."""

from kenesh.core.domain.differences import Difference, differences_of
from kenesh.publications.domain.blocks import lines_of


def differences(*, theirs: str, yours: str) -> tuple[Difference, ...]:
    """Return the lines of both texts in order, those that differ marked by whose they are."""
    return differences_of(theirs=lines_of(theirs), yours=lines_of(yours))
