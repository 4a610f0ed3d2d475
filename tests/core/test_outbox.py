import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from kenesh.core import clock
from kenesh.core.models import Mail
from kenesh.core.outbox import deliver, post

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2020, 8, 1, 9, 0, tzinfo=UTC)


class NoServer(BaseEmailBackend):
    """A mail server that is not there."""

    def open(self) -> bool:
        raise ConnectionRefusedError


class Refusing(BaseEmailBackend):
    """A mail server that knows nobody."""

    def send_messages(self, email_messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({one.to[0]: (550, b"unknown") for one in email_messages})


class Crashing(BaseEmailBackend):
    """A process that ends while it hands a letter over."""

    def send_messages(self, email_messages: Any) -> int:  # noqa: ARG002 -- Django's signature
        raise SystemExit


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.pinned(at=NOW):
        yield


@pytest.fixture
def backend(settings: Any) -> Any:
    def choose(one: type[BaseEmailBackend]) -> None:
        settings.EMAIL_BACKEND = f"tests.core.test_outbox.{one.__name__}"

    return choose


def write(key: str = "reminder:1") -> bool:
    return post(key=key, to="head@example.org", subject="A task\nis due", text="By then.")


def sent() -> list[EmailMessage]:
    return list(django_mail.outbox)


def test_a_letter_goes_out_once_however_often_it_is_written_and_sent() -> None:
    assert (write(), write()) == (True, False)
    assert (deliver(), deliver()) == (1, 0)
    (message,) = sent()
    assert (message.to, message.subject, message.body) == (["head@example.org"], "A task is due", "By then.")
    assert Mail.objects.get().sent_at == NOW


def test_the_same_letter_always_has_the_same_name() -> None:
    write()
    write("reminder:2")
    deliver()
    one, other = (message.extra_headers["Message-ID"] for message in sent())
    assert one != other
    Mail.objects.filter(key="reminder:1").delete()
    write()
    deliver()
    assert sent()[2].extra_headers["Message-ID"] == one


def test_a_letter_about_what_did_not_happen_is_not_kept() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert Mail.objects.count() == 0


def test_without_a_mail_server_everything_waits_on(backend: Any) -> None:
    write()
    backend(NoServer)
    assert deliver() == 0
    assert Mail.objects.get().stage == Mail.Stage.WAITING


def test_a_letter_that_is_refused_says_why_and_is_not_tried_again(backend: Any) -> None:
    write()
    backend(Refusing)
    assert (deliver(), deliver()) == (0, 0)
    kept = Mail.objects.get()
    assert kept.stage == Mail.Stage.FAILED
    assert "550" in kept.error


def test_a_letter_whose_sending_was_cut_short_is_never_sent_again(backend: Any) -> None:
    write()
    backend(Crashing)
    with pytest.raises(SystemExit):
        deliver()
    assert deliver() == 0
    assert Mail.objects.get().stage == Mail.Stage.SENDING
