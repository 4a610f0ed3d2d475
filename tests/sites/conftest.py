from collections.abc import Iterator

import pytest

from tests.journeys.furnished import furnish
from tests.journeys.site import Site, served


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A real server with meetings before, in and after their session."""
    with served(tmp_path_factory.mktemp("furnished")) as site:
        furnish(site)
        yield site
