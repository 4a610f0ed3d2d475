"""Letters, kept with what caused them and sent afterwards: each once, whatever ends in between."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Count, Q

from kenesh.core import calendars, clock
from kenesh.core.models import Enclosure
from kenesh.core.models import Mail as Mail  # noqa: PLC0414 -- by this door other rooms name it

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.core.mail.backends.base import BaseEmailBackend
    from django.db.models import QuerySet

AT_ONCE: Final = 100
CALENDAR: Final = ("text/calendar", "application/ics")
# When a server says that it cannot take a letter now, as many do with a sender they see for the first time.
AGAIN_AFTER: Final = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 480))
PATIENCE: Final = 4  # the first digit of such an answer (RFC 5321)
TAKEN: Final = (Mail.Stage.SENT, Mail.Stage.SENDING)
LOST: Final = (Mail.Stage.FAILED, Mail.Stage.BOUNCED, Mail.Stage.SENDING)


class SentAlready(Exception):
    """A letter that waits, or has arrived for all anybody knows: it is not sent again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a letter; an alternative says the same as the letter's text, in a form of its own."""

    name: str
    media_type: str
    content: bytes
    is_alternative: bool = False


@transaction.atomic
def post(
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    scope: str = "",
    language: str = "",
    attachments: Sequence[Attachment] = (),
) -> bool:
    """Keep a letter to be sent, inside the transaction of what it tells; one of this key was kept already: False.

    ``scope`` says whose letters it belongs to: who keeps a council's letters is shown those of this slug.
    """
    values = {
        "name": _name(key),
        "scope": scope,
        "to": to,
        "subject": " ".join(subject.split()),
        "text": text,
        "language": language,
        "written_at": clock.now(),
    }
    mail, is_new = Mail.objects.get_or_create(key=key, defaults=values)
    if is_new:
        _enclose(mail, attachments)
    return is_new


@transaction.atomic
def resend(*, mail: Mail, to: str) -> Mail:
    """Write a letter that was lost once more, to an address that may be another one; it is sent as any letter is.

    Refused: SentAlready, also for one that was written once more before.
    """
    held = Mail.objects.select_for_update().get(pk=mail.pk)
    if not resendable(mail=held):
        raise SentAlready
    key = _next(held.key)
    post(
        key=key,
        to=to,
        subject=held.subject,
        text=held.text,
        scope=held.scope,
        language=held.language,
        attachments=[_for(enclosure, to=to) for enclosure in held.enclosures.all()],
    )
    held.again = Mail.objects.get(key=key)
    held.save(update_fields=["again"])
    return held.again


def resendable(*, mail: Mail) -> bool:
    """Tell whether a letter was lost, for all anybody knows, and not written once more."""
    return mail.stage in LOST and mail.again_id is None


def letters(*, scope: str) -> QuerySet[Mail]:
    """Return the letters of a scope, the latest first."""
    return Mail.objects.filter(scope=scope).select_related("again", "resent").order_by("-pk")


def stages(*, key_begins: str) -> Mapping[str, int]:
    """Return how many letters with such a key stand at each stage; what was written once more counts in its place."""
    rows = Mail.objects.filter(key__startswith=key_begins, again=None).values_list("stage").annotate(count=Count("pk"))
    return dict(rows.order_by())


def bounced(*, message_id: str, diagnostic: str) -> Mail | None:
    """Note what a mail server reported of a letter it had taken, and return it; None for a letter not from here."""
    name = message_id.strip().removeprefix("<").partition("@")[0]
    found = Mail.objects.filter(name=name).first()
    if found is None:
        return None
    Mail.objects.filter(pk=found.pk, stage__in=TAKEN).update(stage=Mail.Stage.BOUNCED, error=diagnostic)
    found.refresh_from_db()
    return found


def deliver(*, at_once: int = AT_ONCE) -> int:
    """Send what waits, and return how many letters went out.

    No connection: everything waits on. A letter that the mail server refuses has failed and says why, or waits when the
    server asks for patience; none is ever handed over twice, for what became of one whose handing-over was cut short
    nobody can know.
    """
    now = clock.now()
    due = Q(due_at=None) | Q(due_at__lte=now)
    waiting = Mail.objects.filter(due, stage=Mail.Stage.WAITING).order_by("pk")[:at_once]
    if not waiting:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException):
        return 0
    try:
        return _deliver_all(waiting, connection)
    finally:
        _close(connection)


