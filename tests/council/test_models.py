from collections.abc import Callable

import pytest

from kenesh.council.actions import establish_body, invite
from kenesh.council.models import BodySeat, Council, Invitation, Name, Person, RuleProfile, State, Status

pytestmark = pytest.mark.integration


def test_every_row_can_be_told_from_its_neighbors(rhine: Council, seated: Callable[..., Person]) -> None:
    person = seated(rhine, "FR", offices={"fr": "Cheffe"})
    invited = invite(person=person)
    body = establish_body(
        council=rhine,
        slug="groupe",
        names={"fr": "Groupe"},
        established_by="R/1",
        established_on=invited.expires_at.date(),
        seats=["FR"],
    )
    seat = rhine.seats.get(code="FR")
    shown = [rhine, State.objects.get(code="FR"), rhine.organs.get(), seat, body, RuleProfile.objects.get(), person]
    assert [str(one) for one in shown] == ["conseil-du-rhin", "FR", "SEC", "FR", "groupe", "court", "Cheffe"]
    dated = [Name.objects.get(council=rhine), Status.objects.get(seat=seat), rhine.chair_terms.get(seat=seat)]
    assert [str(one) for one in dated] == [
        "Rheinrat (2001-05-01)",
        f"{seat.id} member (2001-05-01)",
        f"{seat.id} (2001-05-01)",
    ]
    assert [str(BodySeat.objects.get()), str(Invitation.objects.get())] == [
        f"{body.id} {seat.id}",
        f"{person.id} ({invited.expires_at})",
    ]


def test_a_person_is_found_by_their_address_however_it_is_written(
    rhine: Council, seated: Callable[..., Person]
) -> None:
    person = seated(rhine, "FR", "chef@fr.example")
    assert Person.objects.get_by_natural_key("Chef@FR.example") == person
