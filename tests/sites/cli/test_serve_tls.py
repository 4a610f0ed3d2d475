import hashlib
import re
import shutil
import ssl
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from typer.testing import CliRunner

from kenesh.sites.cli.main import app
from kenesh.sites.cli.throwaway import throwaway_postgres
from tests.journeys.site import COUNCIL, TOKEN
from tests.sites.cli.authority import Authority
from tests.sites.cli.serving import Server, kenesh, serving

pytestmark = pytest.mark.integration

EVERYWHERE = ("--host", "0.0.0.0")  # noqa: S104 -- what is tried
OFFICE = "10.20.30.40"  # as if a router led to this machine
FINGERPRINT = re.compile(r"  ([0-9A-F]{2}:){31}[0-9A-F]{2}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    assert kenesh(folder, "migrate").returncode == 0
    assert kenesh(folder, "council", "load", str(COUNCIL)).returncode == 0
    return folder


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Files of the pages, prepared once for every server here."""
    return str(tmp_path_factory.mktemp("static"))


@pytest.fixture(scope="module")
def office(folder: Path, static: str) -> Iterator[Server]:
    variables = {"KENESH_DEMO": "1", "KENESH_HOSTS": OFFICE, "KENESH_STATIC": static}
    with serving(folder, *EVERYWHERE, "--demo-anywhere", scheme="https", **variables) as server:
        yield server


@pytest.fixture
def visitor(office: Server, folder: Path) -> Iterator[httpx.Client]:
    """Someone who trusts the certificate and nothing else."""
    trusting = ssl.create_default_context(cafile=str(folder / "tls" / "certificate.pem"))
    with httpx.Client(base_url=office.url, verify=trusting, trust_env=False, timeout=30) as client:
        yield client


def test_who_trusts_the_certificate_is_served_over_tls(visitor: httpx.Client, office: Server) -> None:
    assert visitor.get("/").status_code == 200
    assert visitor.get(f"https://localhost:{office.port}/").status_code == 200


def test_who_does_not_trust_it_is_not(office: Server) -> None:
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(office.url, trust_env=False)


def test_cookies_are_for_tls_only_and_browsers_are_not_told_to_insist(visitor: httpx.Client) -> None:
    answer = visitor.get("/accounts/login/")
    assert [cookie.secure for cookie in visitor.cookies.jar] == [True]
    assert "Strict-Transport-Security" not in answer.headers


def test_every_address_of_the_machine_is_answered_to_and_no_other(visitor: httpx.Client, office: Server) -> None:
    told = next(line for line in office.words if line.startswith("Kenesh is at ")).split()[3]
    hosts = (urlsplit(told).netloc, f"{OFFICE}:{office.port}", "other.example")
    assert [visitor.get("/", headers={"Host": host}).status_code for host in hosts] == [200, 200, 400]


@pytest.mark.parametrize(("sender", "status"), [(OFFICE, 302), ("192.0.2.99", 403)])
def test_a_form_is_taken_from_the_address_it_was_served_at(
    visitor: httpx.Client, office: Server, sender: str, status: int
) -> None:
    host = {"Host": f"{OFFICE}:{office.port}"}
    token = TOKEN.search(visitor.get("/accounts/login/", headers=host).text)
    assert token
    form = {"csrfmiddlewaretoken": token[1], "language": "az"}
    origin = {"Origin": f"https://{sender}:{office.port}"}
    assert visitor.post("/i18n/setlang/", data=form, headers=host | origin).status_code == status


def test_a_demo_gives_links_that_others_can_open(visitor: httpx.Client, office: Server) -> None:
    links = visitor.get("/demo/links.json").json()
    at = next(line for line in office.words if line.startswith("Kenesh is at ")).split()[3]
    assert (links["site"], at.startswith("https://")) == (at, True)
    assert all(link.startswith(f"{at}/demo/") for link in links["seats"].values())
    assert f"A link for every seat of the demo: {at}/demo/" in office.words


def test_the_operator_sees_the_fingerprint_that_browsers_show(office: Server, folder: Path) -> None:
    served = ssl.get_server_certificate(("127.0.0.1", office.port))
    assert served == (folder / "tls" / "certificate.pem").read_text("ascii")
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(served)).hexdigest()
    assert fingerprint(office).replace(":", "").lower() == digest


def test_its_key_is_the_services_alone(office: Server, folder: Path) -> None:
    assert stat.S_IMODE((folder / "tls" / "key.pem").stat().st_mode) == 0o600, office


@pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"])
@pytest.mark.parametrize(("host", "same"), [("127.0.0.1", True), ("127.0.0.2", False)])
def test_a_later_start_makes_a_new_one_only_for_a_new_address(
    office: Server, folder: Path, static: str, tmp_path: Path, host: str, *, same: bool
) -> None:
    later = Path(shutil.copytree(folder, tmp_path / "later"))
    with serving(later, "--host", host, "--tls", scheme="https", host=host, KENESH_STATIC=static) as again:
        assert (fingerprint(again) == fingerprint(office)) is same
        trusting = ssl.create_default_context(cafile=str(later / "tls" / "certificate.pem"))
        assert httpx.get(f"{again.url}/", verify=trusting, trust_env=False).status_code == 200


def test_several_workers_serve_the_certificate_of_an_authority(tmp_path: Path, static: str) -> None:
    authority = Authority(folder=tmp_path, now=datetime.now(tz=UTC))
    path, key = authority.issues("council.example", "127.0.0.1")
    papers = ("--certificate", str(path), "--certificate-key", str(key))
    with (
        throwaway_postgres() as database,
        serving(
            tmp_path, *papers, "--workers", "2", scheme="https", KENESH_DATABASE_URL=database, KENESH_STATIC=static
        ) as server,
    ):
        trusting = ssl.create_default_context(cadata=authority.trusted)
        with httpx.Client(verify=trusting, trust_env=False, headers={"Host": "council.example"}) as visitor:
            answer = visitor.get(f"{server.url}/", extensions={"sni_hostname": "council.example"})
        assert (answer.status_code, "max-age=31536000" in answer.headers["Strict-Transport-Security"]) == (200, True)
        assert f"Kenesh is at https://council.example:{server.port} (Ctrl-C ends it)." in server.words
    assert not (tmp_path / "tls").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--certificate", "site.pem"), "--certificate and --certificate-key go together"),
        (("--certificate-key", "site.key"), "--certificate and --certificate-key go together"),
        (("--certificate", "site.pem", "--certificate-key", "site.key"), "site.pem: No such file or directory"),
    ],
)
def test_half_a_certificate_or_none_is_bad_input(arguments: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(app, ["serve", *arguments])
    assert (done.exit_code, done.stderr.startswith(told)) == (2, True)


def fingerprint(server: Server) -> str:
    return next(line.strip() for line in server.words if FINGERPRINT.fullmatch(line))
