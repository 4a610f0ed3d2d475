from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from kenesh.core.yamlfile import load_yaml
from kenesh.council.actions import add_person, invite, load_council
from kenesh.council.codec import CouncilFile
from kenesh.council.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

COUNCIL = Path(__file__).parents[2] / "data" / "turkic-council.yaml"


@pytest.fixture
def person() -> Person:
    council = load_council(data=load_yaml(COUNCIL, CouncilFile))
    return add_person(seat=council.seats.get(code="AZ"), email="chief@az.example", offices={"en": "Chief"})


@pytest.fixture
def told(page: Page) -> list[str]:
    """What the browser complains of: a script that the policy forbids, a file that is not there."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture
def authenticator(page: Page) -> Any:
    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return client.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.usefixtures("authenticator")
def test_an_invited_person_sets_up_a_passkey_and_signs_in_with_nothing_else(
    page: Page, live_server: LiveServer, person: Person, told: list[str]
) -> None:
    page.goto(f"{live_server.url}/invitations/{invite(person=person).token}/")
    page.get_by_role("button", name="Accept and sign in").click()
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("Name").fill("This laptop")
    if page.get_by_label("Passwordless").count():
        page.get_by_label("Passwordless").check()
    page.locator("main button").first.click()
    page.wait_for_url("**/recovery-codes/**")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{live_server.url}/")
    assert page.get_by_role("button", name="Sign out").is_visible()
    assert told == []


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/turkic-council/",
        "/turkic-council/?on=2020-05-07",
        "/turkic-council/?on=soon",
        "/turkic-council/people/",
        "/accounts/first-steps/",
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/totp/activate/",
        "/accounts/password/set/",
        "/accounts/logout/",
    ],
)
def test_a_page_can_be_used_by_everyone(page: Page, live_server: LiveServer, person: Person, address: str) -> None:
    secretary = add_person(seat=person.seat.council.seats.get(code="SEC"), email="sec@tc.example")  # type: ignore[union-attr]
    page.goto(f"{live_server.url}/invitations/{invite(person=secretary).token}/")
    assert violations(page) == []
    page.get_by_role("button", name="Accept and sign in").click()
    page.goto(live_server.url + address)
    assert violations(page) == []


def test_the_page_to_sign_in_can_be_used_by_everyone(page: Page, live_server: LiveServer) -> None:
    for address in ("/accounts/login/", "/accounts/password/reset/", "/invitations/none/"):
        page.goto(live_server.url + address)
        assert violations(page) == []


def violations(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]
