"""Changing one of many: tuples whose number n stands at index n - 1."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar, cast

from kenesh.meetings.domain.state import Contradiction

Numbered = TypeVar("Numbered")
Value = TypeVar("Value")


def one(things: tuple[Numbered, ...], number: int) -> Numbered:
    """Return the thing of that number."""
    if not 1 <= number <= len(things):
        raise Contradiction(f"there is no number {number} among {len(things)}")
    return things[number - 1]


def changed(things: tuple[Numbered, ...], number: int, **changes: Any) -> tuple[Numbered, ...]:
    """Return ``things`` with the one of that number changed."""
    new = replace(cast("Any", one(things, number)), **changes)
    return (*things[: number - 1], cast("Numbered", new), *things[number:])


def added(things: tuple[Numbered, ...], number: int, thing: Numbered) -> tuple[Numbered, ...]:
    """Return ``things`` with the next one; its number must be the next."""
    if number != len(things) + 1:
        raise Contradiction(f"number {number} comes after {len(things)}")
    return (*things, thing)


def having(mapping: Mapping[str, Value], key: str, value: Value) -> dict[str, Value]:
    """Return the mapping with the key set."""
    return {**mapping, key: value}


def without(mapping: Mapping[str, Value], key: str) -> dict[str, Value]:
    """Return the mapping without the key."""
    return {name: value for name, value in mapping.items() if name != key}
