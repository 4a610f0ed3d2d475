import hashlib
import io
import json
import time
import tracemalloc
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kenesh.core import chain, signing
from kenesh.meetings.domain import events as e
from kenesh.meetings.verify import Broken, Report, read_lines, verify
from tests.meetings.records import KEY, Writer, convened, record

pytestmark = pytest.mark.unit

PUBLIC = KEY.public_key()
SHORT = record()
LONG = record(length=215)
OPEN = record(closed=False)


def broken(lines: list[bytes], *, interim: bool = False) -> tuple[int, str]:
    with pytest.raises(Broken) as raised:
        verify(lines=lines, public_key=PUBLIC, interim=interim)
    return raised.value.line, raised.value.reason


def rewritten(*changes: tuple[int, dict[str, Any]], lines: list[bytes] | None = None) -> list[bytes]:
    """Lines changed by someone who can compute every hash but has no key: only signatures and the fold can tell."""
    asked, written, head = dict(changes), list[bytes](), chain.GENESIS
    for number, raw in enumerate(lines or SHORT, start=1):
        value = json.loads(raw) | {"prev_hash": head} | asked.get(number, {})
        del value["hash"]
        line = chain.seal(**value)
        head = line.hash
        written.append(chain.encode(line) + b"\n")
    return written


def test_a_closed_record_holds() -> None:
    report = verify(lines=LONG, public_key=PUBLIC)
    assert report == Report(
        lines=215,
        signatures=3,
        head=json.loads(LONG[-1])["hash"],
        meeting="TC/MIG/2020/1",
        key="139e3940e64b5491",
        final=True,
    )


def test_a_closed_record_holds_where_an_open_one_would_do() -> None:
    assert verify(lines=SHORT, public_key=PUBLIC, interim=True).final is True


def test_an_open_record_holds_only_when_that_is_asked() -> None:
    assert verify(lines=OPEN, public_key=PUBLIC, interim=True).final is False
    number, reason = broken(OPEN)
    assert (number, reason) == (
        len(OPEN),
        "the record ends with an interim signature: the meeting was still open, or the tail is missing",
    )


def test_a_record_closed_at_any_place_between_signatures_holds() -> None:
    for length in range(98, 104):
        assert verify(lines=record(length=length), public_key=PUBLIC).final is True


@given(st.data())
def test_a_changed_byte_is_found(data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(SHORT) - 1))
    place = data.draw(st.integers(0, len(SHORT[number]) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != SHORT[number][place]))
    changed = bytearray(SHORT[number])
    changed[place] = byte
    content = b"".join([*SHORT[:number], bytes(changed), *SHORT[number + 1 :]])
    found, reason = broken(list(read_lines(file=io.BytesIO(content))))
    assert found == number + 1
    assert reason


@given(st.integers(0, len(LONG) - 2))
def test_a_dropped_line_is_found(number: int) -> None:
    assert broken(LONG[:number] + LONG[number + 1 :])[0] == number + 1


@given(st.integers(0, len(LONG) - 1))
def test_a_doubled_line_is_found(number: int) -> None:
    assert broken(LONG[: number + 1] + LONG[number:])[0] == number + 2


@given(st.lists(st.integers(0, len(LONG) - 1), min_size=2, max_size=2, unique=True))
def test_swapped_lines_are_found(pair: list[int]) -> None:
    first, second = sorted(pair)
    swapped = list(LONG)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    assert broken(swapped)[0] == first + 1


@given(st.integers(0, len(b"".join(LONG)) - 1))
def test_a_cut_tail_is_found(length: int) -> None:
    lines = list(read_lines(file=io.BytesIO(b"".join(LONG)[:length])))
    assert broken(lines)[0] == max(len(lines), 1)


@given(st.integers(0, len(SHORT) - 1))
def test_a_line_put_in_is_found(number: int) -> None:
    assert broken([*SHORT[:number], record(length=40)[number + 3], *SHORT[number:]])[0] == number + 1


@given(st.binary(max_size=400))
def test_anything_that_is_no_record_is_broken(content: bytes) -> None:
    assert broken(list(read_lines(file=io.BytesIO(content))))[0] >= 1


def test_who_rewrites_the_whole_chain_lacks_the_key() -> None:
    changed = rewritten((2, {"payload": {"seat": "TR"}}))
    assert broken(changed) == (len(SHORT), "the signature covers another head than the line before it")


