import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.test import Client, RequestFactory

from kenesh.core import clock
from kenesh.core.yamlfile import load_yaml
from kenesh.council.actions import add_person, invite, load_council
from kenesh.council.codec import CouncilFile
from kenesh.council.models import Person
from kenesh.sites.accounts import InvitedOnly

pytestmark = pytest.mark.integration

COUNCIL = Path(__file__).parents[2] / "data" / "turkic-council.yaml"
SENTENCE = "a sentence is easier to keep"


@pytest.fixture(autouse=True)
def no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def make_person() -> Person:
    council = load_council(data=load_yaml(COUNCIL, CouncilFile))
    seat = council.seats.get(code="AZ")
    return add_person(seat=seat, email="chief@az.example", offices={"en": "Chief of the Service"})


@pytest.fixture
def person(db: None) -> Person:  # noqa: ARG001 -- asked for, to have a database
    return make_person()


@pytest.fixture
def link(person: Person) -> str:
    return f"/invitations/{invite(person=person).token}/"


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# --- invitations -----------------------------------------------------------------------------------------------------


def test_opening_an_invitation_uses_nothing_up(client: Client, link: str) -> None:
    for _ in range(3):
        assert client.get(link).status_code == HTTPStatus.OK
        assert client.head(link).status_code == HTTPStatus.OK
    assert not is_signed_in(client)
    assert client.post(link).status_code == HTTPStatus.FOUND


def test_accepting_an_invitation_signs_in_and_leads_to_the_ways_of_signing_in(
    client: Client, link: str, person: Person
) -> None:
    response = client.post(link, follow=True)
    assert response.redirect_chain == [("/accounts/first-steps/", HTTPStatus.FOUND)]
    assert client.session["_auth_user_id"] == str(person.pk)
    offered = re.findall(r'class="button[^"]*" href="(/accounts/[^"]+)"', response.content.decode())
    assert offered == ["/accounts/2fa/webauthn/add/", "/accounts/password/set/", "/accounts/2fa/totp/activate/"]
    assert [client.get(way).status_code for way in offered] == [HTTPStatus.OK] * 3


def test_an_accepted_address_counts_as_verified(client: Client, link: str, person: Person) -> None:
    client.post(link)
    assert EmailAddress.objects.values_list("user", "email", "verified", "primary").get() == (
        person.pk,
        "chief@az.example",
        True,
        True,
    )


def test_an_invitation_works_once(client: Client, link: str) -> None:
    client.post(link)
    second = Client()
    for response in (second.post(link), second.get(link)):
        assert response.status_code == HTTPStatus.NOT_FOUND
        assert "It has been used, has expired or was withdrawn." in response.content.decode()
    assert not is_signed_in(second)


def test_an_invitation_that_has_expired_admits_nobody(client: Client, link: str) -> None:
    with clock.pinned(at=clock.now() + timedelta(days=15)):
        assert client.post(link).status_code == HTTPStatus.NOT_FOUND
    assert not is_signed_in(client)


def test_a_guessed_invitation_looks_like_one_that_was_used(client: Client, link: str) -> None:
    client.post(link)
    used, guessed = (Client().get(address) for address in (link, "/invitations/guessed/"))
    pages = [re.sub(r"/invitations/[^/]+/", "", page.content.decode()) for page in (used, guessed)]
    assert without_tokens(pages[0]) == without_tokens(pages[1])


def without_tokens(page: str) -> str:
    return re.sub(r'(value="|next=)[^"]*"', "", page)


def test_an_invitation_is_kept_from_caches_search_engines_and_other_sites(client: Client, link: str) -> None:
    response = client.get(link)
    assert "no-store" in response["Cache-Control"]
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("same-origin", "noindex")


def test_accepting_takes_a_form_of_this_site(link: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(link).status_code == HTTPStatus.FORBIDDEN
    assert not is_signed_in(client)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_is_admitted() -> None:
    address = f"/invitations/{invite(person=make_person()).token}/"
    for _ in range(3):
        statuses = accept_together(address, times=8)
        address_used_up = statuses.count(HTTPStatus.NOT_FOUND)
        assert (statuses.count(HTTPStatus.FOUND), address_used_up) == (1, 7)
        address = f"/invitations/{invite(person=Person.objects.get()).token}/"


def accept_together(address: str, *, times: int) -> list[int]:
    ready = threading.Barrier(times)
    statuses: list[int] = []

    def accept() -> None:
        ready.wait()
        statuses.append(Client().post(address).status_code)
        connections.close_all()

    threads = [threading.Thread(target=accept) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


# --- signing in ------------------------------------------------------------------------------------------------------


@pytest.fixture
def with_password(person: Person) -> Person:
    person.set_password(SENTENCE)
    person.save()
    return person


def sign_in(client: Client, email: str, password: str) -> int:
    return client.post("/accounts/login/", {"login": email, "password": password}).status_code


def test_an_address_and_a_password_sign_in(client: Client, with_password: Person) -> None:
    assert sign_in(client, with_password.email.upper(), SENTENCE) == HTTPStatus.FOUND
    assert is_signed_in(client)


def test_who_was_added_but_not_invited_cannot_sign_in(client: Client, person: Person) -> None:
    sign_in(client, person.email, "")
    sign_in(client, person.email, "!")
    assert not is_signed_in(client)


def test_who_was_dismissed_cannot_sign_in(client: Client, with_password: Person) -> None:
    with_password.is_active = False
    with_password.save()
    sign_in(client, with_password.email, SENTENCE)
    assert not is_signed_in(client)


def test_guessing_is_slowed_down_until_even_the_right_password_has_to_wait(
    client: Client, with_password: Person
) -> None:
    for number in range(6):
        sign_in(client, with_password.email, f"guess {number}")
    sign_in(client, with_password.email, SENTENCE)
    assert not is_signed_in(client)


@pytest.mark.usefixtures("with_password")
def test_a_passkey_can_be_asked_for_without_an_address(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert "mfa/js/webauthn.js" in page
    challenge = client.get("/accounts/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"})
    asked = challenge.json()["request_options"]["publicKey"]
    assert (asked["rpId"], asked["allowCredentials"], asked["userVerification"]) == ("testserver", [], "required")


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize("address", ["signup/", "email/", "confirm-email/", "confirm-email/x/", "signup/passkey/"])
def test_nobody_makes_an_account_or_an_address_for_themselves(client: Client, address: str) -> None:
    response = client.post(f"/accounts/{address}", {"email": "new@az.example", "password1": SENTENCE})
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert (Person.objects.count(), len(mail.outbox)) == (1, 0)


@pytest.mark.usefixtures("person")
def test_asking_for_a_new_password_tells_nobody_who_is_known(client: Client) -> None:
    answers = [
        client.post("/accounts/password/reset/", {"email": email}) for email in ("chief@az.example", "x@y.example")
    ]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (HTTPStatus.FOUND, "/accounts/password/reset/done/")
    ] * 2
    assert [message.to for message in mail.outbox] == [["chief@az.example"]]


def test_signing_out_takes_a_form(client: Client, with_password: Person) -> None:
    client.force_login(with_password)
    client.get("/accounts/logout/")
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)


def test_allauth_is_told_that_no_account_can_be_opened(rf: RequestFactory) -> None:
    assert InvitedOnly().is_open_for_signup(rf.post("/accounts/signup/")) is False
