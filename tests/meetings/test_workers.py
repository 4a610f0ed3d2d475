import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx_sse import EventSource

from kenesh.core.chain import moment
from kenesh.sites.cli.bench.stage import COUNCIL, Seat, open_meeting
from kenesh.sites.cli.throwaway import throwaway_postgres
from kenesh.sites.rehearsal.server import KENESH, KEPT, LOOPBACK, free_port
from tests.council.councils import TURKIC

pytestmark = pytest.mark.integration


class Workers:
    """Two processes that serve one site over one PostgreSQL, and nothing else between them."""

    def __init__(self, environment: Mapping[str, str], ports: tuple[int, int]) -> None:
        self.sites = tuple(f"http://{LOOPBACK}:{port}" for port in ports)
        self.processes = [self._start(environment, port) for port in ports]
        for site in self.sites:
            self._await(site)

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(30)

    def _start(self, environment: Mapping[str, str], port: int) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "uvicorn", "kenesh.sites.asgi:application", "--port", str(port)]
        return subprocess.Popen([*command, "--timeout-graceful-shutdown", "1"], env=environment)

    def _await(self, site: str) -> None:
        for _ in range(600):
            try:
                httpx.get(site, timeout=5).raise_for_status()
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
        raise TimeoutError(site)


@contextmanager
def serving(folder: Path) -> Iterator[Workers]:
    ports = (free_port(), free_port())
    with ExitStack() as stack:
        environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {
            "KENESH_DATABASE_URL": stack.enter_context(throwaway_postgres()),
            "KENESH_DATA": str(folder),
            "KENESH_URL": f"http://{LOOPBACK}:{ports[0]}",
            "KENESH_DEMO": "1",
            "KENESH_LOG_LEVEL": "WARNING",
        }
        for command in (("migrate", "--quiet"), ("council", "load", str(TURKIC))):
            subprocess.run([*KENESH, *command], env=environment, check=True)
        workers = Workers(environment, ports)
        stack.callback(workers.end)
        yield workers


@asynccontextmanager
async def journal(site: str, slug: str, seat: Seat, *, after: int) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    """Follow a meeting's journal at one of the workers."""
    address = f"{site}/{COUNCIL}/meetings/{slug}/journal/"
    async with (
        httpx.AsyncClient(cookies=seat.http.cookies, timeout=60) as http,
        http.stream("GET", address, params={"after": after}) as response,
    ):
        yield lines(response)


async def lines(response: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    with suppress(httpx.TransportError):  # the worker was killed
        async for event in EventSource(response).aiter_sse():
            if event.event == "line":
                yield json.loads(event.data)


async def test_workers_hear_of_each_others_acts_and_miss_a_killed_one(tmp_path: Path) -> None:
    with serving(tmp_path) as workers, ExitStack() as stack:
        here, there = workers.sites
        slug, head = await asyncio.to_thread(open_meeting, site=here)
        seats = {code: stack.enter_context(Seat(site=here, code=code)) for code in ("KZ", "UZ", "HU")}
        seat = seats["KZ"]
        seat.take_token(f"{slug}/room/")
        async with journal(here, slug, seat, after=head) as told_here:
            assert (await anext(told_here))["kind"] == "SeatConnected"
            async with journal(there, slug, seat, after=head + 1) as told_there:
                delays = []
                for act in ("request-floor", "withdraw-request") * 4:
                    began = time.monotonic()
                    posted = asyncio.create_task(asyncio.to_thread(seat.act, slug, act, kind="statement"))
                    line = await anext(told_there)
                    delays.append(time.monotonic() - began)
                    assert line["seq"] == await posted
                    assert (await anext(told_here))["hash"] == line["hash"]
        assert sorted(delays)[4] < 1.0, "this is how long looking takes, not how long a word takes"

        async with journal(here, slug, seats["HU"], after=line["seq"]) as told_here:
            async with journal(there, slug, seats["UZ"], after=line["seq"]) as told_there:
                came = await until(told_here, "SeatConnected", "UZ")
                workers.processes[1].kill()
                assert [line async for line in told_there][-1]["seq"] >= came["seq"]
            left = await until(told_here, "SeatDisconnected", "UZ")
        assert 15 <= (moment(left["at"]) - moment(came["at"])).total_seconds() <= 30


async def until(told: AsyncIterator[dict[str, Any]], kind: str, seat: str) -> dict[str, Any]:
    async for line in told:
        if line["kind"] == kind and line["payload"]["seat"] == seat:
            return line
    raise AssertionError(f"{kind} of {seat} never came")
