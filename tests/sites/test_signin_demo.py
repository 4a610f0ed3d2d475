import importlib
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import clear_url_caches
from pytest_django import Settings

import kenesh.sites.urls
from kenesh.core.yamlfile import load_yaml
from kenesh.council.actions import load_council
from kenesh.council.codec import CouncilFile
from kenesh.council.models import Council, Person

pytestmark = pytest.mark.integration

COUNCIL = Path(__file__).parents[2] / "data" / "turkic-council.yaml"
ADDRESSES = [
    "/demo/",
    "/demo/links.json",
    "/demo/seat/AZ/",
    "/demo/seat/AZ/?council=turkic-council&key=x",
    "/demo/seat/XX/",
]


@pytest.fixture
def council(db: None) -> Council:  # noqa: ARG001 -- asked for, to have a database
    return load_council(data=load_yaml(COUNCIL, CouncilFile))


@pytest.fixture
def demo(settings: Settings, council: Council) -> Iterator[Council]:
    settings.DEMO = True
    read_urls_again()
    yield council
    settings.DEMO = False
    read_urls_again()


def read_urls_again() -> None:
    importlib.reload(kenesh.sites.urls)
    clear_url_caches()


def seat_of(client: Client) -> str:
    person = Person.objects.get(pk=client.session["_auth_user_id"])
    return person.seat.code if person.seat else ""


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.usefixtures("council")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_outside_the_demo_none_of_its_doors_is_there(client: Client, method: str, address: str) -> None:
    assert getattr(client, method)(address).status_code == HTTPStatus.NOT_FOUND
    assert not is_signed_in(client)
    assert Person.objects.count() == 0


def test_a_link_of_the_demo_opens_nothing_outside_it(demo: Council, client: Client, settings: Settings) -> None:
    link = path(client.get("/demo/links.json").json()["seats"]["AZ"])
    settings.DEMO = False
    read_urls_again()
    assert Client().get(link).status_code == HTTPStatus.NOT_FOUND
    assert Person.objects.filter(seat__council=demo).count() == 0


def path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


@pytest.mark.usefixtures("demo")
def test_in_the_demo_one_click_takes_a_seat(client: Client) -> None:
    forms = re.findall(r'action="(/demo/seat/[^"]+)"', client.get("/demo/").content.decode())
    assert forms[0] == "/demo/seat/AZ/?council=turkic-council"
    assert client.post(forms[0]).status_code == HTTPStatus.FOUND
    assert seat_of(client) == "AZ"


@pytest.mark.usefixtures("demo")
def test_every_printed_link_signs_in_for_its_seat(client: Client) -> None:
    links = client.get("/demo/links.json").json()
    assert sorted(links) == ["seats", "site"]
    taken = {}
    for code, link in links["seats"].items():
        assert link.startswith(links["site"])
        theirs = Client()
        theirs.get(path(link))
        taken[code] = seat_of(theirs)
    assert taken == {code: code for code in ["AZ", "KZ", "KG", "TR", "UZ", "HU", "TM", "TRNC", "ECO", "SEC"]}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("query", ["", "?key=", "?key=x", "?council=turkic-council&key=x"])
def test_a_link_this_site_has_not_signed_shows_a_button(client: Client, query: str) -> None:
    response = client.get(f"/demo/seat/AZ/{query}")
    assert (response.status_code, is_signed_in(client)) == (HTTPStatus.OK, False)
    client.post(f"/demo/seat/AZ/{query}")
    assert seat_of(client) == "AZ"


@pytest.mark.usefixtures("demo")
def test_the_key_of_one_seat_does_not_open_another(client: Client) -> None:
    link = path(client.get("/demo/links.json").json()["seats"]["HU"])
    client.get(link.replace("/HU/", "/SEC/"))
    assert not is_signed_in(client)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [("/turkic-council/", "/turkic-council/"), ("https://elsewhere.example/", "/"), ("//elsewhere.example", "/")],
)
def test_a_link_leads_on_within_this_site_only(client: Client, wanted: str, led_to: str) -> None:
    response = client.post(f"/demo/seat/AZ/?next={wanted}")
    assert response["Location"] == led_to


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "address", ["/demo/seat/XX/", "/demo/seat/AZ/?council=other", "/demo/links.json?council=other"]
)
def test_a_seat_that_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
