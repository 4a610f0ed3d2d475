import hashlib
import os
import ssl
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kenesh.sites.cli.certificate import Certificate, given_certificate, own_certificate
from kenesh.sites.cli.refusals import BadInput, Missing
from tests.sites.cli.authority import Authority

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NOBODY = 65_534
NAMES = ("192.168.7.5", "kenesh", "kenesh.local", "localhost", "::1")


def own(folder: Path, *names: str, after: timedelta = timedelta()) -> Certificate:
    return own_certificate(folder=folder, names=names or NAMES, now=NOW + after)


def test_a_certificate_is_made_once_for_all_names_and_addresses(tmp_path: Path) -> None:
    made, kept = own(tmp_path / "tls"), own(tmp_path / "tls")
    assert sorted(made.names) == sorted(NAMES)
    assert (made.made, kept.made, kept.fingerprint) == (True, False, made.fingerprint)
    assert made.until == NOW + timedelta(days=397, hours=-1)
    assert not made.vouched_for


def test_its_key_is_for_its_owner_only_and_nothing_half_made_is_left(tmp_path: Path) -> None:
    made = own(tmp_path / "tls")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (made.key, made.path)] == [0o600, 0o644]
    assert sorted(path.name for path in made.path.parent.iterdir()) == [".lock", "certificate.pem", "key.pem"]


def test_it_is_a_p256_server_certificate_that_can_vouch_for_no_other(tmp_path: Path) -> None:
    content = own(tmp_path).content
    public = content.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    assert isinstance(public.curve, ec.SECP256R1)
    assert not content.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert not content.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign


def test_its_fingerprint_is_that_of_browsers(tmp_path: Path) -> None:
    made = own(tmp_path)
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(made.path.read_text("ascii"))).hexdigest()
    assert made.fingerprint.replace(":", "").lower() == digest


@pytest.mark.parametrize("names", [("192.168.7.6",), (*NAMES, "10.0.0.1"), (*NAMES, "council.example")])
def test_an_address_or_a_name_it_lacks_makes_a_new_one(tmp_path: Path, names: tuple[str, ...]) -> None:
    first, second = own(tmp_path), own(tmp_path, *names)
    assert (second.made, sorted(second.names)) == (True, sorted(names))
    assert second.fingerprint != first.fingerprint


def test_an_address_that_is_gone_for_a_while_makes_none(tmp_path: Path) -> None:
    first = own(tmp_path)
    assert own(tmp_path, "192.168.7.5").fingerprint == first.fingerprint


@pytest.mark.parametrize(("days", "made"), [(-1, True), (300, False), (366, False), (368, True), (500, True)])
def test_it_is_renewed_before_it_ends(tmp_path: Path, days: int, *, made: bool) -> None:
    own(tmp_path)
    assert own(tmp_path, after=timedelta(days=days)).made is made


@pytest.mark.parametrize("name", ["certificate.pem", "key.pem"])
@pytest.mark.parametrize("content", [None, "", "nonsense"])
def test_half_of_it_is_none(tmp_path: Path, name: str, content: str | None) -> None:
    own(tmp_path)
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_text(content, "ascii")
    assert own(tmp_path).made


def test_the_key_of_another_certificate_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(own(tmp_path / "other").key.read_bytes())
    made = own(tmp_path)
    made.key.write_bytes((tmp_path / "other" / "key.pem").read_bytes())
    assert own(tmp_path).made


