from collections.abc import Mapping
from typing import Any

import pytest

from kenesh.core.bodies import with_limit

pytestmark = pytest.mark.unit

Message = Mapping[str, Any]


class Conversation:
    """A request in parts, and what was answered."""

    def __init__(self, *parts: bytes, length: str = "") -> None:
        more = [index < len(parts) - 1 for index in range(len(parts))]
        self.coming = [
            {"type": "http.request", "body": body, "more_body": m} for body, m in zip(parts, more, strict=True)
        ]
        self.scope = {"type": "http", "headers": [(b"content-length", length.encode())] if length else []}
        self.sent: list[Message] = []
        self.read = b""

    async def receive(self) -> Message:
        return self.coming.pop(0)

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    async def go(self, *, most: int) -> int:
        await with_limit(self.application, most=most)(self.scope, self.receive, self.send)
        return int(self.sent[0]["status"])

    async def application(self, _scope: Any, receive: Any, send: Any) -> None:
        """Read as Django does: whoever goes away gets no answer."""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            self.read += message["body"]
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})


async def test_what_is_within_the_limit_comes_through() -> None:
    conversation = Conversation(b"abc", b"de", length="5")
    assert (await conversation.go(most=5), conversation.read) == (200, b"abcde")


async def test_what_says_that_it_is_too_large_is_not_read() -> None:
    conversation = Conversation(b"abc", b"def", length="6")
    assert (await conversation.go(most=5), len(conversation.coming)) == (413, 2)
    assert conversation.sent[1]["body"].decode().startswith("This is more than the site takes at once. Accepted: PDF, ")


@pytest.mark.parametrize("length", ["", "3", "many", "-1"])
async def test_what_turns_out_too_large_is_read_no_further(length: str) -> None:
    conversation = Conversation(b"abc", b"def", b"ghi", length=length)
    assert (await conversation.go(most=5), len(conversation.coming), conversation.read) == (413, 1, b"abc")
