"""An authority that issues certificates, for tests of what takes them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from kenesh.sites.cli.reach import address_of

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(kw_only=True)
class Authority:
    """Issues from the day before now, for ninety days after it."""

    folder: Path
    now: datetime
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def trusted(self) -> str:
        """Its own certificate, as a client trusts it."""
        itself = self._certificate(_named("Authority"), self.key, ca=True)
        return itself.public_bytes(serialization.Encoding.PEM).decode("ascii")

    def issues(self, *names: str, weak: bool = False) -> tuple[Path, Path]:
        """Issue a certificate for these names; return its file and that of its key."""
        key: PrivateKey = ec.generate_private_key(ec.SECP256R1())
        if weak:
            key = rsa.generate_private_key(65537, 1024)  # noqa: S505 -- to be refused
        subject = _named(names[0] if names else "nobody")
        content = self._certificate(subject, key, ca=False, names=names)
        stem = self.folder / (names[0] if names else "nobody")
        path, secret = Path(f"{stem}.pem"), Path(f"{stem}.key")
        path.write_bytes(content.public_bytes(serialization.Encoding.PEM))
        kind = serialization.PrivateFormat.PKCS8
        secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()))
        return path, secret

    def _certificate(
        self, subject: x509.Name, key: PrivateKey, *, ca: bool, names: tuple[str, ...] = ()
    ) -> x509.Certificate:
        unsigned = x509.CertificateBuilder(
            issuer_name=_named("Authority"),
            subject_name=subject,
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=self.now - timedelta(days=1),
            not_valid_after=self.now + timedelta(days=90),
        ).add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        if names:
            unsigned = unsigned.add_extension(x509.SubjectAlternativeName([*map(_general, names)]), critical=False)
        return unsigned.sign(self.key, hashes.SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _general(name: str) -> x509.GeneralName:
    address = address_of(name)
    return x509.DNSName(name) if address is None else x509.IPAddress(address)
