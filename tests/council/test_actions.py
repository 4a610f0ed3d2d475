from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from pytest_django import Settings

from kenesh.core import clock
from kenesh.council import access, actions, queries
from kenesh.council.models import (
    Body,
    ChairTerm,
    Council,
    Invitation,
    Name,
    Organ,
    Person,
    RuleProfile,
    Seat,
    State,
    Status,
)
from tests.council.councils import RHINE

pytestmark = pytest.mark.integration

Load = Callable[[str | Path], Council]
Seated = Callable[..., Person]
TABLES: list[type[Model]] = [Council, State, Organ, Seat, Name, Status, ChairTerm, Body, RuleProfile]


def contents() -> list[list[dict[str, Any]]]:
    """Every row of every table but the numbers of rows, which a second load may write anew."""
    return [
        sorted(({k: v for k, v in row.items() if k != "id"} for row in table._default_manager.values()), key=repr)
        for table in TABLES
    ]


def test_a_second_load_of_the_same_file_changes_nothing(load: Load) -> None:
    load(RHINE)
    before = contents()
    load(RHINE)
    assert contents() == before


def test_a_second_load_updates_what_changed(load: Load) -> None:
    load(RHINE)
    council = load(RHINE.replace("fr: Suisse", "fr: Confédération suisse").replace("since: 2006-03", "since: 2007"))
    seats = {year: queries.seats_on(council=council, on=date(year, 6, 1)) for year in (2006, 2007)}
    assert [seat.code for seat in seats[2006]] == ["FR", "SEC"]
    assert seats[2007][1].names["fr"] == "Confédération suisse"


def test_a_second_load_keeps_people_and_bodies_that_decisions_made(load: Load, seated: Seated) -> None:
    council = load(RHINE)
    person = seated(council, "FR")
    establish(council)
    load(RHINE)
    person.refresh_from_db()
    assert person.seat == council.seats.get(code="FR")
    assert [body.slug for body in queries.bodies(council=council)] == ["migrations", "groupe"]


SWITZERLAND = RHINE[RHINE.index("  - code: CH") : RHINE.index("  - code: SEC")]


def test_a_seat_the_file_no_longer_names_is_gone(load: Load) -> None:
    load(RHINE)
    council = load(RHINE.replace(SWITZERLAND, ""))
    assert [seat.code for seat in council.seats.all()] == ["FR", "SEC"]


def test_a_seat_that_is_held_cannot_be_dropped_and_nothing_of_the_file_is_kept(load: Load, seated: Seated) -> None:
    seated(load(RHINE), "CH")
    before = contents()
    with pytest.raises(actions.StillSeated, match="CH: people or bodies hold"):
        load(RHINE.replace(SWITZERLAND, "").replace("Rheinrat", "Rat"))
    assert contents() == before


def test_two_councils_live_side_by_side_with_names_of_their_own(turkic: Council, load: Load) -> None:
    other = load(RHINE.replace("CH", "AZ").replace("Suisse", "Azerbaïdjan"))
    on = date(2020, 5, 7)
    names = [queries.seats_on(council=council, on=on)[place].names for council, place in ((turkic, 0), (other, 1))]
    assert [sorted(one) for one in names] == [["az", "en", "hu", "kk", "ky", "ru", "tr", "uz"], ["de", "fr"]]


@pytest.mark.parametrize("table", [Status, Name])
@pytest.mark.usefixtures("rhine")
def test_the_database_refuses_two_at_a_time(table: type[Status] | type[Name]) -> None:
    row = table._default_manager.filter(seat__code="FR").get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_refuses_two_chairs_at_a_time(rhine: Council) -> None:
    term = rhine.chair_terms.get(seat__code="FR")
    with pytest.raises(IntegrityError), transaction.atomic():
        ChairTerm.objects.create(council=rhine, seat=rhine.seats.get(code="CH"), starts=term.starts)


