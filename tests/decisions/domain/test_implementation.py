from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenesh.decisions.domain.implementation import OPEN, NotReportable, Report, Stage, is_open, report, standing

pytestmark = pytest.mark.unit

SEATS = ("AZ", "KZ", "KG")
REPORTS = st.builds(
    Report,
    seat=st.sampled_from((*SEATS, "HU")),
    stage=st.sampled_from(Stage),
    note=st.sampled_from(("", "a note", "another")),
    proof=st.sampled_from(("", "https://example.org/order")),
)
DONE = Report(seat="AZ", stage=Stage.DONE, proof="Order 12")


def accepted(asked: Sequence[Report]) -> list[Report]:
    """Send reports one after another; what is refused leaves nothing."""
    kept: list[Report] = []
    for one in asked:
        try:
            kept.append(report(before=kept, expected=SEATS, new=one))
        except NotReportable:
            continue
    return kept


@given(st.lists(REPORTS))
def test_a_seat_stands_where_its_last_report_says(asked: list[Report]) -> None:
    kept = accepted(asked)
    last = {one.seat: one.stage for one in kept}
    assert standing(reports=kept, expected=SEATS) == {seat: last.get(seat, Stage.NOT_STARTED) for seat in SEATS}


@given(st.lists(REPORTS))
def test_only_those_who_are_asked_have_reported(asked: list[Report]) -> None:
    assert {one.seat for one in accepted(asked)} - set(SEATS) == set()


@given(st.lists(REPORTS))
def test_nobody_says_the_same_twice_in_a_row(asked: list[Report]) -> None:
    kept = accepted(asked)
    for seat in SEATS:
        own = [one for one in kept if one.seat == seat]
        assert all(one != after for one, after in pairwise(own))


@given(st.lists(REPORTS))
def test_what_is_over_is_explained(asked: list[Report]) -> None:
    over = [one for one in accepted(asked) if one.stage not in OPEN]
    assert all(one.note or (one.stage is Stage.DONE and one.proof) for one in over)


@given(st.lists(REPORTS), st.lists(REPORTS))
def test_what_others_say_changes_nothing_for_a_seat(first: list[Report], second: list[Report]) -> None:
    own = [one for one in (*first, *second) if one.seat == "AZ"]
    both = accepted([*first, *second])
    assert [one for one in both if one.seat == "AZ"] == accepted(own)


@pytest.mark.parametrize(
    ("new", "field", "reason"),
    [
        (Report(seat="HU", stage=Stage.UNDER_WAY), "", "Your seat is not asked to report on this."),
        (Report(seat="AZ", stage=Stage.NOT_STARTED), "", "This says the same as your last report."),
        (Report(seat="AZ", stage=Stage.DONE), "proof", "Say what shows that it is done."),
        (Report(seat="AZ", stage=Stage.NOT_APPLICABLE, proof="x"), "note", "Say why it does not apply."),
    ],
)
def test_a_report_is_refused_with_what_would_have_to_change(new: Report, field: str, reason: str) -> None:
    with pytest.raises(NotReportable) as refused:
        report(before=(), expected=SEATS, new=new)
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_what_was_done_is_open_again_only_with_a_reason() -> None:
    again = Report(seat="AZ", stage=Stage.UNDER_WAY)
    with pytest.raises(NotReportable, match="Say why it is open again"):
        report(before=[DONE], expected=SEATS, new=again)
    reasoned = Report(seat="AZ", stage=Stage.UNDER_WAY, note="The order was repealed.")
    assert report(before=[DONE], expected=SEATS, new=reasoned) == reasoned


def test_something_is_open_while_one_seat_has_something_to_do() -> None:
    assert is_open(stages=[Stage.DONE, Stage.UNDER_WAY])
    assert not is_open(stages=[Stage.DONE, Stage.NOT_APPLICABLE])
    assert not is_open(stages=[])
