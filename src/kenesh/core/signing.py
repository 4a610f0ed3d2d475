"""The site's Ed25519 key, and the signature that stands as a line of its own in a record."""

import base64
import binascii
import contextlib
import hashlib
import os
import secrets
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kenesh.core import chain

SIGNED: Final = "Signed"
SIGNER: Final = "kenesh"
VERSION: Final = 1
FIELDS: Final = frozenset({"head", "key", "final", "signature"})
EVERY: Final = 100  # each line whose number this divides is a signature, so a lost tail costs at most as many lines


class BadKey(ValueError):
    """A file that is not the key it should be; says what it is instead."""


class BadSignature(ValueError):
    """A signature line that does not hold, and why."""


def private_key(*, path: Path) -> Ed25519PrivateKey:
    """Read the key, made on first use: however many workers start at once, all of them read the same one."""
    if not path.exists():
        _create(path)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKey(f"{path} holds no usable private key: {error}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey(f"{path} holds a key of another kind; a record is signed with Ed25519")
    return key


def public_pem(*, public: Ed25519PublicKey) -> bytes:
    return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def load_public(*, pem: bytes) -> Ed25519PublicKey:
    if b"PRIVATE KEY" in pem:
        raise BadKey("this is a private key; checking a record takes the public one, and only that")
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        raise BadKey("this is not a public key in PEM form (-----BEGIN PUBLIC KEY-----)") from None
    if not isinstance(key, Ed25519PublicKey):
        raise BadKey("this is a public key of another kind; a record is signed with Ed25519")
    return key


def key_id(*, public: Ed25519PublicKey) -> str:
    raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def sign(*, key: Ed25519PrivateKey, seq: int, at: str, head: str, final: bool) -> chain.Line:
    """Give the line that signs everything up to `head`."""
    identity = key_id(public=key.public_key())
    signature = key.sign(_covered(seq=seq, at=at, head=head, identity=identity, final=final))
    payload = {"head": head, "key": identity, "final": final, "signature": base64.b64encode(signature).decode("ascii")}
    return chain.seal(seq=seq, kind=SIGNED, version=VERSION, payload=payload, at=at, by=SIGNER, prev_hash=head)


def check(*, public: Ed25519PublicKey, line: chain.Line) -> None:
    """Refuse a signature of another form, another key, over another head, or over anything but these fields."""
    payload = line.payload
    _check_form(line)
    if payload["key"] != key_id(public=public):
        raise BadSignature(f"signed with key {payload['key']}, which is not the public key given")
    if payload["head"] != line.prev_hash:
        raise BadSignature("the signature covers another head than the line before it")
    covered = _covered(seq=line.seq, at=line.at, head=payload["head"], identity=payload["key"], final=payload["final"])
    try:
        public.verify(base64.b64decode(payload["signature"], validate=True), covered)
    except (InvalidSignature, binascii.Error, ValueError):
        raise BadSignature("the signature does not match what it covers") from None


def sign_value(*, key: Ed25519PrivateKey, value: object) -> str:
    """Give the signature over a value's canonical form, for what is signed beside a record."""
    return base64.b64encode(key.sign(chain.canonical(value))).decode("ascii")


def check_value(*, public: Ed25519PublicKey, value: object, signature: str) -> None:
    try:
        public.verify(base64.b64decode(signature, validate=True), chain.canonical(value))
    except (InvalidSignature, binascii.Error, ValueError):
        raise BadSignature("the signature does not match what it covers") from None


def _check_form(line: chain.Line) -> None:
    payload = line.payload
    if line.version != VERSION or line.by != SIGNER:
        raise BadSignature(f"a signature is written by {SIGNER!r} in version {VERSION}")
    if payload.keys() != FIELDS or not isinstance(payload["final"], bool):
        raise BadSignature("a signature holds head, key, final (true or false) and signature, nothing else")
    if not all(isinstance(payload[field], str) for field in ("head", "key", "signature")):
        raise BadSignature("head, key and signature of a signature are text")


def _covered(*, seq: int, at: str, head: str, identity: str, final: bool) -> bytes:
    covered: dict[str, Any] = {"seq": seq, "at": at, "by": SIGNER, "head": head, "key": identity, "final": final}
    return chain.canonical(covered)


def _create(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write_private(draft, pem)
        # A link, not a rename: it fails where another worker was first, instead of replacing the key that one uses.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _write_private(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
