"""Letters, kept with what caused them and sent afterwards: each once, whatever ends in between."""

from __future__ import annotations

import hashlib
from smtplib import SMTPException
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from kenesh.core import clock
from kenesh.core.models import Mail

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

AT_ONCE: Final = 100


def post(*, key: str, to: str, subject: str, text: str) -> bool:
    """Keep a letter to be sent, inside the transaction of what it tells; one of this key was kept already: False."""
    values = {"to": to, "subject": " ".join(subject.split()), "text": text, "written_at": clock.now()}
    _mail, is_new = Mail.objects.get_or_create(key=key, defaults=values)
    return is_new


def deliver(*, at_once: int = AT_ONCE) -> int:
    """Send what waits, and return how many letters went out.

    No connection: everything waits on. A letter that the mail server refuses has failed and says why; none is ever
    handed over twice, for what became of one whose handing-over was cut short nobody can know.
    """
    waiting = Mail.objects.filter(stage=Mail.Stage.WAITING).order_by("pk")[:at_once]
    if not waiting:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException):
        return 0
    try:
        return sum(_deliver(mail, connection) for mail in waiting)
    finally:
        connection.close()


def _deliver(mail: Mail, connection: BaseEmailBackend) -> bool:
    # The condition stands in the UPDATE itself: of two processes, one.
    if not Mail.objects.filter(pk=mail.pk, stage=Mail.Stage.WAITING).update(stage=Mail.Stage.SENDING):
        return False
    try:
        connection.send_messages([_message(mail)])
    except (OSError, SMTPException, ValueError) as refused:
        mail.stage, mail.error = Mail.Stage.FAILED, str(refused)
    else:
        mail.stage, mail.sent_at = Mail.Stage.SENT, clock.now()
    mail.save(update_fields=["stage", "error", "sent_at"])
    return mail.stage == Mail.Stage.SENT


def _message(mail: Mail) -> EmailMessage:
    # The same letter has the same name, so that a mail server can tell it from another.
    name = hashlib.sha256(mail.key.encode()).hexdigest()[:32]
    headers = {"Message-ID": f"<{name}@{urlsplit(settings.SITE_URL).hostname}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(mail.subject, mail.text, to=[mail.to], headers=headers)
