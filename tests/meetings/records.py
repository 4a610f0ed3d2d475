"""Records built line by line with the real chain and the real signature, for whoever checks or reads them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kenesh.core import chain, signing
from kenesh.meetings import codec
from kenesh.meetings.domain import events as e
from kenesh.meetings.profiles import profile_of, shipped_profile

START: Final = datetime(2020, 5, 7, 9, 0, tzinfo=UTC)
KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(32))


@dataclass
class Writer:
    """Writes as the journal does: each hundredth line a signature."""

    key: Ed25519PrivateKey = KEY
    lines: list[chain.Line] = field(default_factory=list)

    def add(self, event: e.Event, *, by: str = "kenesh") -> None:
        kind, version, payload = codec.encode(event)
        self.add_raw(kind=kind, version=version, payload=payload, by=by)

    def add_raw(self, *, by: str = "kenesh", **fields: Any) -> None:
        if (len(self.lines) + 1) % signing.EVERY == 0:
            self.sign()
        self.lines.append(chain.seal(seq=len(self.lines) + 1, at=self._at(), by=by, prev_hash=self._head(), **fields))

    def sign(self, *, final: bool = False) -> None:
        seq = len(self.lines) + 1
        self.lines.append(signing.sign(key=self.key, seq=seq, at=self._at(), head=self._head(), final=final))

    def file(self) -> list[bytes]:
        return [chain.encode(line) + b"\n" for line in self.lines]

    def _head(self) -> str:
        return self.lines[-1].hash if self.lines else chain.GENESIS

    def _at(self) -> str:
        return chain.stamp(START + timedelta(seconds=len(self.lines)))


def seat(code: str, *, precedence: int, organ: bool = False) -> e.InvitedSeat:
    return e.InvitedSeat(
        code=code,
        kind="organ" if organ else "state",
        status="secretariat" if organ else "member",
        precedence=precedence,
        names={"en": code},
        authority={"en": f"The authority of {code}"},
        time_zone="UTC",
    )


@cache
def convened() -> e.MeetingConvened:
    return e.MeetingConvened(
        symbol="TC/MIG/2020/1",
        council="turkic-council",
        council_names={"en": "Turkic Council"},
        body={"en": "Heads of Migration Authorities"},
        title={"en": "Founding meeting"},
        referral={"en": "Referral"},
        starts_at=START,
        languages=("en", "tr"),
        seats=(
            seat("AZ", precedence=1),
            seat("KZ", precedence=2),
            seat("TR", precedence=3),
            seat("SEC", precedence=4, organ=True),
        ),
        chair="AZ",
        agenda=(e.ConvenedItem(number=1, titles={"en": "Opening"}, minutes=10),),
        profile=profile_of(name="turkic-council", data=shipped_profile("turkic-council")),
    )


def record(*, length: int = 12, closed: bool = True, key: Ed25519PrivateKey = KEY) -> list[bytes]:
    """Give a whole record of at least this length: seats come and go until the meeting is closed and signed."""
    writer = Writer(key=key)
    writer.add(convened(), by="SEC")
    writer.add(e.SeatConnected(seat="AZ"))
    writer.add(e.MeetingOpened(present=("AZ",)), by="AZ")
    while len(writer.lines) < length - 2:
        coming = len(writer.lines) % 2 == 0
        writer.add(e.SeatConnected(seat="KZ") if coming else e.SeatDisconnected(seat="KZ"))
    if closed:
        writer.add(e.MeetingClosed(), by="AZ")
    writer.sign(final=closed)
    return writer.file()
