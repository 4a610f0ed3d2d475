import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenesh.core import zipped
from kenesh.core.zipped import NotAnArchive

pytestmark = pytest.mark.unit

ENTRIES = [
    ("a.json", b"{}"),
    ("papers/one.pdf", b"%PDF" * 30),
    ("papers/two.pdf", b""),
    ("record.jsonl", b"line\n" * 9),
]
Changed = Callable[[bytes], bytes]


def written(entries: list[tuple[str, bytes]] | None = None) -> bytes:
    file = io.BytesIO()
    zipped.write(file=file, entries=ENTRIES if entries is None else entries)
    return file.getvalue()


def refused(content: bytes) -> NotAnArchive:
    with pytest.raises(NotAnArchive) as refusal:
        zipped.read(file=io.BytesIO(content))
    return refusal.value


def foreign(*entries: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a zip as any other program writes it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in entries:
            made.writestr(name, content)
    return file.getvalue()


def test_any_program_reads_what_is_written() -> None:
    with zipfile.ZipFile(io.BytesIO(written())) as read:
        assert read.testzip() is None
        assert [(one.filename, read.read(one)) for one in read.infolist()] == ENTRIES


def test_what_is_written_is_read_again() -> None:
    file = io.BytesIO(written())
    entries = zipped.read(file=file)
    found = [(name, zipped.content(file=file, entry=entry, most=1000)) for name, entry in entries.items()]
    assert found == ENTRIES
    with pytest.raises(NotAnArchive, match="120 bytes long, and 100 at most"):
        zipped.content(file=file, entry=entries["papers/one.pdf"], most=100)


def test_equal_entries_make_the_same_file() -> None:
    assert written() == written()


@given(st.data())
def test_whatever_byte_is_changed_it_is_refused(data: st.DataObject) -> None:
    whole = bytearray(written())
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    try:
        entries = zipped.read(file=io.BytesIO(whole))
    except NotAnArchive:
        return
    pytest.fail(f"byte {place} can be changed: {entries}")


@given(st.integers(0, len(written()) - 1))
def test_wherever_it_is_cut_it_is_refused(length: int) -> None:
    refused(written()[:length])


@pytest.mark.parametrize(
    "name",
    [
        "../key.pub",
        "/etc/passwd",
        "a/../b",
        "a\\b",
        "C:x",
        "a//b",
        "a/",
        "",
        ".hidden",
        "a/.b",
        "a/b/c/d",
        "ключ",
        "a\n",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    if name:
        assert "an entry cannot be called so" in refused(foreign((name, b""))).reason
    with pytest.raises(NotAnArchive, match="cannot be called so"):
        written([(name, b"")])


@pytest.mark.parametrize("again", ["a.json", "A.JSON"])
def test_a_doubled_name_is_refused(again: str) -> None:
    parts = [written([(name, b"1")]).partition(b"PK\x01\x02")[0] for name in sorted([again, "a.json"])]
    assert refused(b"".join(parts)).reason == "the name stands there twice"


def test_entries_in_another_order_are_refused() -> None:
    with pytest.raises(NotAnArchive, match="in the order of their names"):
        written([("b", b""), ("a", b"")])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda whole: whole + b"!", "something follows the end of the archive"),
        (lambda whole: b"!" + whole, "it does not begin as an archive does"),
        (lambda _: b"", "it does not begin as an archive does"),
        (lambda _: foreign(), "it does not begin as an archive does"),
        (lambda whole: whole[:-1], "the file is cut: its end is missing"),
        (lambda whole: whole.replace(b"PK\x01\x02", b"PK\x01\x03"), "its directory does not name the entries"),
        (lambda whole: whole.replace(b"{}", b"[]"), "it was changed: its content is not that of its checksum"),
        (lambda _: foreign(("a", b"0" * 10_000_000), method=zipfile.ZIP_DEFLATED), "it is compressed"),
        (lambda _: foreign(("a", b"0")), "its header holds something else"),
        (lambda whole: whole[:6] + struct.pack("<H", 1) + whole[8:], "it is encrypted"),
        (
            lambda whole: whole[:18] + struct.pack("<II", 2**30, 2**30) + whole[26:],
            "the file is cut, or the entry says",
        ),
    ],
)
def test_the_tricks_of_zips_are_refused_in_plain_words(change: Changed, reason: str) -> None:
    assert reason in refused(change(written())).reason
