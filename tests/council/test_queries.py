from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from kenesh.council import queries
from kenesh.council.actions import establish_body
from kenesh.council.domain.periods import Moment, Precision
from kenesh.council.models import Council, Person

pytestmark = pytest.mark.integration

FOUNDING = date(2020, 5, 7)


def codes(seats: tuple[queries.SeatOn, ...]) -> list[str]:
    return [seat.code for seat in seats]


def test_on_7_may_2020_five_were_members_hungary_observed_and_azerbaijan_was_in_the_chair(turkic: Council) -> None:
    view = queries.council_on(council=turkic, on=FOUNDING, language="en")
    assert view.name == "Cooperation Council of Turkic Speaking States"
    assert view.short == "Turkic Council"
    assert codes(view.members) == ["AZ", "KZ", "KG", "TR", "UZ"]
    assert codes(view.observers) == ["HU"]
    assert codes(view.organs) == ["SEC"]
    assert view.chair is not None
    assert (view.chair.seat.code, str(view.chair.since)) == ("AZ", "2019-10-14")


@pytest.mark.parametrize(
    ("on", "name", "members", "observers", "chair"),
    [
        (date(2009, 10, 2), "", [], [], None),
        (date(2018, 8, 31), "Turkic Council", ["AZ", "KZ", "KG", "TR"], [], None),
        (date(2018, 9, 3), "Turkic Council", ["AZ", "KZ", "KG", "TR"], ["HU"], "KG"),
        (date(2019, 10, 13), "Turkic Council", ["AZ", "KZ", "KG", "TR", "UZ"], ["HU"], "KG"),
        (date(2019, 10, 14), "Turkic Council", ["AZ", "KZ", "KG", "TR", "UZ"], ["HU"], "AZ"),
        (date(2021, 11, 11), "Turkic Council", ["AZ", "KZ", "KG", "TR", "UZ"], ["HU", "TM"], "AZ"),
        (date(2021, 11, 12), "Organization of Turkic States", ["AZ", "KZ", "KG", "TR", "UZ"], ["HU", "TM"], "TR"),
        (
            date(2023, 1, 1),
            "Organization of Turkic States",
            ["AZ", "KZ", "KG", "TR", "UZ"],
            ["HU", "TM", "TRNC", "ECO"],
            "UZ",
        ),
    ],
)
def test_any_date_can_be_asked(  # noqa: PLR0917 -- the columns of the table
    turkic: Council, on: date, name: str, members: list[str], observers: list[str], chair: str | None
) -> None:
    view = queries.council_on(council=turkic, on=on, language="en")
    found = (view.short, codes(view.members), codes(view.observers), view.chair.seat.code if view.chair else None)
    assert found == (name, members, observers, chair)


def test_a_seat_tells_all_that_a_meeting_needs(turkic: Council) -> None:
    seat = queries.seats_on(council=turkic, on=FOUNDING)[4]
    assert (seat.code, seat.kind, seat.state, seat.status, seat.precedence) == ("UZ", "state", "UZ", "member", 5)
    assert seat.since == Moment(date(2019, 9, 1), Precision.MONTH)
    assert seat.names["kk"] == "Өзбекстан"
    assert seat.authority["uz"] == "Tashqi mehnat migratsiyasi agentligi"
    assert seat.time_zone == "Asia/Tashkent"


def test_a_state_is_called_what_it_was_called_then(turkic: Council) -> None:
    names = [queries.seats_on(council=turkic, on=date(year, 6, 1))[3].names["en"] for year in (2020, 2022)]
    assert names == ["Turkey", "Türkiye"]


def test_precedence_counts_from_one_without_a_gap(turkic: Council) -> None:
    assert [seat.precedence for seat in queries.seats_on(council=turkic, on=FOUNDING)] == [1, 2, 3, 4, 5, 6, 7]


def test_a_state_that_left_and_came_back_is_absent_in_between(rhine: Council) -> None:
    found = [codes(queries.seats_on(council=rhine, on=date(year, 6, 1))) for year in (2001, 2004, 2005, 2006)]
    assert found == [["FR", "SEC"], ["FR", "CH", "SEC"], ["FR", "SEC"], ["FR", "CH", "SEC"]]


def test_after_the_last_term_nobody_is_in_the_chair(rhine: Council) -> None:
    chairs = [queries.council_on(council=rhine, on=date(year, 1, 1), language="fr").chair for year in (2002, 2003)]
    assert [chair and chair.seat.code for chair in chairs] == ["FR", None]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(on=st.dates())
def test_no_day_breaks_a_council(turkic: Council, on: date) -> None:
    view = queries.council_on(council=turkic, on=on, language="hu")
    assert codes(view.seats) == [*codes(view.members), *codes(view.observers), *codes(view.organs)]
    assert view.chair is None or view.chair.seat in view.members
    assert bool(view.name) == bool(view.seats)


def test_a_council_takes_seven_queries_however_many_seats_it_has(
    turkic: Council, rhine: Council, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for council in (rhine, turkic):
        with django_assert_num_queries(7):
            queries.council_on(council=council, on=FOUNDING, language="en")


@pytest.mark.parametrize("count", [1, 3])
def test_bodies_take_two_queries(rhine: Council, django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    for number in range(1, count):
        establish_body(
            council=rhine,
            slug="groupe",
            names={"fr": f"Groupe {number}"},
            established_by="R/1",
            established_on=FOUNDING,
        )
    with django_assert_num_queries(2):
        assert len(queries.bodies(council=rhine)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_people_take_three_queries(
    rhine: Council, seated: Callable[..., Person], django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        seated(rhine, "FR", f"{number}@fr.example")
    with django_assert_num_queries(3):
        seats = queries.people_by_seat(council=rhine, on=FOUNDING)
    assert [len(seat.people) for seat in seats] == [count, 0, 0]


def test_the_head_of_delegation_stands_first(rhine: Council, seated: Callable[..., Person]) -> None:
    seated(rhine, "FR", "a@fr.example", rank="adviser")
    seated(rhine, "FR", "b@fr.example", rank="head")
    people = queries.people_by_seat(council=rhine, on=FOUNDING)[0].people
    assert [one.rank for one in people] == ["head", "adviser"]


@pytest.mark.parametrize(("language", "name"), [("fr", "Conseil du Rhin"), ("de", "Rheinrat"), ("kk", "Rheinrat")])
def test_a_council_is_named_in_the_language_asked_for(rhine: Council, language: str, name: str) -> None:
    assert queries.councils_named(on=FOUNDING, language=language) == (queries.CouncilName(rhine.slug, name, name),)


def test_a_rule_profile_of_the_council_goes_before_the_shared_one(rhine: Council, turkic: Council) -> None:
    assert queries.rule_profile(council=rhine, name="court") == {"quorum": "half"}
    assert queries.rule_profile(council=turkic, name="court") is None
