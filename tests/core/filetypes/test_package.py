import zipfile
from io import BytesIO
from typing import Any

import pytest

from kenesh.core.filetypes.package import PARTS, XML, parts_of, tree, trees
from kenesh.core.filetypes.refusal import UploadRefused
from tests.core.samples import zipped

pytestmark = pytest.mark.unit

BROKEN = "broken or incomplete"
ENTITIES = '<!DOCTYPE a [<!ENTITY b "{}">]><a>&b;</a>'


def test_every_part_is_unpacked() -> None:
    assert parts_of(zipped({"a.xml": "<a/>", "b/c": b"\0"})) == {"a.xml": b"<a/>", "b/c": b"\0"}


def test_a_bomb_is_not_unpacked(settings: Any) -> None:
    settings.UPLOAD_MAX_UNPACKED = 1_000_000
    bomb = zipped({f"{number}.xml": bytes(600_000) for number in range(2)})
    assert len(bomb) < 3000
    with pytest.raises(UploadRefused, match="unpacks to more than is allowed"):
        parts_of(bomb)


def test_an_entry_that_lies_about_its_size_is_refused() -> None:
    content = zipped({"a.xml": bytes(100_000)})
    size = (100_000).to_bytes(4, "little")
    with pytest.raises(UploadRefused, match=BROKEN):
        parts_of(content.replace(size, (10).to_bytes(4, "little")))


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/etc/passwd", "..\\a", "C:\\a", "C:a"])
def test_a_part_stands_nowhere_else(name: str) -> None:
    with pytest.raises(UploadRefused, match=BROKEN):
        parts_of(zipped({name: b"x"}))


def test_a_part_stands_once() -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("a.xml", b"<a/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            package.writestr("a.xml", b"<b/>")
    with pytest.raises(UploadRefused, match=BROKEN):
        parts_of(held.getvalue())


def test_parts_without_end_are_refused() -> None:
    with pytest.raises(UploadRefused, match=BROKEN):
        parts_of(zipped({str(number): b"" for number in range(PARTS + 1)}))


def test_an_encrypted_package_is_refused() -> None:
    content = bytearray(zipped({"a.xml": b"<a/>"}))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UploadRefused, match="encrypted"):
        parts_of(bytes(content))


@pytest.mark.parametrize("cut", [1, 30, 60])
def test_a_truncated_package_is_refused(cut: int) -> None:
    with pytest.raises(UploadRefused, match=BROKEN):
        parts_of(zipped({"a.xml": b"<a/>" * 20})[:-cut])


def test_a_damaged_part_is_refused() -> None:
    content = zipped({"a.xml": bytes(range(256))})
    at = content.index(b"a.xml") + 40
    with pytest.raises(UploadRefused, match=BROKEN):
        parts_of(content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :])


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"<a>",
        b"no xml",
        b"\xff\xfe",
        ENTITIES.format("x").encode(),
        b"<!DOCTYPE a><a/>",
        b"<a>" * 300 + b"</a>" * 300,
    ],
)
def test_xml_that_is_broken_or_a_trap_is_refused(part: bytes) -> None:
    with pytest.raises(UploadRefused, match=BROKEN):
        tree(part)


def test_xml_that_is_longer_than_can_be_read_is_refused() -> None:
    with pytest.raises(UploadRefused, match="unpacks to more than is allowed"):
        tree(b"<a>" + b" " * XML + b"</a>")


def test_every_xml_part_is_read() -> None:
    found = trees({"a.xml": b"<a/>", "b.rels": b"<b/>", "c.png": b"<c", "d.xml": b" "})
    assert [root.tag for root in found] == ["a", "b"]
