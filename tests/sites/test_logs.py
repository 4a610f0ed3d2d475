import logging

import pytest

from kenesh.sites.logs import WithoutSecrets, WithoutTraces

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("message", "arguments", "written"),
    [
        ("Not Found: %s", ("/invitations/abc-_123/",), "Not Found: /invitations/…"),
        ('"GET /demo/seat/AZ/?council=x&key=abc HTTP/1.1" 302', (), '"GET /demo/seat/… HTTP/1.1" 302'),
        ("%s", ("/accounts/password/reset/key/1-set-password/",), "/accounts/password/reset/key/…"),
        ("Not Found: %s", ("/turkic-council/",), "Not Found: /turkic-council/"),
    ],
)
def test_no_link_that_signs_in_is_written_down(message: str, arguments: tuple[object, ...], written: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, arguments, None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == written


@pytest.mark.parametrize(("status", "traced"), [(403, False), (404, False), (500, True), (None, True)])
def test_only_what_failed_is_traced(*, status: int | None, traced: bool) -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Forbidden: %s", ("/",), (ValueError, ValueError("no"), None)
    )
    if status:
        record.status_code = status
    assert WithoutTraces().filter(record)
    assert bool(record.exc_info) is traced
