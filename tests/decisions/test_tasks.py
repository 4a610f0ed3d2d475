import asyncio
from contextlib import aclosing
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.core import mail

from kenesh.core import clock
from kenesh.core.models import Mail
from kenesh.decisions import actions, tasks
from kenesh.decisions.models import Decision

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

PATIENCE = 20  # seconds


def _make_task() -> None:
    decision = Decision.objects.get()
    due_on = clock.now().date() + timedelta(days=3)
    actions.make_task(decision=decision, texts={"en": "Meet."}, owners=["KZ"], due_on=due_on)


async def test_a_server_reminds_while_it_serves_and_ends_with_it(
    closed: object,  # noqa: ARG001 -- asked for, to have a decision
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tasks, "EVERY", 0.01)
    await sync_to_async(_make_task)()
    async with aclosing(tasks.reminders()) as serving, asyncio.timeout(PATIENCE):
        await anext(serving)
        while not mail.outbox:  # noqa: ASYNC110 -- nobody tells when a letter has gone
            await asyncio.sleep(0.01)
    assert [message.to for message in mail.outbox] == [["kz@example.org"]]


async def test_a_failure_is_written_down_and_tried_again(
    closed: object,  # noqa: ARG001 -- likewise
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    failures = iter([RuntimeError("no disk")])

    def once() -> None:
        for failure in failures:
            raise failure
        actions.remind(on=clock.now().date())

    monkeypatch.setattr(tasks, "EVERY", 0.01)
    monkeypatch.setattr(tasks, "once", once)
    await sync_to_async(_make_task)()
    async with aclosing(tasks.reminders()) as serving, asyncio.timeout(PATIENCE):
        await anext(serving)
        while not await Mail.objects.aexists():  # noqa: ASYNC110 -- likewise
            await asyncio.sleep(0.01)
    assert "reminders could not be written or sent" in caplog.text
