"""The record after the play: fetched, verified, and every line of it traced to an act that was answered."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from kenesh.core import chain, signing
from kenesh.meetings.domain.state import MACHINE
from kenesh.meetings.verify import Report as Verified
from kenesh.meetings.verify import read_lines, verify

RECORD: Final = "record.jsonl"
KEY: Final = "key.pub"
CONVENED: Final = "MeetingConvened"

Deed = tuple[str, str, bytes]  # by whom, what kind, with which payload


def keep(*, folder: Path, record: bytes, key: bytes) -> tuple[Path, Path]:
    """Write the record and the public key into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / RECORD, folder / KEY
    paths[0].write_bytes(record)
    paths[1].write_bytes(key)
    return paths


def check(*, record: Path, key: Path, closed: bool) -> Verified:
    """Verify a record as ``kenesh verify`` does; one of a meeting still open by its interim signature."""
    with record.open("rb") as file:
        public = signing.load_public(pem=key.read_bytes())
        return verify(lines=read_lines(file=file), public_key=public, interim=not closed)


def hashes(*, record: Path) -> dict[int, str]:
    """Return the hash of each line of a record by its number."""
    lines = [json.loads(raw) for raw in record.read_bytes().splitlines()]
    return {line["seq"]: line["hash"] for line in lines}


class Ledger:
    """What the site said was done, to be found again in the record: all of it, once, and nothing else."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self._done: Counter[Deed] = Counter()
        self._left: Counter[tuple[str, str]] = Counter()

    def note(self, *, by: str, events: Iterable[Mapping[str, Any]]) -> None:
        """Note the events that answered an act."""
        self._done.update((by, event["kind"], chain.canonical(event["payload"])) for event in events)

    def note_errand(self, *, by: str, kinds: Iterable[str]) -> None:
        """Note what kinds of lines an errand leaves: a page answers it, which does not say more."""
        self._left.update((by, kind) for kind in kinds)

    def differences(self, *, record: Path) -> list[str]:
        """Return the lines that no act answered, a refused one perhaps, and the acts that left no line."""
        left, errands = Counter(self._done), Counter(self._left)
        wrong = []
        for raw in record.read_bytes().splitlines():
            line = json.loads(raw)
            deed = (line["by"], line["kind"], chain.canonical(line["payload"]))
            if left[deed]:
                left[deed] -= 1
            elif errands[deed[:2]]:
                errands[deed[:2]] -= 1
            elif line["by"] != MACHINE and line["kind"] != CONVENED:
                wrong.append(f"line {line['seq']}, {line['kind']} by {line['by']}, comes from no act that was done")
        missing = [(by, kind) for by, kind, _payload in left.elements()] + list(errands.elements())
        return wrong + [f"{kind} by {by} was answered and is not in the record" for by, kind in missing]
