"""A mail server on this machine, for tests of what it is handed: aiosmtpd, which is none of Django's."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller

from kenesh.sites.rehearsal.server import free_port


@dataclass
class Server:
    """Takes letters, but for those to ``unknown@…`` and ``busy@…``; one to ``slow@…`` it has and never says so."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    slow: Event = field(default_factory=Event)
    patient: bool = True

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if address.startswith("unknown@"):
            return "550 5.1.1 No such person here"
        if address.startswith("busy@"):
            return "450 4.2.0 Greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 -- likewise
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        if self.patient and envelope.rcpt_tos[0].startswith("slow@"):
            self.slow.set()
            await asyncio.sleep(600)
        return "250 OK"

    @property
    def recipients(self) -> list[str]:
        return [letter["To"] for letter in self.letters]


@contextmanager
def mail_server() -> Iterator[Server]:
    server = Server(port=free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