def test_who_signs_the_rewritten_chain_has_another_key() -> None:
    forger = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
    other = signing.key_id(public=forger.public_key())
    assert broken(record(key=forger)) == (12, f"signed with key {other}, which is not the public key given")


def test_a_signature_that_is_due_cannot_be_left_out() -> None:
    writer = Writer()
    writer.add(convened(), by="SEC")
    for _ in range(97):
        writer.add(e.SeatConnected(seat="KZ"))
    line = writer.lines[-1]
    for seq in (99, 100):
        line = chain.seal(
            seq=seq, kind=line.kind, version=1, payload=line.payload, at=line.at, by=line.by, prev_hash=line.hash
        )
        writer.lines.append(line)
    assert broken(writer.file()) == (
        100,
        "each line whose number 100 divides is a signature, and this one is not",
    )


def test_a_closed_meeting_is_signed_as_closed() -> None:
    writer = Writer()
    writer.add(convened(), by="SEC")
    writer.add(e.MeetingClosed(), by="AZ")
    writer.sign(final=False)
    assert broken(writer.file(), interim=True) == (
        3,
        "a closing signature stands right after the meeting was closed, and there only",
    )


def test_an_open_meeting_is_not_signed_as_closed() -> None:
    writer = Writer()
    writer.add(convened(), by="SEC")
    writer.sign(final=True)
    assert broken(writer.file())[0] == 2


def test_nothing_follows_the_closing_signature() -> None:
    writer = Writer()
    writer.add(convened(), by="SEC")
    writer.add(e.MeetingClosed(), by="AZ")
    writer.sign(final=True)
    writer.sign(final=True)
    assert broken(writer.file()) == (4, "a line follows the closing signature")


def test_a_record_without_its_last_signature_may_have_lost_more() -> None:
    assert broken(OPEN[:-1], interim=True) == (
        len(OPEN) - 1,
        "the record ends without a signature: its tail may be missing",
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "FloorSeized"}, "FloorSeized is not a kind of event of this release"),
        ({"version": 2}, "SeatConnected version 2 is not known; this release knows 1 to 1"),
        ({"payload": {}}, "SeatConnected: seat: Field required"),
        ({"payload": {"seat": "AZ", "more": 1}}, "SeatConnected: the payload is not written as this kind"),
        ({"at": "2020-05-07T08:59:59.999999Z"}, "at goes backwards, from 2020-05-07T09:00:00.000000Z to"),
        ({"at": "2020-05-07T09:00:01Z"}, "at: '2020-05-07T09:00:01Z' is not a time like"),
        ({"seq": 3}, "seq is 3 where 2 was due: a line is missing, doubled or out of order"),
        ({"prev_hash": "0" * 64}, "prev_hash is not the hash of the line before"),
        ({"version": 0}, "version is not a whole number from 1 on"),
        ({"version": True}, "version is not a whole number from 1 on"),
        ({"seq": "2"}, "seq is not a whole number from 1 on"),
        ({"payload": []}, "payload is not an object"),
        ({"by": None}, "by is not text"),
        ({"kind": "Signed"}, "a signature is written by 'kenesh' in version 1"),
    ],
)
def test_a_line_that_cannot_be_is_named_with_the_reason(change: dict[str, Any], reason: str) -> None:
    value = json.loads(SHORT[1]) | change
    if change == {"kind": "Signed"}:
        value["by"] = "AZ"
    value["hash"] = hashlib.sha256(chain.canonical({k: v for k, v in value.items() if k != "hash"})).hexdigest()
    number, said = broken([SHORT[0], chain.canonical(value) + b"\n", *SHORT[2:]])
    assert (number, said[: len(reason)]) == (2, reason)


@pytest.mark.parametrize("change", [{"payload": {"seat": "XX"}}, {"by": "XX"}])
def test_a_line_that_refers_to_no_seat_is_named(change: dict[str, Any]) -> None:
    number, said = broken(rewritten((2, change)))
    assert (number, "XX" in said) == (2, True)


