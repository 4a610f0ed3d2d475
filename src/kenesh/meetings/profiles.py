"""Rule profiles as data: three are shipped, a council may bring its own, built on one of them or whole."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils import translation
from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML

from kenesh.core.domain.text import pick
from kenesh.council import queries as council_queries
from kenesh.meetings.domain.profile import RULES, Profile
from kenesh.meetings.wording import RULE_WORDS, reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kenesh.council.access import Council

SHIPPED: Final = ("turkic-council", "unga-like", "osce-like")
_PROFILE: Final = TypeAdapter(Profile)


class UnfitProfile(Exception):
    """A rule profile that cannot govern a meeting; says which field and why."""


@cache
def shipped_profile(name: str) -> Mapping[str, Any]:
    """Return the data of a shipped profile as it stands in its file."""
    text = resources.files("kenesh.meetings").joinpath("profiles", f"{name}.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = YAML(typ="safe", pure=True).load(text)
    return data


def profile_for(*, council: Council, name: str) -> Profile:
    """Return a profile by name: the council's own, else a shipped one. Refused: UnfitProfile."""
    own = council_queries.rule_profile(council=council, name=name)
    if own is None and name not in SHIPPED:
        raise UnfitProfile(f"there is no rule profile {name!r}; shipped are {', '.join(SHIPPED)}")
    return profile_of(name=name, data=dict(own) if own is not None else shipped_profile(name))


def profile_choices(*, council: Council) -> list[tuple[str, str]]:
    """Return the rule profiles a council may choose among, its own first, called as the reader calls them."""
    own = council_queries.rule_profiles(council=council)
    every = {**own, **{name: shipped_profile(name) for name in SHIPPED if name not in own}}
    names = sorted(every, key=lambda name: (name != council.rule_profile, list(every).index(name)))
    return [(name, pick(every[name].get("title", {}), reading()) or name) for name in names]


def profile_of(*, name: str, data: Mapping[str, Any]) -> Profile:
    """Return the profile that data describe, with every rule's words in every language of the site.

    ``extends`` names a shipped profile whose values hold where the data say nothing. Refused: UnfitProfile.
    """
    whole = _extended(dict(data))
    numbers = whole.get("rules", {})
    unknown = sorted(set(numbers) - set(RULES))
    if unknown:
        raise UnfitProfile(
            f"{name}: rules: {', '.join(unknown)} is no rule Kenesh asks for; known are {', '.join(RULES)}"
        )
    whole["rules"] = {key: _rule(key, numbers.get(key, str(place))) for place, key in enumerate(RULES, start=1)}
    try:
        return _PROFILE.validate_python({**whole, "name": name})
    except ValidationError as unfit:
        first = unfit.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UnfitProfile(f"{name}: {where}: {first['msg']}; found {first['input']!r}") from unfit


def _extended(data: dict[str, Any]) -> dict[str, Any]:
    base = data.pop("extends", None)
    if base is None:
        return data
    if base not in SHIPPED:
        raise UnfitProfile(f"extends: {base!r} is not shipped; shipped are {', '.join(SHIPPED)}")
    shipped = dict(shipped_profile(base))
    return {**shipped, **data, "rules": {**shipped.get("rules", {}), **data.get("rules", {})}}


def _rule(key: str, given: Any) -> dict[str, Any]:
    title, text = RULE_WORDS[key]
    own = given if isinstance(given, dict) else {"number": str(given)}
    return {"title": in_every_language(title), "text": in_every_language(text), **own}


@cache
def _translated(message: str) -> tuple[tuple[str, str], ...]:
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append((language, translation.gettext(message)))
    return tuple(found)


def in_every_language(message: str) -> dict[str, str]:
    """Return a message in every language of the site."""
    return dict(_translated(message))
