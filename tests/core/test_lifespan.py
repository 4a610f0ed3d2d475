from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest

from kenesh.core import lifespan

pytestmark = pytest.mark.unit


@pytest.fixture
def nothing_else() -> Iterator[None]:
    before = list(lifespan._works)
    lifespan._works.clear()
    yield
    lifespan._works[:] = before


@pytest.mark.usefixtures("nothing_else")
async def test_the_last_work_begun_is_the_first_one_ended() -> None:
    told: list[str] = []

    @lifespan.while_serving
    async def clock() -> AsyncGenerator[None]:
        told.append("clock begins")
        yield
        told.append("clock ends")

    @lifespan.while_serving
    async def listener() -> AsyncGenerator[None]:
        told.append("listener begins")
        yield
        told.append("listener ends")

    async with lifespan.serving():
        told.append("serving")
    assert told == ["clock begins", "listener begins", "serving", "listener ends", "clock ends"]


@pytest.mark.usefixtures("nothing_else")
async def test_what_cannot_begin_ends_what_had_begun(tmp_path: Path) -> None:
    told: list[str] = []

    @lifespan.while_serving
    async def clock() -> AsyncGenerator[None]:
        try:
            yield
        finally:
            told.append("clock ends")

    @lifespan.while_serving
    async def listener() -> AsyncGenerator[None]:
        (tmp_path / "not there").read_text("utf-8")
        yield

    with pytest.raises(FileNotFoundError):
        async with lifespan.serving():
            told.append("serving")
    assert told == ["clock ends"]