def test_sites_that_start_together_serve_the_same(tmp_path: Path) -> None:
    found: list[Certificate] = []
    threads = [threading.Thread(target=lambda: found.append(own(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len({one.fingerprint for one in found}), sum(one.made for one in found)) == (1, 1)


def test_a_folder_that_is_none_is_something_missing(tmp_path: Path) -> None:
    (tmp_path / "tls").write_text("", "ascii")
    with pytest.raises(Missing, match="KENESH_DATA names the folder"):
        own(tmp_path / "tls")


def test_a_name_that_no_host_can_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is no name of a host"):
        own(tmp_path, "a" * 64 + ".example")


def test_a_name_in_any_script_is_spelled_as_browsers_do(tmp_path: Path) -> None:
    made = own(tmp_path, "Bücher.example")
    assert made.names == ("xn--bcher-kva.example",)
    assert made.covers("bücher.example")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(folder=tmp_path, now=NOW)


def test_a_certificate_of_an_authority_is_taken(authority: Authority) -> None:
    path, key = authority.issues("council.example", "*.council.example", "192.168.7.5")
    given = given_certificate(path=path, key=key, now=NOW)
    assert given.vouched_for
    assert given.names == ("council.example", "*.council.example", "192.168.7.5")
    covered = {name: given.covers(name) for name in ("COUNCIL.example", "live.council.example", "192.168.7.5")}
    assert covered == dict.fromkeys(covered, True)
    assert not given.covers("a.live.council.example")
    assert not given.covers("192.168.7.6")


def test_a_certificate_without_names_covers_none(authority: Authority) -> None:
    path, key = authority.issues()
    given = given_certificate(path=path, key=key, now=NOW)
    assert (given.names, given.covers("council.example")) == ((), False)


def test_the_key_of_something_else_is_refused(authority: Authority) -> None:
    (path, _), (_, key) = authority.issues("council.example"), authority.issues("other.example")
    with pytest.raises(BadInput, match=r"other\.example\.key is not the key of the first certificate in .*council"):
        given_certificate(path=path, key=key, now=NOW)


@pytest.mark.parametrize(
    ("days", "told"),
    [(91, "expired on 2027-02-22: browsers refuse it"), (-2, "is valid from 2026-11-23 09:00 UTC only")],
)
def test_a_certificate_whose_time_is_not_now_is_refused(authority: Authority, days: int, told: str) -> None:
    path, key = authority.issues("council.example")
    with pytest.raises(BadInput, match=told):
        given_certificate(path=path, key=key, now=NOW + timedelta(days=days))


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "No such file or directory"), ("", "holds no certificate"), ("-----BEGIN", "holds no certificate")],
)
def test_a_file_that_is_no_certificate_is_refused(authority: Authority, content: str | None, told: str) -> None:
    path, key = authority.issues("council.example")
    path.unlink()
    if content is not None:
        path.write_text(content, "ascii")
    with pytest.raises(BadInput, match=told):
        given_certificate(path=path, key=key, now=NOW)


def test_a_file_that_is_no_key_is_refused(authority: Authority) -> None:
    path, _ = authority.issues("council.example")
    with pytest.raises(BadInput, match="holds no private key"):
        given_certificate(path=path, key=path, now=NOW)


def test_a_key_that_asks_for_a_passphrase_is_refused(authority: Authority) -> None:
    path, key = authority.issues("council.example")
    private = serialization.load_pem_private_key(key.read_bytes(), password=None)
    locked = serialization.BestAvailableEncryption(b"hush")
    key.write_bytes(private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked))
    with pytest.raises(BadInput, match="is locked with a passphrase"):
        given_certificate(path=path, key=key, now=NOW)


def test_a_key_too_weak_to_be_served_is_refused(authority: Authority) -> None:
    path, key = authority.issues("council.example", weak=True)
    with pytest.raises(BadInput, match="cannot be served"):
        given_certificate(path=path, key=key, now=NOW)


@contextmanager
def unprivileged() -> Iterator[None]:
    """Be nobody for a moment: root may read everything."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(was)


def test_a_file_that_may_not_be_read_is_something_missing(authority: Authority) -> None:
    path, key = authority.issues("council.example")
    key.chmod(0)
    with unprivileged(), pytest.raises(Missing, match="the account that runs Kenesh may not read it"):
        given_certificate(path=path, key=key, now=NOW)
