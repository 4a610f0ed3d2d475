import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kenesh.council.models import Council, Invitation, Person

pytestmark = pytest.mark.integration

Seated = Callable[..., Person]

ON = {"on": "2020-05-07"}


def text(response: object) -> str:
    return re.sub(r"\s+", " ", response.content.decode())  # type: ignore[attr-defined]


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


# --- the council on any day ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("turkic")
def test_anyone_reads_the_council_of_7_may_2020(client: Client) -> None:
    page = text(client.get("/turkic-council/", ON))
    assert "<h1>Cooperation Council of Turkic Speaking States</h1>" in page
    assert "As it stands on 7 May 2020." in page
    assert 'Since September 2019. Source: <span lang="en">Public reports; the day is not stated</span>' in page
    assert re.findall(r'nameplate__name">([^<]+)<', page) == [
        "Azerbaijan",  # in the chair
        "Azerbaijan",
        "Kazakhstan",
        "Kyrgyzstan",
        "Turkey",
        "Uzbekistan",
        "Hungary",
        "Secretariat",
    ]


@pytest.mark.usefixtures("turkic")
def test_the_council_is_read_in_the_language_of_the_reader(client: Client) -> None:
    page = text(client.get("/turkic-council/", ON, headers={"Accept-Language": "hu"}))
    assert "<h1>Türk Nyelvű Államok Együttműködési Tanácsa</h1>" in page
    assert "Országos Idegenrendészeti Főigazgatóság" in page


@pytest.mark.parametrize(
    "on", ["2020-02-30", "soon", "07.05.2020", "2020-5-7-1", "0000-00-00", "9" * 300, "2020-05-07\x00"]
)
@pytest.mark.usefixtures("turkic")
def test_a_day_that_is_none_gets_a_clear_message(client: Client, on: str) -> None:
    response = client.get("/turkic-council/", {"on": on})
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "Write the day as year-month-day, for example 2020-05-07." in text(response)


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31", ""])
@pytest.mark.usefixtures("turkic")
def test_the_first_and_the_last_day_there_are_can_be_asked(client: Client, on: str) -> None:
    assert client.get("/turkic-council/", {"on": on}).status_code == HTTPStatus.OK


@pytest.mark.usefixtures("turkic")
def test_before_its_foundation_the_council_says_so(client: Client) -> None:
    assert "On 1 January 2000 this council did not exist yet." in text(
        client.get("/turkic-council/", {"on": "2000-01-01"})
    )


@pytest.mark.usefixtures("turkic")
def test_a_council_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/rhine/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.usefixtures("turkic")
def test_reading_a_council_is_the_only_thing_one_can_do_there(client: Client) -> None:
    assert client.post("/turkic-council/").status_code == HTTPStatus.METHOD_NOT_ALLOWED


# --- people ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def secretary(turkic: Council, seated: Seated) -> Person:
    return seated(turkic, "SEC", offices={"en": "Officer of the Secretariat"})


@pytest.fixture
def delegate(turkic: Council, seated: Seated) -> Person:
    return seated(turkic, "AZ", "chief@az.example", offices={"en": "Chief of the Service"})


def test_the_secretariat_sees_who_speaks_for_which_seat(secretary: Person, delegate: Person) -> None:
    page = text(signed_in(secretary).get("/turkic-council/people/"))
    assert "Chief of the Service" in page
    assert delegate.email in page


@pytest.mark.parametrize("address", ["people/", "people/{id}/invite/", "people/{id}/dismiss/"])
def test_who_is_not_signed_in_is_asked_to_and_learns_nobodys_address(
    delegate: Person, client: Client, address: str
) -> None:
    path = f"/turkic-council/{address.format(id=delegate.id)}"
    response = client.post(path)
    assert response["Location"] == f"/accounts/login/?next={path}"
    assert_nothing_happened(delegate)


@pytest.mark.parametrize("address", ["people/", "people/{id}/invite/", "people/{id}/dismiss/"])
@pytest.mark.parametrize("code", ["AZ", "HU"])
def test_no_delegate_manages_people(turkic: Council, seated: Seated, delegate: Person, address: str, code: str) -> None:
    client = signed_in(seated(turkic, code, "someone@else.example"))
    response = client.post(f"/turkic-council/{address.format(id=delegate.id)}", {"email": "new@az.example"})
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert delegate.email not in text(response)
    assert_nothing_happened(delegate)


