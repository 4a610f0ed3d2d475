"""The stored form of events and of the meeting's state; a version for every kind of event, from the first release."""

import typing
from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.state import Meeting


class UnknownForm(Exception):
    """A line whose kind, version or payload this release cannot read."""


# The version in which each kind is written. When an event's form changes, its number goes up here and a function that
# turns the old payload into the new one joins UPCASTS: released lines are read for ever, never rewritten.
VERSIONS: Final[Mapping[str, int]] = {kind.__name__: 1 for kind in typing.get_args(e.Event)}
UPCASTS: Final[Mapping[tuple[str, int], typing.Callable[[dict[str, Any]], dict[str, Any]]]] = {}

_ADAPTERS: Final[Mapping[str, TypeAdapter[Any]]] = {
    kind.__name__: TypeAdapter(kind) for kind in typing.get_args(e.Event)
}
_MEETING: Final[TypeAdapter[Meeting]] = TypeAdapter(Meeting)


def encode(event: e.Event) -> tuple[str, int, dict[str, Any]]:
    """Return the kind, version and JSON payload of an event."""
    kind = type(event).__name__
    payload: dict[str, Any] = _ADAPTERS[kind].dump_python(event, mode="json")
    return kind, VERSIONS[kind], payload


def decode(kind: str, version: int, payload: Mapping[str, Any]) -> e.Event:
    """Return the event of a stored line; ``UnknownForm`` says what cannot be read."""
    if kind not in VERSIONS:
        raise UnknownForm(f"{kind} is not a kind of event of this release")
    if not 1 <= version <= VERSIONS[kind]:
        raise UnknownForm(f"{kind} version {version} is not known; this release knows 1 to {VERSIONS[kind]}")
    form = dict(payload)
    for older in range(version, VERSIONS[kind]):
        form = UPCASTS[kind, older](form)
    try:
        event: e.Event = _ADAPTERS[kind].validate_python(form)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        raise UnknownForm(f"{kind}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from wrong
    return event


def encode_state(meeting: Meeting) -> str:
    """Return a snapshot of the meeting as JSON."""
    return _MEETING.dump_json(meeting).decode()


def decode_state(state: str) -> Meeting:
    """Return the meeting of a snapshot; ``UnknownForm`` where another release wrote it."""
    try:
        return _MEETING.validate_json(state)
    except ValidationError as wrong:
        raise UnknownForm(f"the snapshot cannot be read: {wrong.error_count()} fields differ") from wrong
