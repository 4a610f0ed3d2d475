"""Rules of procedure that come with a scenario, held against what a rule profile is before any site is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from importlib import resources
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML

from kenesh.meetings.domain.profile import RULES, Profile

PROFILES: Final = resources.files("kenesh.meetings").joinpath("profiles")
WORDS: Final = {"number": "1", "title": {"en": "…"}, "text": {"en": "…"}}  # the site gives every rule its own

Wrong = tuple[tuple[int | str, ...], str, object]  # where in the profile, what was expected, what was found


@cache
def shipped() -> tuple[str, ...]:
    """Return the names of the profiles that come with this release."""
    return tuple(sorted(file.name.removesuffix(".yaml") for file in PROFILES.iterdir() if file.name.endswith(".yaml")))


def faults(profile: Mapping[str, Any]) -> Iterator[Wrong]:
    """Yield what in a profile is not as the rules of a meeting need it."""
    base = profile.get("extends")
    if base is not None and base not in shipped():
        yield ("extends",), f"a profile that ships: {', '.join(shipped())}", base
        return
    known = {field.name for field in fields(Profile)} | {"extends"}
    for name in profile:
        if name not in known:
            yield (name,), f"a field of a rule profile: {', '.join(sorted(known))}", f"the unknown field {name!r}"
    own = profile.get("rules", {})
    for key in own if isinstance(own, Mapping) else ():
        if key not in RULES:
            yield ("rules", key), f"the key of a rule: {', '.join(RULES)}", key
    yield from _unfit({**(_base(base) if base else {}), **profile}, own)


def _unfit(whole: Mapping[str, Any], own: object) -> Iterator[Wrong]:
    given = own if isinstance(own, Mapping) else {}
    rules = {key: {**WORDS, **_as_mapping(given.get(key))} for key in RULES}
    try:
        TypeAdapter(Profile).validate_python({**whole, "name": "own", "rules": rules})
    except ValidationError as unfit:
        for error in unfit.errors():
            yield error["loc"], error["msg"].removeprefix("Input should be "), _found(error)


def _found(error: Any) -> object:
    return "none" if error["type"] == "missing" else error["input"]


def _as_mapping(rule: object) -> Mapping[str, Any]:
    if rule is None:
        return {}
    return rule if isinstance(rule, Mapping) else {"number": str(rule)}


@cache
def _base(name: str) -> Mapping[str, Any]:
    data: Mapping[str, Any] = YAML(typ="safe", pure=True).load(PROFILES.joinpath(f"{name}.yaml").read_text("utf-8"))
    return data
