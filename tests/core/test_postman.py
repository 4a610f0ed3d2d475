import asyncio
from contextlib import aclosing

import pytest
from asgiref.sync import sync_to_async
from django.core import mail

from kenesh.core import outbox, postman
from kenesh.core.models import Mail

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

PATIENCE = 20  # seconds


async def test_letters_go_out_while_a_server_serves_and_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postman, "EVERY", 0.01)
    for number in range(3):
        await sync_to_async(outbox.post)(key=f"k:{number}", to=f"{number}@example.org", subject="S", text="T")
    async with aclosing(postman.letters()) as serving, asyncio.timeout(PATIENCE):
        await anext(serving)
        while await Mail.objects.filter(sent_at=None).aexists():  # noqa: ASYNC110 -- nobody tells when a letter has gone
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
    assert [message.to for message in mail.outbox] == [["0@example.org"], ["1@example.org"], ["2@example.org"]]
