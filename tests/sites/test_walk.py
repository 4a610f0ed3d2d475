"""Every address of the site, walked by everyone who could come along: nothing leaks, and the server never fails."""

import asyncio
import logging
from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.core.cache import cache
from django.core.handlers.asgi import ASGIHandler
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from kenesh.core.lifespan import serving
from kenesh.core.models import Line
from kenesh.core.streams import with_streams
from kenesh.sites.views import closed
from tests.meetings.readers import aside, reading
from tests.sites.doors import TABLE, Door
from tests.sites.world import EVERYONE, World, build

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ENTERED: Final = {HTTPStatus.OK, HTTPStatus.NO_CONTENT, HTTPStatus.FOUND, HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT}
KEPT_OUT: Final = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
SIGN_IN: Final = "/accounts/login/"
DOORS: Final = [door for doors in TABLE.values() for door in doors]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return build(tmp_path)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Let a thousand refusals pass without a word in the log."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def test_every_address_stands_in_the_table() -> None:
    assert sorted(set(_routes(get_resolver()))) == sorted(TABLE)


def test_every_example_leads_where_the_table_says(world: World) -> None:
    astray = [
        (door.address, route)
        for route, doors in TABLE.items()
        for door in doors
        if not _leads(door.address.format(**world.names).partition("?")[0], route)
    ]
    assert astray == []


@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_what_is_behind_a_door_reaches_those_it_is_for_and_nobody_else(world: World, role: str) -> None:
    readers = world.readers()
    faults: list[str] = []
    changes = 0
    seen: dict[str, list[str]] = {}
    for door, method in ((door, method) for door in DOORS for method in ("get", "post")):
        if door.stream and method == "get":  # below
            continue
        said, fault, written = _knock(world, role, door, method)
        changes += len(written)
        faults += [f"{method} {door.address}: {fault}"] if fault else []
        for word in readers:
            if word in said and word not in door.tells:
                seen.setdefault(word, []).append(f"{method} {door.address}")
    assert "\n".join(faults) == ""
    assert {word: where for word, where in seen.items() if role not in readers[word]} == {}
    assert changes, "nothing that a refusal could have left undone"
    # Equality both ways: what somebody else may not see was there to be seen.
    assert sorted(seen) == sorted(word for word, who in readers.items() if role in who)


@pytest.mark.django_db(transaction=True)
async def test_a_stream_is_heard_by_those_who_may_be_in_the_room_and_by_nobody_else(tmp_path: Path) -> None:
    doors = [door for door in DOORS if door.stream]
    async with aside(), serving():
        world = await sync_to_async(build)(tmp_path)
        readers = await sync_to_async(world.readers)()
        names = await sync_to_async(lambda: world.names)()
        answers = [await _listen_as_everyone(world, door, names) for door in doors]
    for door, role, status, said in chain.from_iterable(answers):
        may = door.get is not None and role in door.get
        assert (status in KEPT_OUT, status == HTTPStatus.OK) == (not may, may), (door.address, role, status)
        assert (door.holds in said) >= may, (door.address, role)
        assert [word for word, who in readers.items() if word in said and role not in who] == [], (door.address, role)


def test_the_address_of_the_demo_is_shut_and_leads_to_nothing() -> None:
    assert [route for route in _routes(get_resolver()) if "demo" in route] == ["^demo/"]
    assert resolve("/demo/seat/AZ/").func is closed


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route
        else:
            yield from _routes(one, route)


def _leads(address: str, route: str) -> bool:
    """Tell whether an address is served by this pattern; allauth's own pages of the same name are shut by ours."""
    found = resolve(f"/{address}")
    return found.route.replace("^", "") == route.replace("^", "") or found.func is closed


def _knock(world: World, role: str, door: Door, method: str) -> tuple[str, str, "Written"]:
    """Try a door and take back what that changed; return all that was said, what was wrong, what was written."""
    cache.clear()  # allauth counts attempts
    written = Written()
    with _taken_back(), connection.execute_wrapper(written):
        data = door.data if method == "post" else None
        address = "/" + door.address.format(**world.names)
        answer = getattr(world.browser(role), method)(address, data)
        # Pages say their own address, to be led back to it: who asked knew it.
        said = f"{answer.get('location', '')}\n{_read(answer)}".replace(address.partition("?")[0], "")
        if method == "post" and Line.objects.count() != world.lines:
            written.append("a line of a journal")  # past Django's cursors
    return said, _fault(door, method, role, answer, said=said, written=written), written


def _fault(door: Door, method: str, role: str, answer: Any, *, said: str, written: "Written") -> str:
    status, who = HTTPStatus(answer.status_code), door.get if method == "get" else door.post
    sent_away = status is HTTPStatus.FOUND and answer["location"].startswith(SIGN_IN)
    entered = status in ENTERED and not sent_away
    if status not in ENTERED | KEPT_OUT and (status, who) != (HTTPStatus.METHOD_NOT_ALLOWED, None):
        return f"answered {status}"
    if entered != (who is not None and role in who):
        return "let in" if entered else f"kept out with {status}"
    if written and (status in KEPT_OUT or sent_away):
        return f"changed something: {written[0]}"
    if entered and (method, status) == ("get", HTTPStatus.OK) and door.holds not in said:
        return f"does not show {door.holds}"
    return ""


class Written(list[str]):
    """What a request writes to the database; a session does not count."""

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            self.append(sql)
        return execute(sql, params, many, context)


def _taken_back() -> transaction.Atomic:
    class Undone(transaction.Atomic):
        def __exit__(self, *failure: object) -> None:
            transaction.set_rollback(True)
            super().__exit__(*failure)  # type: ignore[arg-type]

    block = Undone(using=None, savepoint=True, durable=False)
    block._from_testcase = True  # type: ignore[attr-defined]  # Django's own mark: a durable block may stand inside
    return block


def _read(answer: Any) -> str:
    content: bytes = async_to_sync(_whole)(answer) if answer.streaming else answer.content
    return content.decode(errors="replace")  # a print is no text; who reads it is asked where it is made


async def _whole(answer: Any) -> bytes:
    return b"".join([part async for part in answer])


async def _listen_as_everyone(
    world: World, door: Door, names: dict[str, str]
) -> list[tuple[Door, str, HTTPStatus, str]]:
    roles, address = sorted(EVERYONE), door.address.format(**names)
    heard = await asyncio.gather(*(_listen(world.browser(role), address) for role in roles))
    return [(door, role, *answer) for role, answer in zip(roles, heard, strict=True)]


async def _listen(browser: Client, address: str) -> tuple[HTTPStatus, str]:
    """Listen to a stream until it has nothing more to say for now."""
    async with reading(with_streams(ASGIHandler()), f"/{address}", client=browser, after=0) as reader:
        while not reader.task.done() and not await reader.quiet(seconds=1):
            pass
        return HTTPStatus(reader.status), b"".join(reader.parts).decode()
