import smtplib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from kenesh.core import clock
from kenesh.core.calendars import write as write_calendar
from kenesh.core.models import Mail
from kenesh.core.outbox import AGAIN_AFTER, Attachment, SentAlready, bounced, deliver, letters, post, resend
from tests.core.test_calendars import ENTRY

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


class Patient(BaseEmailBackend):
    """A mail server that asks to come back, as many do when they see a sender for the first time."""

    def send_messages(self, email_messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({one.to[0]: (450, b"4.2.0 greylisted") for one in email_messages})


class CutOff(BaseEmailBackend):
    """A mail server that is gone in the middle of a letter."""

    def send_messages(self, email_messages: Any) -> int:  # noqa: ARG002 -- Django's signature
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    def close(self) -> None:
        raise BrokenPipeError


CALENDAR = Attachment(name="invite.ics", media_type="application/ics", content=b"BEGIN:VCALENDAR")
AGENDA = Attachment(name="agenda.txt", media_type="text/plain", content=b"1. Opening")


def test_what_goes_with_a_letter_goes_with_it_and_is_kept_with_it() -> None:
    same = Attachment(
        name="invite.ics", media_type="text/calendar; method=REQUEST", content="ğ ı ў".encode(), is_alternative=True
    )
    for _ in range(2):
        post(key="k", to="head@example.org", subject="S", text="Мәтін", language="kk", attachments=[same, CALENDAR])
    deliver()
    (message,) = sent()
    whole = message.message()
    assert [part.get_content_type() for part in whole.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "application/ics",
    ]
    *_, calendar, attached = whole.walk()
    assert calendar.get_params() == [("text/calendar", ""), ("method", "REQUEST"), ("charset", "utf-8")]
    assert calendar.get_payload(decode=True) == "ğ ı ў".encode()
    assert (attached.get_filename(), attached.get_payload(decode=True)) == ("invite.ics", CALENDAR.content)
    assert whole["Content-Language"] == "kk"


def test_a_server_that_asks_for_patience_is_asked_again_later_and_not_for_ever(backend: Any) -> None:
    write()
    backend(Patient)
    at = NOW
    for pause in AGAIN_AFTER:
        with clock.pinned(at=at):
            assert deliver() == 0
            waiting = Mail.objects.get()
            assert (waiting.stage, waiting.due_at, waiting.error) == ("waiting", at + pause, "450 4.2.0 greylisted")
            assert deliver() == 0
            assert Mail.objects.get().tries == waiting.tries
        at += pause
    with clock.pinned(at=at):
        deliver()
    assert Mail.objects.get().stage == Mail.Stage.FAILED


def test_a_letter_that_is_taken_later_has_gone_and_forgets_why_it_waited(backend: Any, settings: Any) -> None:
    write()
    usual = settings.EMAIL_BACKEND
    backend(Patient)
    deliver()
    settings.EMAIL_BACKEND = usual
    with clock.pinned(at=NOW + AGAIN_AFTER[0]):
        assert deliver() == 1
    assert (Mail.objects.get().stage, Mail.objects.get().error) == (Mail.Stage.SENT, "")


def test_letters_behind_one_that_was_cut_off_wait_and_it_is_not_sent_again(backend: Any, settings: Any) -> None:
    for number in range(3):
        write(f"reminder:{number}")
    usual = settings.EMAIL_BACKEND
    backend(CutOff)
    assert deliver() == 0
    stages = list(Mail.objects.order_by("pk").values_list("stage", "error"))
    assert stages == [("sending", "Connection unexpectedly closed"), ("waiting", ""), ("waiting", "")]
    settings.EMAIL_BACKEND = usual
    assert deliver() == 2


def test_a_bounce_is_noted_on_its_letter_once_the_letter_has_gone() -> None:
    write()
    kept = Mail.objects.get()
    message_id = f"<{kept.name}@testserver>"
    told = bounced(message_id=message_id, diagnostic="5.1.1 unknown")
    assert (told.stage if told else "") == Mail.Stage.WAITING  # it has not even gone: nobody can have sent it back
    deliver()
    told = bounced(message_id=message_id, diagnostic="5.1.1 unknown")
    assert told is not None
    assert (told.stage, told.error) == (Mail.Stage.BOUNCED, "5.1.1 unknown")
    bounced(message_id=message_id, diagnostic="4.4.1 also")
    assert Mail.objects.get().error == "5.1.1 unknown"
    assert bounced(message_id="<of-somebody@else.example>", diagnostic="x") is None
    assert bounced(message_id="", diagnostic="x") is None


def test_a_letter_that_was_lost_is_written_once_more_for_another_address(backend: Any, settings: Any) -> None:
    post(key="k", to="old@example.org", subject="S", text="T", scope="c", language="kk", attachments=[AGENDA])
    usual = settings.EMAIL_BACKEND
    backend(Refusing)
    deliver()
    settings.EMAIL_BACKEND = usual
    lost = Mail.objects.get()
    again = resend(mail=lost, to="new@example.org")
    assert (again.to, again.subject, again.text, again.scope, again.language) == (
        "new@example.org",
        "S",
        "T",
        "c",
        "kk",
    )
    assert [bytes(one.content) for one in again.enclosures.all()] == [AGENDA.content]
    assert (again.name != lost.name, list(letters(scope="c"))) == (True, [again, lost])
    with pytest.raises(SentAlready):
        resend(mail=lost, to="new@example.org")
    assert (deliver(), deliver()) == (1, 0)
    with pytest.raises(SentAlready):
        resend(mail=again, to="new@example.org")
    bounced(message_id=f"<{again.name}@x>", diagnostic="no")
    assert resend(mail=Mail.objects.get(pk=again.pk), to="third@example.org").key == "k~2"


def test_an_invitation_that_is_written_once_more_is_for_the_new_address() -> None:
    entry = write_calendar(replace(ENTRY, summary="Ağır"))
    file = Attachment(name="invite.ics", media_type="application/ics", content=entry)
    post(key="k", to="head@example.org", subject="S", text="T", attachments=[file])
    Mail.objects.update(stage=Mail.Stage.FAILED)
    again = resend(mail=Mail.objects.get(), to="deputy@example.org")
    (content,) = [bytes(one.content) for one in again.enclosures.all()]
    assert b"mailto:deputy@example.org" in content
    assert b"mailto:head@example.org" not in content
