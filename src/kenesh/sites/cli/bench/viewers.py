"""The viewers of `kenesh bench fanout`: thousands of raw sockets in a process of their own, without Django.

Reads from standard input what to open, writes progress to standard error and, at the end, times to standard output.
"""

import gc
import json
import re
import select
import socket
import sys
import time
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

OPENING: Final = 64  # connections at a time that are not answered yet
PATIENCE: Final = 60.0
PAUSE: Final = 0.05  # seconds between rounds, so that none pays for the one before
STEP: Final = 500  # viewers between two words of progress
ROUNDS: Final = 10
ENOUGH: Final = 64  # bytes at the end of a frame in which its number stands

_NUMBER: Final = re.compile(rb"\nid: ([0-9]+)\n")


@dataclass
class Target:
    """One server: what its viewers open, and the acts posted to it in turn."""

    name: str
    stream: str
    head: int
    acts: list[dict[str, Any]]
    seen: dict[int, int] = field(default_factory=dict)
    ends: dict[int, bytes] = field(default_factory=dict)
    rounds: list[list[float]] = field(default_factory=list)
    size: int = 0
    posted: int = 0


class Viewers:
    """All sockets of one target."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self._sockets: dict[int, socket.socket] = {}
        self._poll = select.epoll()
        self._buffer = bytearray(1 << 18)
        self._poster = _connected(target.stream)
        self._told = 0

    def open(self, number: int) -> None:
        opening = 0
        while len(self.target.seen) < number:
            while opening < OPENING and len(self._sockets) < number:
                self._open()
                opening += 1
            opening -= sum(self._arrived(newer_than=-1))
            self._tell(number)

    def round(self, *, size: int = 0) -> list[float]:
        """Post one act, wait for the last screen, and return after how many seconds each had it."""
        target = self.target
        act = target.acts[target.posted % len(target.acts)]
        request = _request(target.stream, act, size)
        target.posted += 1
        target.size = 0
        times: list[float] = []
        began = time.perf_counter()
        self._poster.sendall(request)
        while len(times) < len(self._sockets):
            came = self._arrived(newer_than=target.head)
            times.extend(time.perf_counter() - began for new in came if new)
            if time.perf_counter() - began > PATIENCE:
                raise TimeoutError(f"{target.name}: {len(times)} of {len(self._sockets)} screens after {PATIENCE} s")
        target.head = _answer(self._poster)
        return times

    def _tell(self, number: int) -> None:
        opened = len(self.target.seen)
        if opened - self._told >= STEP or opened == number:
            self._told = opened
            _say(f"{self.target.name}: {opened} of {number} viewers")

    def _open(self) -> None:
        opened = _connected(self.target.stream)
        address = urlsplit(self.target.stream)
        opened.sendall(
            f"GET {address.path}?{address.query} HTTP/1.1\r\nHost: {address.netloc}\r\n"
            "Accept: text/event-stream\r\nAccept-Language: en\r\n\r\n".encode()
        )
        opened.setblocking(False)  # noqa: FBT003 -- the standard library's way
        self._sockets[opened.fileno()] = opened
        self._poll.register(opened.fileno(), select.EPOLLIN)

    def _arrived(self, *, newer_than: int) -> Any:
        """Read what has come, and tell for each read whether it brought that viewer past a line."""
        target = self.target
        for number, _ in self._poll.poll(1.0, 4096):
            length = self._sockets[number].recv_into(self._buffer)
            if not length:
                raise ConnectionError(f"{target.name} closed a stream")
            if number == next(iter(self._sockets)):
                target.size += length
            end = bytes(self._buffer[max(0, length - ENOUGH) : length])
            if length < ENOUGH:
                end = target.ends.get(number, b"") + end
            target.ends[number] = end[-ENOUGH:]
            found = _NUMBER.findall(end)
            before = target.seen.get(number, -1)
            if found and int(found[-1]) > before:
                target.seen[number] = int(found[-1])
            yield before <= newer_than < target.seen.get(number, -1)


def measure(*, targets: list[Target], viewers: int, rounds: int, warm_up: int) -> dict[str, Any]:
    """Open all streams, then let the servers take turns; the second sends what the first sent in bytes."""
    crowds = [Viewers(target) for target in targets]
    for crowd in crowds:
        crowd.open(viewers)
    gc.disable()
    for number in range(warm_up + rounds):
        for crowd in crowds:
            times = crowd.round(size=targets[0].size)
            if number >= warm_up:
                crowd.target.rounds.append(times)
            time.sleep(PAUSE)
        if (number + 1) % ROUNDS == 0:
            _say(f"round {number + 1} of {warm_up + rounds}")
    return {target.name: _figures(target) for target in targets}


def _figures(target: Target) -> dict[str, Any]:
    every = sorted(one for times in target.rounds for one in times)
    last = sorted(max(times) for times in target.rounds)
    return {
        "p50_ms": share(every, 50),
        "p99_ms": share(every, 99),
        "last_p50_ms": share(last, 50),
        "last_max_ms": share(last, 100),
        "bytes": target.size,
        "posted": target.posted,
    }


def share(times: list[float], percent: int) -> float:
    place = max(0, -(-len(times) * percent // 100) - 1)
    return round(times[place] * 1000, 2)


def _connected(url: str) -> socket.socket:
    address = urlsplit(url)
    opened = socket.create_connection((address.hostname or "", address.port or 0), timeout=PATIENCE)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return opened


def _request(stream: str, act: dict[str, Any], size: int) -> bytes:
    body = str(act["body"]).replace("{size}", str(size)).encode()
    head = [f"POST {act['path']} HTTP/1.1", f"Host: {urlsplit(stream).netloc}", f"Content-Length: {len(body)}"]
    head += [f"{name}: {value}" for name, value in act["headers"].items()]
    return "\r\n".join([*head, "", ""]).encode() + body


def _answer(poster: socket.socket) -> int:
    """Read the answer to an act and return the line it left."""
    data = b""
    while not (found := re.search(rb'"seq": ?([0-9]+)', data)):
        if not (more := poster.recv(1 << 16)):
            raise ConnectionError(f"no answer to an act: {data[:500]!r}")
        data += more
        if b" 200 " not in data[:16]:
            raise ConnectionError(f"an act was not done: {data[:500]!r}")
    # The rest of the body may still be on its way; the length says how much there is.
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: ([0-9]+)", head)
    while length and len(body) < int(length[1]):
        body += poster.recv(1 << 16)
    return int(found[1])


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def main() -> None:
    asked = json.load(sys.stdin)
    targets = [Target(**target) for target in asked.pop("targets")]
    json.dump(measure(targets=targets, **asked), sys.stdout)


if __name__ == "__main__":
    main()
