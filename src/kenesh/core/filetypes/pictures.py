"""PNG and JPEG: whole, of a size that a browser can show, and with nothing behind the picture.

Nothing is decoded here: a decoder is what a hostile picture aims at, and a browser's is walled in.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Final

from django.utils.translation import gettext as _

from kenesh.core.filetypes.refusal import UploadRefused

PIXELS: Final = 50_000_000
PNG: Final = b"\x89PNG\r\n\x1a\n"
HEADER: Final = 13
# Start of frame, in every way of coding; the four numbers between are something else.
FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
MARK: Final = 0xFF
START_OF_SCAN: Final = 0xDA
ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
END_OF_IMAGE: Final = b"\xff\xd9"


class _Broken(ValueError):
    """The picture ends too early, or is not what its bytes say."""


def check_png(content: bytes) -> None:
    _check(lambda: _png_size(content))


def check_jpeg(content: bytes) -> None:
    _check(lambda: _jpeg_size(content))


def _check(size_of: Callable[[], tuple[int, int]]) -> None:
    try:
        width, height = size_of()
    except (_Broken, struct.error, IndexError):
        raise UploadRefused(_("The picture is broken or incomplete.")) from None
    if width * height > PIXELS:
        raise UploadRefused(
            _("The picture has %(width)s × %(height)s points; at most %(most)s million can be shown.")
            % {"width": width, "height": height, "most": PIXELS // 1_000_000}
        )


def _png_size(content: bytes) -> tuple[int, int]:
    chunks = list(_chunks(content))
    kinds = [kind for kind, _body in chunks]
    if not kinds or kinds[0] != b"IHDR" or b"IDAT" not in kinds or kinds[-1] != b"IEND":
        raise _Broken
    if len(chunks[0][1]) != HEADER:
        raise _Broken
    width, height = struct.unpack(">II", chunks[0][1][:8])
    return _measured(width, height)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG)
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        body = content[at + 4 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", content, at + 8 + length)
        if zlib.crc32(body) != checksum:
            raise _Broken
        yield body[:4], body[4:]
        at += 12 + length


def _jpeg_size(content: bytes) -> tuple[int, int]:
    if not content.rstrip(b"\0").endswith(END_OF_IMAGE):
        raise _Broken
    size: tuple[int, int] | None = None
    for marker, body in _segments(content):
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", body, 1)
            size = _measured(width, height)
    if size is None:
        raise _Broken
    return size


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Give each segment before the picture's own data."""
    at = 2
    while True:
        if content[at] != MARK:
            raise _Broken
        marker = content[at + 1]
        if marker == MARK or marker in ALONE:
            at += 1 if marker == MARK else 2
            continue
        if marker == START_OF_SCAN:
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        yield marker, content[at + 4 : at + 2 + length]
        at += 2 + length


def _measured(width: int, height: int) -> tuple[int, int]:
    if not width or not height:
        raise _Broken
    return width, height
