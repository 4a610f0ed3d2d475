"""News that a journal has moved: no content, and it may be lost; streams look for themselves as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    Listener = Callable[[uuid.UUID, int], None]

_listeners: Final[list[Listener]] = []


def listen(listener: Listener) -> None:
    """Call the listener with every topic and seq announced in this process, in the announcing thread."""
    _listeners.append(listener)


def announce(*, topic: uuid.UUID, seq: int) -> None:
    """Say that a journal stands at a line, after the line is committed."""
    for listener in _listeners:
        listener(topic, seq)
