"""What a mail server reports of a letter that did not arrive (RFC 3464): which letter, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Final

LONGEST: Final = 500
REPORT: Final = "message/delivery-status"
ORIGINALS: Final = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")


class NoReport(Exception):
    """A message that reports nothing about a letter: an answer, an absence notice, a letter of somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A report on one letter: ``failed`` says that it will not arrive, or else it is only late or was passed on."""

    message_id: str
    failed: bool
    recipient: str
    diagnostic: str


def read(*, content: bytes) -> Bounce:
    """Read a delivery status notification. Refused: NoReport, which says what is missing."""
    message = message_from_bytes(content, policy=policy.default)
    parts = list(message.walk())
    recipients = [block for part in parts if part.get_content_type() == REPORT for block in _recipients(part)]
    if not recipients:
        raise NoReport("no delivery status (RFC 3464) in this message")
    message_id = next(filter(None, (_message_id(part) for part in parts)), "")
    if not message_id:
        raise NoReport("the report does not say which letter it is about: no Message-ID of the original")
    failed = [block for block in recipients if _field(block, "action").lower() == "failed"]
    told = (failed or recipients)[0]
    return Bounce(
        message_id=message_id,
        failed=bool(failed),
        recipient=_typed(_field(told, "final-recipient") or _field(told, "original-recipient")),
        diagnostic=_diagnostic(told),
    )


def _recipients(report: Message) -> Iterator[Message]:
    """Return the blocks about recipients; the first one of a report is about the message, and names none."""
    return (block for block in report.walk() if "final-recipient" in block)


def _message_id(part: Message) -> str:
    if part.get_content_type() not in ORIGINALS:
        return ""
    inside = list(part.walk())[1:]
    if inside:
        return _field(inside[0], "message-id")
    text = part.get_content() if isinstance(part, EmailMessage) else ""
    raw = text if isinstance(text, bytes) else str(text).encode("utf-8", "surrogateescape")
    return _field(message_from_bytes(raw, policy=policy.default), "message-id")


def _diagnostic(block: Message) -> str:
    status, why = _field(block, "status"), _typed(_field(block, "diagnostic-code"))
    return " ".join(filter(None, (status, why))) or "no reason given"


def _typed(value: str) -> str:
    """Return a value without its type: ``smtp; 550 unknown`` is ``550 unknown``."""
    kind, mark, rest = value.partition(";")
    return rest.strip() if mark and " " not in kind.strip() else value.strip()


def _field(block: Message, name: str) -> str:
    """Return a field as one line of visible characters, for whoever sent it may be anybody."""
    line = " ".join(str(block.get(name, "")).split())
    return "".join(character for character in line if character.isprintable())[:LONGEST]