@pytest.mark.parametrize("address", ["people/", "people/{id}/invite/", "people/{id}/dismiss/"])
def test_the_secretariat_of_another_council_manages_nobody_here(
    rhine: Council, seated: Seated, delegate: Person, address: str
) -> None:
    client = signed_in(seated(rhine, "SEC"))
    response = client.post(f"/turkic-council/{address.format(id=delegate.id)}")
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert_nothing_happened(delegate)


@pytest.mark.parametrize("verb", ["invite", "dismiss"])
def test_the_secretariat_does_not_reach_the_people_of_another_council(
    rhine: Council, seated: Seated, secretary: Person, verb: str
) -> None:
    other = seated(rhine, "FR")
    response = signed_in(secretary).post(f"/turkic-council/people/{other.id}/{verb}/")
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert_nothing_happened(other)


def assert_nothing_happened(person: Person) -> None:
    person.refresh_from_db()
    assert (person.is_active, Invitation.objects.count()) == (True, 0)


def test_a_person_is_added_with_the_office_they_hold(secretary: Person) -> None:
    values = {
        "email": "Head@KZ.example",
        "seat": "KZ",
        "rank": "alternate",
        "language": "kk",
        "office": "Төраға орынбасары",
    }
    response = signed_in(secretary).post("/turkic-council/people/", values)
    assert response.status_code == HTTPStatus.FOUND
    person = Person.objects.get(email="head@kz.example")
    assert (person.seat and person.seat.code, person.rank, person.offices, person.has_usable_password()) == (
        "KZ",
        "alternate",
        {"kk": "Төраға орынбасары"},
        False,
    )


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"email": "no address"}, "Enter a valid email address."),
        ({"email": "CHIEF@az.example"}, "This address cannot be used here"),
        ({"seat": "XX"}, "Select a valid choice. XX is not one of the available choices."),
        ({"rank": "king"}, "Select a valid choice. king is not one of the available choices."),
        ({"office": "Chief\u202e"}, "Remove the hidden character U+202E."),
        ({"office": "x" * 201}, "Ensure this value has at most 200 characters (it has 201)."),
        ({"office": ""}, "This field is required."),
    ],
)
def test_a_person_who_cannot_be_added_is_told_why(
    secretary: Person, delegate: Person, changed: dict[str, str], told: str
) -> None:
    values = {"email": "new@az.example", "seat": "AZ", "rank": "head", "language": "en", "office": "Chief"}
    response = signed_in(secretary).post("/turkic-council/people/", values | changed)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert told in text(response)
    assert set(Person.objects.all()) == {secretary, delegate}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_people_takes_seven_queries(
    turkic: Council,
    secretary: Person,
    seated: Seated,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        seated(turkic, "AZ", f"{number}@az.example")
    client = signed_in(secretary)
    with django_assert_num_queries(7):
        client.get("/turkic-council/people/")


@pytest.mark.usefixtures("turkic")
def test_only_the_secretariat_finds_the_way_to_people(secretary: Person, delegate: Person) -> None:
    pages = [text(signed_in(person).get("/turkic-council/")) for person in (secretary, delegate)]
    assert ['href="/turkic-council/people/"' in page for page in pages] == [True, False]


def test_an_invitation_is_shown_once_and_never_kept_by_a_browser(secretary: Person, delegate: Person) -> None:
    client = signed_in(secretary)
    response = client.post(f"/turkic-council/people/{delegate.id}/invite/")
    links = re.findall(r"<code data-invitation>(.+?)</code>", text(response))
    assert len(links) == 1
    assert "no-store" in response["Cache-Control"]
    assert "/invitations/" not in text(client.get("/turkic-council/people/"))


def test_who_is_dismissed_is_signed_out_at_once(secretary: Person, delegate: Person) -> None:
    theirs = signed_in(delegate)
    assert "Sign out" in text(theirs.get("/"))
    signed_in(secretary).post(f"/turkic-council/people/{delegate.id}/dismiss/")
    assert "Sign out" not in text(theirs.get("/"))
