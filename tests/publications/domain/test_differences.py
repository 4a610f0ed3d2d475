import pytest

from kenesh.publications.domain.differences import differences

pytestmark = pytest.mark.unit


def test_lines_of_one_text_only_are_marked_by_whose_they_are() -> None:
    found = differences(theirs="# T\n\nkept\n\ntheirs", yours="# T\n\nkept\n\nyours\n\nmore")
    assert [(one.where, one.text) for one in found] == [
        ("both", "# T"),
        ("both", "kept"),
        ("theirs", "theirs"),
        ("yours", "yours"),
        ("yours", "more"),
    ]
