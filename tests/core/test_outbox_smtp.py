"""Letters handed to a real mail server: what it takes, what it refuses, and in which form letters arrive."""

import smtplib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import vobject

from kenesh.core.calendars import write
from kenesh.core.models import Mail
from kenesh.core.outbox import Attachment, deliver, post
from tests.core.smtp import Server, mail_server
from tests.core.test_calendars import ENTRY, LETTERS

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "Secretariat <kenesh@example.org>"
        yield server


def write_to(*names: str) -> None:
    for name in names:
        post(key=name, to=f"{name}@example.org", subject=f"Шақыру – {LETTERS}", text=LETTERS)


def stages() -> dict[str, str]:
    return dict(Mail.objects.values_list("key", "stage"))


def test_some_letters_are_taken_and_some_refused_and_each_says_what_became_of_it(server: Server) -> None:
    write_to("first", "unknown", "busy", "last")
    assert (deliver(), deliver()) == (2, 0)
    assert stages() == {"first": "sent", "unknown": "failed", "busy": "waiting", "last": "sent"}
    assert dict(Mail.objects.exclude(error="").values_list("key", "error")) == {
        "unknown": "550 5.1.1 No such person here",
        "busy": "450 4.2.0 Greylisted, come back later",
    }
    assert server.recipients == ["first@example.org", "last@example.org"]
    for letter, mail in zip(server.letters, Mail.objects.filter(stage="sent").order_by("pk"), strict=True):
        assert (letter["Subject"].strip(), letter["From"]) == (mail.subject, "Secretariat <kenesh@example.org>")
        assert letter["Message-ID"].startswith(f"<{mail.name}@")


def test_a_server_that_is_not_there_leaves_everything_waiting(server: Server, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    write_to("first")
    assert (deliver(), stages()) == (0, {"first": "waiting"})
    settings.EMAIL_PORT = server.port
    assert (deliver(), stages()) == (1, {"first": "sent"})


def test_an_invitation_arrives_as_calendar_programs_take_it(server: Server) -> None:
    content = write(replace(ENTRY, description=LETTERS * 30))
    acted_on = Attachment(
        name="invite.ics", media_type="text/calendar; method=REQUEST", content=content, is_alternative=True
    )
    file = Attachment(name="invite.ics", media_type="application/ics", content=content)
    post(key="k", to="head@example.org", subject="S", text=LETTERS, language="kk", attachments=[acted_on, file])
    assert deliver() == 1
    (letter,) = server.letters
    plain, calendar, attached = (part for part in letter.walk() if not part.is_multipart())
    assert plain.get_content() == LETTERS
    assert (calendar.get_content_type(), calendar.get_param("method")) == ("text/calendar", "REQUEST")
    assert (attached.get_content_type(), attached.get_filename()) == ("application/ics", "invite.ics")
    # The letter may carry line ends as it likes; what a calendar program unpacks has to be the file that was written.
    assert attached.get_payload(decode=True) == content
    told = calendar.get_payload(decode=True)
    assert isinstance(told, bytes)
    assert vobject.readOne(told.decode()).vevent.description.value == LETTERS * 30
    assert told.replace(b"\r\n", b"\n") == content.replace(b"\r\n", b"\n")


def test_a_connection_that_breaks_leaves_the_rest_waiting(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    write_to("first", "second", "third")
    usual = smtplib.SMTP.sendmail

    def broken(self: smtplib.SMTP, from_addr: str, to_addrs: Any, *rest: Any, **more: Any) -> Any:
        if "second" in to_addrs[0]:
            self.close()
        return usual(self, from_addr, to_addrs, *rest, **more)

    monkeypatch.setattr(smtplib.SMTP, "sendmail", broken)
    assert deliver() == 1
    assert stages() == {"first": "sent", "second": "sending", "third": "waiting"}
    monkeypatch.undo()
    assert deliver() == 1
    assert server.recipients == ["first@example.org", "third@example.org"]
