import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from kenesh.sites.environment import Environment

pytestmark = pytest.mark.unit


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    for name in Environment.model_fields:
        monkeypatch.delenv(f"KENESH_{name.upper()}", raising=False)
    monkeypatch.setenv("KENESH_DATA", str(tmp_path))

    def read(**variables: str) -> Environment:
        for name, value in variables.items():
            monkeypatch.setenv(f"KENESH_{name.upper()}", value)
        return Environment()

    return read


def test_a_secret_is_made_once_and_for_its_owner_only(environment: Any, tmp_path: Path) -> None:
    secret = environment().secret()
    assert (len(secret) > 50, environment().secret()) == (True, secret)
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_processes_that_start_together_agree_on_the_secret(environment: Any) -> None:
    found: list[str] = []
    chosen = environment()
    threads = [threading.Thread(target=lambda: found.append(chosen.secret())) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1


def test_a_secret_that_is_given_is_taken(environment: Any, tmp_path: Path) -> None:
    file = tmp_path / "given"
    file.write_text("from a file\n", "utf-8")
    assert environment(secret_key_file=str(file)).secret() == "from a file"
    assert environment(secret_key="from the environment").secret() == "from the environment"


def test_secrets_do_not_show_when_the_environment_is_printed(environment: Any) -> None:
    shown = repr(environment(secret_key="hush", database_url="postgresql://u:hush@h/d", mail_password="hush"))
    assert "hush" not in shown


@pytest.mark.parametrize(
    ("variables", "hosts", "tls"),
    [
        ({}, ["127.0.0.1", "[::1]", "localhost"], False),
        ({"url": "https://council.example"}, ["council.example"], True),
        (
            {"url": "https://council.example", "hosts": "a.example, b.example,"},
            ["a.example", "b.example", "council.example"],
            True,
        ),
        ({"url": "http://[::1]:8000"}, ["127.0.0.1", "[::1]", "localhost"], False),
    ],
)
def test_the_public_address_decides_on_hosts_and_tls(
    environment: Any, variables: dict[str, str], hosts: list[str], *, tls: bool
) -> None:
    chosen = environment(**variables)
    assert (chosen.allowed_hosts, chosen.tls) == (hosts, tls)


@pytest.mark.parametrize(("name", "value"), [("debug", "perhaps"), ("mail_port", "0"), ("hsts_seconds", "-1")])
def test_what_cannot_be_meant_is_refused(environment: Any, name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        environment(**{name: value})
