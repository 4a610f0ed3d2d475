import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kenesh.sites.cli.certificate import Certificate, given_certificate
from kenesh.sites.cli.facing import Facing, facing, words
from kenesh.sites.cli.reach import machine_names
from kenesh.sites.cli.refusals import BadInput
from kenesh.sites.environment import Environment
from tests.sites.cli.authority import Authority

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LAN = "192.168.7.5"


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in ("URL", "HOSTS", "HSTS_SECONDS"):
        monkeypatch.setenv(f"KENESH_{name}", "")  # to be put back
        monkeypatch.delenv(f"KENESH_{name}")
    monkeypatch.setenv("KENESH_DATA", str(tmp_path))
    return tmp_path


def faced(host: str = LAN, port: int = 8000, **chosen: Any) -> Facing:
    asked = {"tls": None, "given": None, "environment": Environment()} | chosen
    return facing(host=host, port=port, **asked)


def settled(facing: Facing) -> Environment:
    facing.settle(environment=Environment())
    return Environment()


def given(folder: Path, *names: str) -> Certificate:
    path, key = Authority(folder=folder, now=NOW).issues(*names)
    return given_certificate(path=path, key=key, now=NOW)


@pytest.mark.parametrize(
    ("host", "url", "tls", "expected"),
    [
        ("127.0.0.1", "", None, (False, "http://localhost:8000")),
        ("127.0.0.1", "", True, (True, "https://localhost:8000")),
        ("127.0.0.1", "https://council.example", None, (False, "https://council.example")),
        ("127.0.0.1", "https://council.example/", True, (True, "https://council.example")),
        (LAN, "", None, (True, f"https://{LAN}:8000")),
        (LAN, "", True, (True, f"https://{LAN}:8000")),
        (LAN, "", False, (False, f"http://{LAN}:8000")),
        (LAN, "https://council.example", None, (False, "https://council.example")),
        (LAN, "https://council.example", False, (False, "https://council.example")),
        (LAN, "http://council.example", None, (False, "http://council.example")),
        (LAN, "http://council.example", False, (False, "http://council.example")),
        ("fd00::7", "", None, (True, "https://[fd00::7]:8000")),
    ],
)
def test_who_provides_tls_follows_from_what_is_listened_on_and_the_address_that_is_set(
    monkeypatch: pytest.MonkeyPatch, host: str, url: str, *, tls: bool | None, expected: tuple[bool, str]
) -> None:
    if url:
        monkeypatch.setenv("KENESH_URL", url)
    found = faced(host, tls=tls)
    assert (found.tls, found.url) == expected
    assert found.implied is (tls is None and found.tls)


@pytest.mark.parametrize(("port", "tls", "url"), [(443, True, f"https://{LAN}"), (80, False, f"http://{LAN}")])
def test_the_usual_port_is_not_said(port: int, url: str, *, tls: bool) -> None:
    assert faced(port=port, tls=tls).url == url


def test_tls_for_an_address_set_to_http_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENESH_URL", "http://council.example")
    with pytest.raises(BadInput, match=r"KENESH_URL says http://council\.example, which is without TLS"):
        faced(tls=True)


def test_a_setup_behind_a_proxy_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENESH_URL", "https://council.example")
    monkeypatch.setenv("KENESH_HOSTS", "also.example")
    before = Environment()
    found = faced()
    assert (settled(found), found.certificate(environment=before, now=NOW)) == (before, None)
    assert list(words(facing=found, certificate=None)) == ["Kenesh is at https://council.example (Ctrl-C ends it)."]


def test_a_certificate_of_its_own_makes_https_addresses_and_no_insisting_on_them(folder: Path) -> None:
    found = faced()
    read = settled(found)
    assert (read.url, read.tls, read.hsts_seconds) == (f"https://{LAN}:8000", True, 0)
    assert read.allowed_hosts == sorted({LAN, *machine_names()})
    made = found.certificate(environment=Environment(), now=NOW)
    assert made
    assert (made.path, sorted(made.names)) == (folder / "tls" / "certificate.pem", read.allowed_hosts)


