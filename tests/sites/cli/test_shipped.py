import pytest

from kenesh.sites.cli.shipped import NotShipped, shipped

pytestmark = pytest.mark.unit


def test_what_comes_with_kenesh_is_found_beside_its_sources() -> None:
    assert shipped(path="data/turkic-council.yaml").read_text() != ""


def test_what_does_not_come_with_it_is_named() -> None:
    with pytest.raises(NotShipped, match=r"data/atlantis\.yaml does not come with this release"):
        shipped(path="data/atlantis.yaml")