def test_the_first_line_convenes_the_meeting() -> None:
    writer = Writer()
    writer.add(e.MeetingOpened(present=()), by="AZ")
    assert broken(writer.file())[0] == 1


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\n", "the line is blank"),
        (b" \t\n", "the line is blank"),
        (b"[]\n", "the line is not a JSON object"),
        (b'"text"\n', "the line is not a JSON object"),
        (
            b"{}\n",
            "a line has the fields at, by, hash, kind, payload, prev_hash, seq, version; missing or unknown: at, by",
        ),
        (b"{'a':1}\n", "the line is not JSON: Expecting property name enclosed in double quotes at character 2"),
        (b'{"a":1.0}\n', "the line is not canonical JSON: value.a: float has no exact canonical form"),
        (b'{"a":NaN}\n', "the line is not canonical JSON: value.a: float has no exact canonical form"),
        (b'{"a":9007199254740992}\n', "the line is not canonical JSON: value.a: an integer beyond 2^53-1"),
        (b'{"a":' + b"9" * 5000 + b"}\n", "the line is not canonical JSON: a number or a nesting beyond measure"),
        (b"[" * 100_000 + b"\n", "the line is not canonical JSON: a number or a nesting beyond measure"),
        (b'{"a":1,"a":1}\n', "the line is not canonical JSON (RFC 8785): a key occurs twice in one object"),
        (b'{"a": 1}\n', "the line is not canonical JSON (RFC 8785): it differs from byte 6 on"),
        (b'{"b":1,"a":1}\n', "the line is not canonical JSON (RFC 8785): it differs from byte 3 on"),
        (b'{"a":1} \n', "the line is not canonical JSON (RFC 8785): it differs from byte 8 on"),
        (b'{"a":"\\u0041"}\n', "the line is not canonical JSON (RFC 8785): it differs from byte 7 on"),
        (b'{"a":"\\ud800"}\n', "the line is not canonical JSON: value: input contains non-UTF-8 codepoints"),
        (b'{"a":"\xff"}\n', "the line is not UTF-8, at byte 7"),
        (b"\xef\xbb\xbf" + SHORT[0], "the line begins with a byte order mark"),
        (SHORT[0].replace(b"\n", b"\r\n"), "the line ends with CR LF, not with LF alone"),
        (SHORT[0].rstrip(b"\n"), "the line has no end: the file is cut, or its last LF is missing"),
        (b"\x1f\x8b\x08\x00\x00", "this is a gzip file; unpack it first"),
        (b"x" * (chain.LONGEST + 2), f"the line is longer than {chain.LONGEST} bytes"),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else "",
)
def test_a_line_that_is_no_line_says_what_it_is(raw: bytes, reason: str) -> None:
    number, said = broken([raw])
    assert (number, said[: len(reason)]) == (1, reason)


def test_an_empty_file_is_no_record() -> None:
    assert broken([]) == (1, "the file is empty: a record has at least one line and its signature")


def test_what_a_forged_line_says_does_not_reach_the_terminal_as_it_is() -> None:
    changed = rewritten((2, {"kind": "\x1b[2J\u202efloor" + "x" * 1000}))
    number, reason = broken(changed)
    assert (number, reason[:17]) == (2, "\\x1b[2J\\u202efloo")
    assert len(reason) < 450


def test_a_fold_that_trips_names_the_line() -> None:
    @dataclass
    class Tripping:
        symbol: str = ""
        closed: bool = False

        def take(self, line: chain.Line) -> None:
            raise RecursionError(line.kind)

    with pytest.raises(Broken) as raised:
        verify(lines=SHORT, public_key=PUBLIC, fold=Tripping())
    assert str(raised.value) == "line 1: MeetingConvened: cannot be read (RecursionError: MeetingConvened)"


def test_a_line_is_read_no_further_than_a_line_may_be_long() -> None:
    file = io.BytesIO(b"x" * (3 * chain.LONGEST))
    assert len(next(read_lines(file=file))) == chain.LONGEST + 2


def test_ten_thousand_lines_take_seconds_and_no_memory() -> None:
    content = b"".join(record(length=10_000))
    start = time.perf_counter()
    assert verify(lines=read_lines(file=io.BytesIO(content)), public_key=PUBLIC).lines == 10_000
    assert time.perf_counter() - start < 20  # measured: about 2; the limit is for a machine at work on other things
    tracemalloc.start()
    verify(lines=read_lines(file=io.BytesIO(b"".join(LONG))), public_key=PUBLIC)
    short = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    verify(lines=read_lines(file=io.BytesIO(content)), public_key=PUBLIC)
    grown = tracemalloc.get_traced_memory()[1] - short
    tracemalloc.stop()
    assert grown < len(content) / 4
