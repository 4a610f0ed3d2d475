"""The life of a language version: drafted, edited, checked, released; stale when the original moved on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from kenesh.core.domain.text import gettext_noop

Kind = Literal["summary-record", "communique"]
State = Literal["drafted", "edited", "checked", "released"]
Step = Literal["check", "release"]

KINDS: Final[tuple[Kind, ...]] = ("summary-record", "communique")
STEPS: Final[tuple[Step, ...]] = ("check", "release")


class NotInOrder(Exception):
    """A step that this version cannot take now; the reason is a message for the catalogs."""

    def __init__(self, reason: str, **params: str) -> None:
        super().__init__(reason)
        self.reason, self.params = reason, params


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a version stands: its own revision, and the revision of the original it follows."""

    state: State
    revision: int
    follows: int
    is_original: bool


def is_stale(version: Standing, *, original: int) -> bool:
    """Tell whether the original was edited after this version was last brought up to it."""
    return not version.is_original and version.follows < original


def steps_open(version: Standing, *, original: int, frozen: bool) -> tuple[Step, ...]:
    """Return the steps this version can take now."""
    found: list[Step] = []
    for step in STEPS:
        try:
            after(version, step=step, original=original, frozen=frozen)
        except NotInOrder:
            continue
        found.append(step)
    return tuple(found)


def after(version: Standing, *, step: Step, original: int, frozen: bool) -> State:
    """Return the state after a step. Refused: frozen, stale, released before it was checked, taken already."""
    if frozen:
        raise NotInOrder(gettext_noop("The document is frozen; nothing in it changes any more."))
    if is_stale(version, original=original):
        raise NotInOrder(gettext_noop("The original was edited after this version; bring the version up to it first."))
    if step == "check":
        if version.state in {"checked", "released"}:
            raise NotInOrder(gettext_noop("This version is checked already."))
        return "checked"
    if version.state == "released":
        raise NotInOrder(gettext_noop("This version is released already."))
    if version.state != "checked":
        raise NotInOrder(gettext_noop("A version is released after it was checked."))
    return "released"


def may_freeze(
    *, states: tuple[State, ...], stale: bool, corrections_until: datetime | None, waiting: int, at: datetime
) -> None:
    """Say nothing where a document can be frozen. Refused: while corrections can be asked for or wait; not released."""
    if corrections_until is not None and at < corrections_until:
        raise NotInOrder(gettext_noop("Corrections can still be asked for; the document is frozen after that."))
    if waiting:
        raise NotInOrder(gettext_noop("Corrections wait for an answer; answer them first."))
    if stale:
        raise NotInOrder(gettext_noop("The original was edited after a version; bring every version up to it first."))
    if any(state != "released" for state in states):
        raise NotInOrder(gettext_noop("Not every language version is released yet."))


def is_for_seats(state: State) -> bool:
    """Tell whether the seats of the meeting read a version: from the moment it was checked."""
    return state in {"checked", "released"}
