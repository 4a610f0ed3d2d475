from collections.abc import Callable

import pytest

from kenesh.core.domain.bounces import LONGEST, Bounce, NoReport, read

pytestmark = pytest.mark.unit

REPORT = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org
To: kenesh@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I am sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; head@example.org
Original-Recipient: rfc822;head@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <head@example.org>: Recipient address
    rejected: User unknown

--B
Content-Type: text/rfc822-headers

Message-ID: <abc@kenesh.example.org>
Subject: Invitation

--B--
"""


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text,
        lambda text: text.replace("text/rfc822-headers", "message/rfc822"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("text/rfc822-headers", "message/global-headers"),
    ],
    ids=["headers", "whole letter", "CRLF", "internationalized"],
)
def test_a_report_says_which_letter_and_why(changed: Callable[[str], str]) -> None:
    assert read(content=changed(REPORT).encode()) == Bounce(
        message_id="<abc@kenesh.example.org>",
        failed=True,
        recipient="head@example.org",
        diagnostic="5.1.1 550 5.1.1 <head@example.org>: Recipient address rejected: User unknown",
    )


def test_a_letter_that_is_only_late_has_not_failed() -> None:
    late = read(content=REPORT.replace("Action: failed", "Action: delayed").encode())
    assert (late.message_id, late.failed) == ("<abc@kenesh.example.org>", False)


def test_of_several_recipients_the_one_that_failed_is_told() -> None:
    other = "Final-Recipient: rfc822; deputy@example.org\nAction: relayed\nStatus: 2.0.0\n\nFinal-Recipient"
    told = read(content=REPORT.replace("Final-Recipient", other, 1).encode())
    assert (told.recipient, told.failed) == ("head@example.org", True)


def test_a_report_without_a_reason_says_so() -> None:
    bare = REPORT.partition("Status: 5.1.1")
    assert read(content=(bare[0] + "\n--B" + bare[2].partition("--B")[2]).encode()).diagnostic == "no reason given"


def test_what_a_stranger_sends_is_kept_short_and_visible() -> None:
    loud = REPORT.replace("User unknown", "x" * 2000).replace("smtp; 550", "smtp; \x1b[31m550")
    told = read(content=loud.encode())
    assert len(told.diagnostic) <= LONGEST + len("5.1.1 ")
    assert told.diagnostic.isprintable()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no delivery status"),
        (b"Subject: I am away\n\nUntil Monday.\n", "no delivery status"),
        (bytes(range(256)) * 40, "no delivery status"),
        (REPORT.replace("delivery-status\n\nReporting", "plain\n\nReporting").encode(), "no delivery status"),
        (REPORT.replace("Message-ID", "X-Other").encode(), "no Message-ID"),
    ],
)
def test_what_is_no_report_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(NoReport, match=why):
        read(content=content)
