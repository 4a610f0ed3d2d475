"""Full garbage collections in quiet moments: with thousands of streams one stops a process for a third of a second."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, Final

from kenesh.core import nudge
from kenesh.core.lifespan import while_serving
from kenesh.core.threads import recurring

if TYPE_CHECKING:
    import uuid
    from collections.abc import AsyncGenerator, Callable

EVERY: Final = 300.0  # seconds between two full collections
QUIET: Final = 3.0  # seconds without an act
AT_THE_LATEST: Final = 900.0
LOOK: Final = 1.0
NEVER: Final = 1_000_000  # collections of the middle generation before Python would begin a full one by itself


class Collector:
    """Knows when the last act was, and when garbage was collected last."""

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, collect: Callable[[], object] = gc.collect
    ) -> None:
        """Begin as if garbage had just been collected."""
        self._clock = clock
        self._collect = collect
        self._heard_at = self._collected_at = clock()

    def hear(self, _topic: uuid.UUID, _seq: int) -> None:
        self._heard_at = self._clock()

    async def collect_when_quiet(self) -> None:
        """Collect if it is due and nobody waits for anything just now; at the latest after a while."""
        now = self._clock()
        due = now - self._collected_at
        if due > AT_THE_LATEST or (due > EVERY and now - self._heard_at > QUIET):
            self._collect()
            self._collected_at = self._clock()


@while_serving
async def collecting() -> AsyncGenerator[None]:
    """Choose the moments of full collections for as long as the server serves; the small ones go on as ever."""
    before = gc.get_threshold()
    gc.set_threshold(before[0], before[1], NEVER)
    gc.collect()
    gc.freeze()  # what is loaded by now stays, and no later collection has to look at it
    collector = Collector()
    with nudge.heard_by(collector.hear):
        async with recurring(collector.collect_when_quiet, seconds=LOOK):
            yield
    gc.set_threshold(*before)
    gc.unfreeze()