def test_every_name_that_is_configured_is_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENESH_URL", "https://council.example:8443")
    monkeypatch.setenv("KENESH_HOSTS", "kenesh.internal, .rooms.internal, *")
    found = faced(tls=True)
    made = found.certificate(environment=Environment(), now=NOW)
    assert made
    names = {"council.example", "kenesh.internal", "*.rooms.internal", LAN, *machine_names()}
    assert (set(made.names), found.urls) == (names, ("https://council.example:8443", f"https://{LAN}:8000"))
    assert {"council.example", "kenesh.internal", LAN} < set(settled(found).allowed_hosts)


def test_an_authoritys_certificate_says_the_address_and_is_insisted_on(folder: Path) -> None:
    certificate = given(folder, "*.council.example", "council.example", "10.0.0.1")
    found = faced("0.0.0.0", 443, given=certificate)  # noqa: S104 -- nothing listens
    read = settled(found)
    assert (read.url, read.tls, read.hsts_seconds) == ("https://council.example", True, 31_536_000)
    assert read.allowed_hosts == ["10.0.0.1", "council.example"]
    assert found.certificate(environment=read, now=NOW) is certificate
    assert [line.partition(str(folder))[0] for line in words(facing=found, certificate=certificate)] == [
        "The certificate ",
        "Kenesh is at https://council.example (Ctrl-C ends it).",
        "For links made elsewhere on this machine (kenesh person invite): export KENESH_URL=https://council.example",
    ]


def test_a_certificate_for_any_host_needs_the_address(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = given(folder, "*.council.example")
    with pytest.raises(BadInput, match="names no one host: set KENESH_URL"):
        faced(given=certificate)
    monkeypatch.setenv("KENESH_URL", "https://live.council.example")
    assert (faced(given=certificate).url, faced(given=certificate).misnamed) == ("https://live.council.example", False)


def test_a_certificate_for_another_address_is_remarked_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENESH_URL", "https://council.example")
    certificate = given(folder, "other.example")
    said = next(words(facing=faced(given=certificate), certificate=certificate))
    assert said == "The certificate is not for council.example: browsers will not take it there."


def test_a_certificate_without_tls_is_refused(folder: Path) -> None:
    with pytest.raises(BadInput, match="leave one of them out"):
        faced(tls=False, given=given(folder, "council.example"))


def test_a_given_certificate_that_vouches_for_itself_is_not_insisted_on(folder: Path) -> None:
    own = faced().certificate(environment=Environment(), now=NOW)
    assert own
    again = given_certificate(path=own.path, key=own.key, now=NOW)
    assert settled(faced(given=again)).hsts_seconds == 0
    assert folder in again.path.parents


def test_the_operator_hears_why_where_and_what_to_compare(folder: Path) -> None:
    found = faced()
    made = found.certificate(environment=Environment(), now=NOW)
    assert made
    assert list(words(facing=found, certificate=made)) == [
        "Other machines come in here, and browsers give camera and microphone to https only: serving over TLS",
        "(--no-tls: without; --certificate, --certificate-key: with the certificate of an authority).",
        f"A certificate was made: {folder}/tls/certificate.pem, until 2027-12-26.",
        "No authority vouches for it, so browsers warn. Go on there if they show the same SHA-256 fingerprint:",
        f"  {made.fingerprint}",
        f"Kenesh is at https://{LAN}:8000 (Ctrl-C ends it).",
        f"For links made elsewhere on this machine (kenesh person invite): export KENESH_URL=https://{LAN}:8000",
    ]


@pytest.mark.parametrize(("host", "lines"), [("127.0.0.1", 1), (LAN, 3)])
def test_without_tls_the_operator_hears_what_is_missing_for_others(host: str, lines: int) -> None:
    said = list(words(facing=faced(host, tls=False), certificate=None))
    assert len(said) == lines
    assert ("neither camera nor microphone" in said[-1]) is (lines > 1)
    assert "KENESH_URL" not in os.environ
