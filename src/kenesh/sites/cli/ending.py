"""Ending in order: whoever stops a command also stops what it started."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any, Final

import typer

INTERRUPTED: Final = 130  # as a shell says of a command ended by Ctrl-C


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let SIGTERM and a closed terminal end the command as Ctrl-C does: through every `finally` on the way out."""

    def end(_number: int, _frame: FrameType | None) -> Any:
        raise KeyboardInterrupt

    with ExitStack() as restored:
        for number in (signal.SIGTERM, signal.SIGHUP):
            restored.callback(signal.signal, number, signal.signal(number, end))
        try:
            yield
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
