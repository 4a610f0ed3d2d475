"""The certificate that a site serves with: one of its own making, or one that was given."""

import fcntl
import os
import secrets
import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kenesh.sites.cli.reach import address_of
from kenesh.sites.cli.refusals import BadInput, Missing

CERTIFICATE: Final = "certificate.pem"
KEY: Final = "key.pem"
VALID: Final = timedelta(days=397)  # some browsers refuse a longer life, whoever vouches for it
RENEWED: Final = timedelta(days=30)  # before its end: a site is not started every day
CLOCKS_DIFFER: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate that can be served."""

    path: Path
    key: Path
    content: x509.Certificate
    made: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What it is for: names, which may begin with ``*.``, and addresses."""
        try:
            listed = self.content.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        except x509.ExtensionNotFound:
            return ()
        addresses = map(str, listed.get_values_for_type(x509.IPAddress))
        return (*listed.get_values_for_type(x509.DNSName), *addresses)

    @property
    def until(self) -> datetime:
        """When it ends."""
        return self.content.not_valid_after_utc

    @property
    def vouched_for(self) -> bool:
        """Whether anyone but itself stands for it."""
        return self.content.issuer != self.content.subject

    @property
    def fingerprint(self) -> str:
        """Return its SHA-256 as browsers show it."""
        return self.content.fingerprint(hashes.SHA256()).hex(":").upper()

    def covers(self, name: str) -> bool:
        """Tell whether a browser takes it for this name or address."""
        if (address := address_of(name)) is not None:
            return str(address) in self.names
        wanted = _ascii(name)
        _, _, parent = wanted.partition(".")
        return not {wanted, f"*.{parent}"}.isdisjoint(one.lower() for one in self.names)


def own_certificate(*, folder: Path, names: Sequence[str], now: datetime) -> Certificate:
    """Return the site's own certificate: made once, and anew where it nears its end or lacks a name."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(folder):
            kept = kept_certificate(folder=folder)
            return kept if kept and _serves(kept, names, now) else _made(folder, names, now)
    except OSError as error:
        raise Missing(f"{error.filename}: {error.strerror} (KENESH_DATA names the folder)") from None


def kept_certificate(*, folder: Path) -> Certificate | None:
    """Return the site's own certificate as it stands; none if it is not whole."""
    path, key = folder / CERTIFICATE, folder / KEY
    try:
        content, private = _read_certificate(path), _read_key(key)
    except BadInput:  # none yet, or not whole: nothing is lost with it
        return None
    whole = private.public_key() == content.public_key()
    return Certificate(path=path, key=key, content=content) if whole else None


def given_certificate(*, path: Path, key: Path, now: datetime) -> Certificate:
    """Read the certificate of an authority; refuse one that no browser would take."""
    content = _read_certificate(path)
    private = _read_key(key)
    if private.public_key() != content.public_key():
        raise BadInput(
            f"{key} is not the key of the first certificate in {path}.\n"
            "The site's own certificate comes first in the file, then those that vouch for it."
        )
    if now >= content.not_valid_after_utc:
        raise BadInput(f"{path} expired on {content.not_valid_after_utc:%Y-%m-%d}: browsers refuse it. Renew it.")
    if now < content.not_valid_before_utc:
        raise BadInput(f"{path} is valid from {content.not_valid_before_utc:%Y-%m-%d %H:%M} UTC only.")
    _refuse_unservable(path, key)
    return Certificate(path=path, key=key, content=content)


def _read_certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificates(_read(path))[0]
    except ValueError:
        raise BadInput(f"{path} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).") from None


def _read_key(path: Path) -> PrivateKeyTypes:
    try:
        return serialization.load_pem_private_key(_read(path), password=None)
    except TypeError:
        raise BadInput(f"{path} is locked with a passphrase, which a service cannot type. Store it without.") from None
    except (ValueError, UnsupportedAlgorithm):
        raise BadInput(f"{path} holds no private key in PEM form (-----BEGIN PRIVATE KEY-----).") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except PermissionError:
        raise Missing(f"{path}: the account that runs Kenesh may not read it.") from None
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from None


def _refuse_unservable(path: Path, key: Path) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(path, key)
    except ssl.SSLError as error:
        raise BadInput(f"{path} cannot be served: {error.reason or error}") from None


def _serves(kept: Certificate, names: Sequence[str], now: datetime) -> bool:
    return kept.content.not_valid_before_utc <= now < kept.until - RENEWED and all(map(kept.covers, names))


def _made(folder: Path, names: Sequence[str], now: datetime) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    content = _signed(key, names, now)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    _put(folder / KEY, pem, mode=0o600)
    _put(folder / CERTIFICATE, content.public_bytes(serialization.Encoding.PEM), mode=0o644)
    return Certificate(path=folder / CERTIFICATE, key=folder / KEY, content=content, made=True)


def _signed(key: ec.EllipticCurvePrivateKey, names: Sequence[str], now: datetime) -> x509.Certificate:
    """Sign what serves these names and nothing else: whoever trusts it trusts no other certificate by that."""
    identity = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    itself = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Kenesh, by itself")])
    begin = now - CLOCKS_DIFFER
    unsigned = x509.CertificateBuilder(
        subject_name=itself,
        issuer_name=itself,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=begin,
        not_valid_after=begin + VALID,
    )
    for extension, critical in (
        (x509.SubjectAlternativeName(_general(names)), False),
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_for_signatures(), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (identity, False),
        (x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identity), False),
    ):
        unsigned = unsigned.add_extension(extension, critical=critical)
    return unsigned.sign(key, hashes.SHA256())


def _general(names: Iterable[str]) -> list[x509.GeneralName]:
    return [
        x509.DNSName(_ascii(name)) if (address := address_of(name)) is None else x509.IPAddress(address)
        for name in dict.fromkeys(names)
    ]


def _ascii(name: str) -> str:
    """Spell a name as browsers and certificates do."""
    try:
        return name.lower().encode("idna").decode("ascii")
    except UnicodeError:
        raise BadInput(f"{name!r} is no name of a host (KENESH_URL, KENESH_HOSTS, --host)") from None


def _for_signatures() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Let of two sites starting together in one folder one make the certificate, and the other find it."""
    with (folder / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _put(path: Path, content: bytes, *, mode: int) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
