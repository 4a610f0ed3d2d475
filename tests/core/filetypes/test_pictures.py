import pytest

from kenesh.core.filetypes.pictures import check_jpeg, check_png
from kenesh.core.filetypes.refusal import UploadRefused
from tests.core.samples import chunk, jpeg, png

pytestmark = pytest.mark.unit

START = b"\x89PNG\r\n\x1a\n"
END = chunk(b"IEND", b"")


def test_whole_pictures_pass() -> None:
    check_png(png())
    check_jpeg(jpeg())


@pytest.mark.parametrize(
    "content",
    [
        START,
        START + END,
        START + chunk(b"IHDR", b"short") + chunk(b"IDAT", b"") + END,
        png()[:-1],
        png()[:20],
        png() + b"PK\x03\x04",
        png().replace(b"IDAT", b"IDAX"),
        png(width=0),
    ],
)
def test_a_broken_png_is_refused(content: bytes) -> None:
    with pytest.raises(UploadRefused, match="broken or incomplete"):
        check_png(content)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xd9",
        jpeg()[:-1],
        jpeg()[:12] + b"\xff\xd9",
        jpeg().replace(b"\xff\xc0", b"\xff\xc4"),
        jpeg().replace(b"\xff\xe0", b"\x00\xe0"),
        jpeg(height=0),
    ],
)
def test_a_broken_jpeg_is_refused(content: bytes) -> None:
    with pytest.raises(UploadRefused, match="broken or incomplete"):
        check_jpeg(content)


def test_a_picture_that_would_fill_a_reader_s_memory_is_refused() -> None:
    with pytest.raises(UploadRefused, match="60000 × 60000 points; at most 50 million"):
        check_png(png(width=60_000, height=60_000))
    with pytest.raises(UploadRefused, match="60000 × 60000"):
        check_jpeg(jpeg(width=60_000, height=60_000))