def _deliver_all(waiting: Collection[Mail], connection: BaseEmailBackend) -> int:
    sent = 0
    for mail in waiting:
        try:
            sent += _deliver(mail, connection)
        except (SMTPServerDisconnected, OSError) as cut:
            # The letters after this one were not handed over, and wait.
            Mail.objects.filter(pk=mail.pk).update(error=str(cut) or type(cut).__name__)
            break
    return sent


def _deliver(mail: Mail, connection: BaseEmailBackend) -> bool:
    # The condition stands in the UPDATE itself: of two processes, one.
    if not Mail.objects.filter(pk=mail.pk, stage=Mail.Stage.WAITING).update(stage=Mail.Stage.SENDING):
        return False
    try:
        connection.send_messages([_message(mail)])
    except SMTPServerDisconnected:
        raise
    except (SMTPException, ValueError) as refused:
        _refused(mail, refused)
    else:
        mail.stage, mail.error, mail.sent_at = Mail.Stage.SENT, "", clock.now()
    mail.save(update_fields=["stage", "error", "sent_at", "tries", "due_at"])
    return mail.stage == Mail.Stage.SENT


def _refused(mail: Mail, refused: Exception) -> None:
    mail.error = _reason(refused)
    if _passes(refused) and mail.tries < len(AGAIN_AFTER):
        mail.stage, mail.due_at = Mail.Stage.WAITING, clock.now() + AGAIN_AFTER[mail.tries]
        mail.tries += 1
    else:
        mail.stage = Mail.Stage.FAILED


def _passes(refused: Exception) -> bool:
    """Whether a server said that it may take the letter later (4xx)."""
    codes = [code for code, _words in _answers(refused)]
    return bool(codes) and all(code // 100 == PATIENCE for code in codes)


def _reason(refused: Exception) -> str:
    answers = _answers(refused)
    return "; ".join(f"{code} {_text(text)}" for code, text in answers) if answers else str(refused)


def _answers(refused: Exception) -> list[tuple[int, bytes | str]]:
    match refused:
        case SMTPRecipientsRefused():
            return list(refused.recipients.values())
        case SMTPResponseException():
            return [(refused.smtp_code, refused.smtp_error)]
    return []


def _text(answer: bytes | str) -> str:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(words.split())


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, SMTPException):  # it was lost before: nothing is open
        return


def _message(mail: Mail) -> EmailMultiAlternatives:
    name = f"<{mail.name}@{urlsplit(settings.SITE_URL).hostname}>"
    headers = {"Message-ID": name, "Auto-Submitted": "auto-generated"}
    if mail.language:
        headers["Content-Language"] = mail.language
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to], headers=headers)
    for one in mail.enclosures.all():
        if one.is_alternative:
            message.attach_alternative(bytes(one.content).decode(), one.media_type)
        else:
            message.attach(one.name, bytes(one.content), one.media_type)
    return message


def _next(key: str) -> str:
    before, _mark, times = key.rpartition("~")
    return f"{before}~{int(times) + 1}" if before and times.isdecimal() else f"{key}~1"


def _name(key: str) -> str:
    """Return the same name for the same letter, so that a mail server can tell it from another."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _enclose(mail: Mail, attachments: Sequence[Attachment]) -> None:
    Enclosure.objects.bulk_create(
        [
            Enclosure(
                mail=mail,
                name=one.name,
                media_type=one.media_type,
                content=one.content,
                is_alternative=one.is_alternative,
            )
            for one in attachments
        ]
    )


def _for(enclosure: Enclosure, *, to: str) -> Attachment:
    content = bytes(enclosure.content)
    if enclosure.media_type.startswith(CALENDAR):
        content = calendars.readdressed(content=content, to=to)
    return Attachment(
        name=enclosure.name,
        media_type=enclosure.media_type,
        content=content,
        is_alternative=enclosure.is_alternative,
    )
