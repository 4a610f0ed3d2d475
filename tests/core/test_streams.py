import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

from kenesh.core.streams import EventStream, Pipe, message, with_streams

if TYPE_CHECKING:
    from kenesh.core.streams import Serve

pytestmark = pytest.mark.unit

SCOPE = {"type": "http", "method": "GET", "path": "/", "headers": []}


class Server:
    """As a server does: takes messages at once, unless the reader is slow; then they wait."""

    def __init__(self) -> None:
        self.sent: list[Mapping[str, Any]] = []
        self.writable = asyncio.Event()
        self.writable.set()
        self.gone = asyncio.Event()

    async def send(self, sent: Mapping[str, Any]) -> None:
        if not self.writable.is_set():
            await self.writable.wait()
        self.sent.append(sent)

    async def receive(self) -> Mapping[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    @property
    def bodies(self) -> list[bytes]:
        return [sent["body"] for sent in self.sent if sent["type"] == "http.response.body"]


class Request:
    def __init__(self, scope: dict[str, Any]) -> None:
        self.scope = scope


def site(serve: "Serve", *, status: int = 200) -> Any:
    async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ARG001 -- ASGI's signature
        response = EventStream(serve, request=Request(scope))  # type: ignore[arg-type]  # all it needs of a request
        await send({"type": "http.response.start", "status": status, "headers": response.items()})
        await send({"type": "http.response.body", "body": b""})

    return with_streams(application)


async def test_what_a_reader_can_take_is_sent_at_once() -> None:
    server = Server()
    pipe, sent = Pipe(server.send), message(b"one")
    pipe.put(sent)
    assert server.sent[0] is sent
    assert not pipe.busy


async def test_what_a_slow_reader_cannot_take_waits_and_says_when_it_is_gone() -> None:
    server, drained = Server(), asyncio.Event()
    pipe = Pipe(server.send)
    pipe.drained = drained.set
    server.writable.clear()
    pipe.put(message(b"one"))
    assert pipe.busy
    assert server.sent == []
    server.writable.set()
    await asyncio.wait_for(drained.wait(), 1)
    assert server.bodies == [b"one"]
    pipe.put(message(b"two"))
    assert server.bodies == [b"one", b"two"]


async def test_what_waits_for_a_reader_who_is_gone_is_given_up() -> None:
    server = Server()
    pipe = Pipe(server.send)
    server.writable.clear()
    pipe.put(message(b"one"))
    pipe.close()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not pipe.busy
    server.writable.set()
    await asyncio.sleep(0)
    assert server.sent == []


async def test_a_stream_goes_on_after_its_request_and_ends_by_itself() -> None:
    server = Server()

    async def serve(pipe: Pipe) -> None:
        await pipe.send(b"one")
        pipe.put(message(b"two"))

    await site(serve)(SCOPE, server.receive, server.send)
    assert server.sent[0]["type"] == "http.response.start"
    assert server.bodies == [b"one", b"two", b""]
    assert [sent.get("more_body") for sent in server.sent[1:]] == [True, True, False]


async def test_a_stream_ends_when_its_reader_is_gone() -> None:
    server, ended = Server(), asyncio.Event()

    async def serve(pipe: Pipe) -> None:
        await pipe.send(b"one")
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    stream = asyncio.create_task(site(serve)(SCOPE, server.receive, server.send))
    await asyncio.sleep(0.01)
    server.gone.set()
    await asyncio.wait_for(stream, 1)
    assert ended.is_set()
    assert server.bodies == [b"one"]


@pytest.mark.parametrize("slow", [False, True])
async def test_when_the_server_ends_a_stream_ends_in_order(*, slow: bool) -> None:
    server, ended = Server(), asyncio.Event()

    async def serve(pipe: Pipe) -> None:
        await pipe.send(b"one")
        if slow:
            server.writable.clear()
            pipe.put(message(b"two"))
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    stream = asyncio.create_task(site(serve)(SCOPE, server.receive, server.send))
    await asyncio.sleep(0.01)
    stream.cancel()
    await asyncio.wait_for(stream, 1)
    assert ended.is_set()
    assert server.bodies == ([b"one"] if slow else [b"one", b""])


async def test_what_goes_wrong_in_a_stream_is_the_servers_to_tell() -> None:
    server = Server()

    async def serve(pipe: Pipe) -> None:
        await pipe.send(b"one")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await site(serve)(SCOPE, server.receive, server.send)


async def test_a_request_that_failed_after_all_does_not_go_on_as_a_stream() -> None:
    server, served = Server(), []

    async def serve(pipe: Pipe) -> None:
        served.append(pipe)

    await site(serve, status=500)(SCOPE, server.receive, server.send)
    assert [sent["type"] for sent in server.sent] == ["http.response.start", "http.response.body"]
    assert served == []