@pytest.mark.parametrize("both", [True, False])
def test_the_database_refuses_a_seat_of_both_or_of_neither(rhine: Council, both: bool) -> None:  # noqa: FBT001
    fields = {"state": State.objects.create(code="XX"), "organ": rhine.organs.get()} if both else {}
    rhine.seats.filter(code="SEC").update(organ=None, state=State.objects.create(code="YY"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(council=rhine, code="ZZ", place=9, **fields)


# --- bodies ----------------------------------------------------------------------------------------------------------


def establish(council: Council, **fields: Any) -> Body:
    values: dict[str, Any] = {
        "slug": "groupe",
        "names": {"fr": "Groupe de coordination"},
        "established_by": "R/MIG/1/DEC.1",
        "established_on": date(2020, 5, 7),
    }
    return actions.establish_body(council=council, **values | fields)


def test_a_decision_establishes_a_body_once(rhine: Council) -> None:
    assert establish(rhine) == establish(rhine)
    assert rhine.bodies.count() == 2


def test_a_body_stands_in_the_council_from_its_day_on(rhine: Council) -> None:
    establish(rhine)
    found = [queries.council_on(council=rhine, on=date(2020, 5, day), language="fr").bodies for day in (6, 7)]
    assert [[body.slug for body in bodies] for bodies in found] == [["migrations"], ["migrations", "groupe"]]


def test_a_body_follows_the_rules_of_its_council_unless_told_otherwise(rhine: Council) -> None:
    assert [establish(rhine).rule_profile, establish(rhine, names={"fr": "B"}, rule_profile="court").rule_profile] == [
        "unga-like",
        "court",
    ]


def test_another_body_of_the_same_name_gets_a_number(rhine: Council) -> None:
    slugs = [establish(rhine, established_by=symbol).slug for symbol in ("A", "B", "C")]
    assert slugs == ["groupe", "groupe-2", "groupe-3"]


def test_a_body_may_have_seats_and_a_convenor_of_its_own(rhine: Council) -> None:
    establish(rhine, seats=["FR", "CH"], convenor="CH", mandate={"fr": "Coordonner."})
    body = queries.bodies(council=rhine)[1]
    assert (body.seats, body.mandate, rhine.bodies.get(slug="groupe").convenor) == (
        ("FR", "CH"),
        {"fr": "Coordonner."},
        rhine.seats.get(code="CH"),
    )


# --- people ----------------------------------------------------------------------------------------------------------


def test_an_address_signs_in_one_person_however_it_is_written(rhine: Council, seated: Seated) -> None:
    seated(rhine, "FR", "Chef@FR.example")
    with pytest.raises(actions.AddressTaken):
        seated(rhine, "CH", "chef@fr.EXAMPLE")
    assert [person.email for person in Person.objects.all()] == ["chef@fr.example"]


def test_only_the_hash_of_a_token_is_kept(rhine: Council, seated: Seated) -> None:
    invited = actions.invite(person=seated(rhine, "FR"))
    stored = [str(value) for row in Invitation.objects.values() for value in row.values()]
    assert [value for value in stored if invited.token in value] == []


def test_an_invitation_admits_once(rhine: Council, seated: Seated) -> None:
    person = seated(rhine, "FR")
    invited = actions.invite(person=person)
    assert actions.accept_invitation(token=invited.token) == person
    with pytest.raises(access.NotHere):
        actions.accept_invitation(token=invited.token)


def test_an_invitation_ends_with_its_time(rhine: Council, seated: Seated, settings: Settings) -> None:
    invited = actions.invite(person=seated(rhine, "FR"))
    assert invited.expires_at - clock.now() > timedelta(days=settings.INVITATION_DAYS - 1)
    with clock.pinned(at=invited.expires_at), pytest.raises(access.NotHere):
        actions.accept_invitation(token=invited.token)


def test_a_new_invitation_puts_out_the_earlier_one(rhine: Council, seated: Seated) -> None:
    person = seated(rhine, "FR")
    first, second = actions.invite(person=person), actions.invite(person=person)
    with pytest.raises(access.NotHere):
        access.invitation_for_holder(token=first.token)
    assert access.invitation_for_holder(token=second.token).person == person


def test_who_is_dismissed_is_admitted_no_more(rhine: Council, seated: Seated) -> None:
    person = seated(rhine, "FR")
    invited = actions.invite(person=person)
    actions.dismiss(person=person)
    with pytest.raises(access.NotHere):
        actions.accept_invitation(token=invited.token)


def test_an_accepted_invitation_stays_accepted_when_another_is_made(rhine: Council, seated: Seated) -> None:
    person = seated(rhine, "FR")
    actions.accept_invitation(token=actions.invite(person=person).token)
    actions.accept_invitation(token=actions.invite(person=person).token)
    assert person.invitations.filter(used_at=None).count() == 0


def test_nobody_plays_a_seat_outside_the_demo(rhine: Council) -> None:
    with pytest.raises(access.NotHere):
        actions.stand_in_for(seat=rhine.seats.get(code="FR"))
    assert Person.objects.count() == 0


def test_in_the_demo_a_seat_is_played_by_one_person(rhine: Council, settings: Settings) -> None:
    settings.DEMO = True
    seat = rhine.seats.get(code="FR")
    assert actions.stand_in_for(seat=seat) == actions.stand_in_for(seat=seat)


def test_in_the_demo_whoever_holds_the_seat_plays_it(rhine: Council, seated: Seated, settings: Settings) -> None:
    settings.DEMO = True
    head = seated(rhine, "FR")
    assert actions.stand_in_for(seat=rhine.seats.get(code="FR")) == head
