import uuid
from collections.abc import Callable

import psycopg
import pytest
from django.db import connection

from kenesh.core import nudge

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


def test_news_comes_to_whoever_listens_in_this_process() -> None:
    heard: list[tuple[uuid.UUID, int]] = []
    topic = uuid.uuid4()
    with nudge.heard_by(lambda *news: heard.append(news)):
        nudge.announce(topic=topic, seq=7)
    nudge.announce(topic=topic, seq=8)
    assert heard == [(topic, 7)]


def test_a_listener_that_fails_keeps_the_news_from_nobody(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[int] = []

    def fail(_topic: uuid.UUID, _seq: int) -> None:
        raise ZeroDivisionError

    with nudge.heard_by(fail), nudge.heard_by(lambda _, seq: heard.append(seq)):
        nudge.announce(topic=uuid.uuid4(), seq=7)
    assert heard == [7]
    assert "a listener failed" in caplog.text


def _notified(work: Callable[[], None]) -> list[str]:
    parameters = {name: connection.settings_dict[name] for name in ("HOST", "PORT", "USER", "PASSWORD")}
    url = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    given = {name: parameters[key] for name, key in url.items()} | {"dbname": connection.settings_dict["NAME"]}
    with psycopg.connect(**given, autocommit=True) as other:
        other.execute(f"LISTEN {nudge.CHANNEL}")
        work()
        return [notification.payload for notification in other.notifies(timeout=2, stop_after=1)]


def test_other_processes_are_told_on_postgresql_only() -> None:
    topic = uuid.uuid4()
    if connection.vendor == "postgresql":
        assert _notified(lambda: nudge.announce(topic=topic, seq=7)) == [f"{topic} 7"]
    else:
        nudge.announce(topic=topic, seq=7)


async def test_a_messenger_tells_the_latest_of_each_topic() -> None:
    told: list[tuple[uuid.UUID, int]] = []

    first, second = uuid.uuid4(), uuid.uuid4()
    messenger = nudge.Messenger(tell=lambda *news: told.append(news))
    async with messenger.working():
        with messenger._guard:  # it delivers nothing meanwhile
            messenger._news |= {first: 3}
        messenger.send(first, 5)
        messenger.send(first, 4)
        messenger.send(second, 1)
        messenger._deliver()
    assert told == [(first, 5), (second, 1)]
