"""The record of a drill's meeting as the site gives it out, verified as anyone would verify it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kenesh.core import signing
from kenesh.meetings import verify
from kenesh.sites.cli.delegates import Delegate


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillRecord:
    """A record, its key, and whether it holds."""

    record: bytes
    key: bytes
    verified: bool
    reason: str

    @property
    def lines(self) -> list[Mapping[str, Any]]:
        return [json.loads(line) for line in self.record.splitlines()]


async def fetch_record(*, delegate: Delegate) -> DrillRecord:
    """Take the record and the public key from the site and verify them."""
    record = (await delegate.page("record.jsonl")).encode()
    key = (await delegate.get("/keys/record.pub")).encode()
    return check_record(record=record, key=key)


def check_record(*, record: bytes, key: bytes) -> DrillRecord:
    """Verify a record, closed or not."""
    reason = ""
    try:
        verify.verify(lines=record.splitlines(keepends=True), public_key=signing.load_public(pem=key), interim=True)
    except verify.Broken as broken:
        reason = str(broken)
    return DrillRecord(record=record, key=key, verified=not reason, reason=reason)
