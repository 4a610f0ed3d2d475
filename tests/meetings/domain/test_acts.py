import inspect

import pytest

from kenesh.meetings.domain.acts import ACTS, EVERY_ACT, FILE_ACTS, ROOM_ACTS, decide
from kenesh.meetings.domain.profile import RULES, Profile
from kenesh.meetings.domain.rules.guards import OutOfOrder, refuse
from tests.meetings.domain.builders import PROFILES, START, Table

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("act", sorted(EVERY_ACT))
def test_an_act_is_named_for_its_rule_and_says_what_follows(act: str) -> None:
    rule = EVERY_ACT[act]
    parameters = list(inspect.signature(rule).parameters)
    assert (rule.__name__, parameters[:2], bool(rule.__doc__)) == (act, ["meeting", "by"], True)


def test_nobody_may_act_for_the_room_and_the_room_for_nobody() -> None:
    assert set(ROOM_ACTS) - set(ACTS) == {"connect_seat", "disconnect_seat"}


def test_what_comes_with_a_file_is_no_act_of_a_form() -> None:
    assert set(FILE_ACTS) & {*ACTS, *ROOM_ACTS} == set()


def test_an_act_unknown_is_no_act() -> None:
    with pytest.raises(KeyError):
        decide(Table().meeting, act="adjourn", by="AZ", at=START, fields={})


def test_a_refusal_carries_its_rule_its_reason_and_whether_to_try_again() -> None:
    with pytest.raises(OutOfOrder) as refused:
        refuse("floor", "%(seat)s has the floor.", retry=True, seat="KZ")
    assert (refused.value.rule, refused.value.reason) == ("floor", "%(seat)s has the floor.")
    assert (refused.value.params, refused.value.retry, str(refused.value)) == (
        {"seat": "KZ"},
        True,
        "KZ has the floor.",
    )


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_every_rule_has_its_number_and_words(profile: Profile) -> None:
    assert set(profile.rules) == set(RULES)
