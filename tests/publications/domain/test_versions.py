from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kenesh.publications.domain.versions import (
    NotInOrder,
    Standing,
    State,
    Step,
    after,
    is_for_seats,
    is_stale,
    may_freeze,
    steps_open,
)

pytestmark = pytest.mark.unit

NOW = datetime(2020, 5, 7, 12, tzinfo=UTC)


def _standing(state: State = "drafted", *, follows: int = 0, is_original: bool = False) -> Standing:
    return Standing(state=state, revision=0, follows=follows, is_original=is_original)


@pytest.mark.parametrize(
    ("state", "steps"),
    [("drafted", ("check",)), ("edited", ("check",)), ("checked", ("release",)), ("released", ())],
)
def test_a_version_is_checked_and_then_released(state: State, steps: tuple[Step, ...]) -> None:
    assert steps_open(_standing(state), original=0, frozen=False) == steps


def test_a_step_leads_to_its_state() -> None:
    assert after(_standing("edited"), step="check", original=0, frozen=False) == "checked"
    assert after(_standing("checked"), step="release", original=0, frozen=False) == "released"


@pytest.mark.parametrize("state", ["drafted", "edited", "checked", "released"])
def test_a_stale_or_frozen_version_takes_no_step(state: State) -> None:
    assert steps_open(_standing(state), original=1, frozen=False) == ()
    assert steps_open(_standing(state), original=0, frozen=True) == ()


def test_the_original_is_never_stale() -> None:
    assert not is_stale(_standing(is_original=True), original=9)
    assert not is_stale(_standing(follows=9), original=9)
    assert is_stale(_standing(follows=8), original=9)


def test_seats_read_a_version_from_its_check_on() -> None:
    states: tuple[State, ...] = ("drafted", "edited", "checked", "released")
    assert [state for state in states if is_for_seats(state)] == ["checked", "released"]


@pytest.mark.parametrize(
    "changes",
    [
        {"corrections_until": NOW + timedelta(seconds=1)},
        {"waiting": 1},
        {"stale": True},
        {"states": ("released", "checked")},
    ],
)
def test_a_document_is_not_frozen_before_all_is_done(changes: dict[str, Any]) -> None:
    done: dict[str, Any] = {"states": ("released",), "stale": False, "corrections_until": NOW, "waiting": 0, "at": NOW}
    may_freeze(**done)
    with pytest.raises(NotInOrder):
        may_freeze(**(done | changes))
