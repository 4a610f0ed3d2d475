"""What an operator may set: every KENESH_* variable, its meaning and its default."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:
    from urllib.parse import SplitResult

LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Environment(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="KENESH_", frozen=True)

    url: str = Field(default="http://localhost:8000", description="Public address; https secures cookies, HSTS.")
    hosts: str = Field(default="", description="Further host names the site answers to, separated by commas.")
    data: Path = Field(default=Path("var"), description="Folder of the database, the keys and the collected files.")
    static: Path | None = Field(default=None, description="Folder of the collected files; default: in the data folder.")
    database_url: SecretStr = Field(default=SecretStr(""), description="postgresql://…; empty: SQLite in the folder.")
    database_pool: int = Field(default=16, ge=1, description="Most connections one worker opens to PostgreSQL.")
    database_timeout: int = Field(default=20, ge=1, description="Seconds to wait for PostgreSQL before giving up.")
    secret_key: SecretStr = Field(default=SecretStr(""), description="Signs sessions; better given as a file.")
    secret_key_file: Path | None = Field(default=None, description="Its file; default: made in the data folder.")
    signing_key: Path | None = Field(default=None, description="Signs records; default: made in the data folder.")
    debug: bool = Field(default=False, description="Django's debug pages; never on a public address.")
    demo: bool = Field(default=False, description="One click per seat signs in; never for a real council.")
    hsts_seconds: int = Field(default=31_536_000, ge=0, description="How long browsers insist on https.")
    log_level: str = Field(default="INFO", description="Least level written to the log.")
    upload_max: int = Field(default=20, ge=1, le=500, description="Megabytes a file that is handed in may have.")
    upload_max_unpacked: int = Field(default=100, ge=1, le=4000, description="Megabytes its parts may unpack to.")
    upload_types: str = Field(default="pdf, docx, odt, txt, md, png, jpg, jpeg", description="Types taken, of these.")
    stun: str = Field(default="", description="STUN servers for picture and sound across networks: stun:host, …")
    turn: str = Field(default="", description="TURN servers: turn:host, …; none is needed in one network.")
    turn_secret: SecretStr = Field(default=SecretStr(""), description="The secret those TURN servers share.")
    mail_host: str = Field(default="", description="SMTP server; empty: messages are kept in the data folder.")
    mail_port: int = Field(default=587, ge=1, le=65535, description="Port of the SMTP server.")
    mail_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the way to it is kept private; none only for one on this machine."
    )
    mail_user: str = Field(default="", description="Account at the SMTP server.")
    mail_password: SecretStr = Field(default=SecretStr(""), description="Its password.")
    mail_from: str = Field(default="kenesh@localhost", description="Sender of every message.")

    @property
    def address(self) -> SplitResult:
        return urlsplit(self.url)

    @property
    def tls(self) -> bool:
        return self.address.scheme == "https"

    @property
    def allowed_hosts(self) -> list[str]:
        """Host names for Django, an IPv6 literal in its brackets."""
        public = self.address.hostname or "localhost"
        names = {public, *(name.strip() for name in self.hosts.split(",") if name.strip())}
        if public in LOOPBACK:
            names.update(LOOPBACK)
        return sorted(f"[{name}]" if ":" in name else name for name in names)

    @staticmethod
    def addresses(listed: str) -> list[str]:
        """Return what stands between the commas."""
        return [one.strip() for one in listed.split(",") if one.strip()]

    def secret(self) -> str:
        """Return the secret key, made once with mode 0600 where none is given."""
        if given := self.secret_key.get_secret_value():
            return given
        if self.secret_key_file is not None:
            return self.secret_key_file.read_text("utf-8").strip()
        return _kept_secret(self.data / "secret.key")


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(50))
    # A link fails where the name is taken: of two processes starting together, one key wins and both read it.
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text("utf-8").strip()
