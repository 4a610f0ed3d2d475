import pytest

from kenesh.meetings.profiles import SHIPPED, UnfitProfile, profile_of, shipped_profile
from kenesh.sites.rehearsal.rules import faults, shipped

pytestmark = pytest.mark.unit


def test_the_profiles_that_ship_are_those_of_the_meetings() -> None:
    assert shipped() == tuple(sorted(SHIPPED))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_profile_has_no_fault(name: str) -> None:
    assert list(faults(shipped_profile(name))) == []


@pytest.mark.parametrize(
    "profile",
    [
        {"extends": "unga"},
        {"extends": "unga-like", "rules": {"lunch": "1"}},
        {"extends": "unga-like", "list_order": "alphabet"},
        {"extends": "unga-like", "may_decide": ["observer"]},
        {"extends": "unga-like", "rules": {"appeal": {"number": 1}}},
        {"title": {"en": "Ours"}},
    ],
)
def test_what_a_meeting_would_not_take_is_a_fault_here(profile: dict[str, object]) -> None:
    assert list(faults(profile)) != []
    with pytest.raises(UnfitProfile):
        profile_of(name="ours", data=profile)
