import dataclasses
import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kenesh.core import chain, signing

pytestmark = pytest.mark.unit

AT = "2020-05-07T09:00:00.000000Z"
HEAD = "ab" * 32
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = KEY.public_key()


def signature(**fields: Any) -> chain.Line:
    values: dict[str, Any] = {"key": KEY, "seq": 7, "at": AT, "head": HEAD, "final": True}
    return signing.sign(**(values | fields))


def forged(*, line: chain.Line, payload: dict[str, Any] | None = None, **fields: Any) -> chain.Line:
    """A line whose hashes are in order; only its signature can tell."""
    changed = dataclasses.asdict(line) | fields | {"payload": {**line.payload, **(payload or {})}}
    del changed["hash"]
    return chain.seal(**changed)


def test_a_signature_is_a_line_of_the_chain() -> None:
    line = signature()
    assert (line.kind, line.version, line.by, line.seq, line.at, line.prev_hash) == ("Signed", 1, "kenesh", 7, AT, HEAD)
    assert line.payload == {
        "head": HEAD,
        "key": "139e3940e64b5491",
        "final": True,
        "signature": line.payload["signature"],
    }
    signing.check(public=PUBLIC, line=line)


@pytest.mark.parametrize(
    "fields",
    [
        {"seq": 8},
        {"at": "2020-05-07T09:00:00.000001Z"},
        {"payload": {"final": False}},
        {"payload": {"head": "cd" * 32}, "prev_hash": "cd" * 32},
        {"payload": {"signature": "AAAA"}},
        {"payload": {"signature": "no base64"}},
        {"payload": {"signature": "é"}},
    ],
)
def test_a_signature_holds_for_nothing_else(fields: dict[str, Any]) -> None:
    with pytest.raises(signing.BadSignature, match="does not match what it covers"):
        signing.check(public=PUBLIC, line=forged(line=signature(), **fields))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"by": "AZ"}, "written by 'kenesh'"),
        ({"version": 2}, "in version 1"),
        ({"payload": {"more": 1}}, "nothing else"),
        ({"payload": {"final": 1}}, "true or false"),
        ({"payload": {"head": 1}}, "are text"),
        ({"payload": {"key": "0" * 16}}, "not the public key given"),
        ({"payload": {"head": "cd" * 32}}, "another head"),
    ],
)
def test_a_signature_of_another_form_is_refused_with_the_reason(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(signing.BadSignature, match=reason):
        signing.check(public=PUBLIC, line=forged(line=signature(), **fields))


def test_another_site_s_key_does_not_check_it() -> None:
    other = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
    with pytest.raises(signing.BadSignature, match="not the public key given"):
        signing.check(public=other.public_key(), line=signature())


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "record.pem"
    first = signing.private_key(path=path)
    assert signing.private_key(path=path).private_bytes_raw() == first.private_bytes_raw()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["record.pem"]


def test_workers_that_start_together_sign_with_one_key(tmp_path: Path) -> None:
    path, found, gate = tmp_path / "keys" / "record.pem", set[bytes](), threading.Barrier(16)

    def start() -> None:
        gate.wait()
        found.add(signing.private_key(path=path).private_bytes_raw())

    workers = [threading.Thread(target=start) for _ in range(16)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 1
    assert [entry.name for entry in path.parent.iterdir()] == ["record.pem"]


def test_a_public_key_comes_back_from_its_file() -> None:
    public = signing.load_public(pem=signing.public_pem(public=PUBLIC))
    assert signing.key_id(public=public) == signing.key_id(public=PUBLIC) == "139e3940e64b5491"


def pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a public key in PEM form"),
        (b"\xff\xfe\x00garbage", "not a public key in PEM form"),
        (b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "not a public key in PEM form"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "this is a private key"),
        (
            ec.generate_private_key(ec.SECP256R1())
            .public_key()
            .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
            "of another kind",
        ),
    ],
)
def test_a_file_that_is_no_public_key_says_what_it_is(content: bytes, reason: str) -> None:
    with pytest.raises(signing.BadKey, match=reason):
        signing.load_public(pem=content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"nothing", "no usable private key"), (pem(ec.generate_private_key(ec.SECP256R1())), "of another kind")],
)
def test_a_file_that_is_no_signing_key_is_left_as_it_is(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "record.pem"
    path.write_bytes(content)
    with pytest.raises(signing.BadKey, match=reason):
        signing.private_key(path=path)
    assert path.read_bytes() == content
