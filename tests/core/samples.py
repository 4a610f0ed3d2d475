"""Real files of every type, made here: whole ones, and such as nobody should be handed."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODT_KIND = "application/vnd.oasis.opendocument.text"


def zipped(parts: dict[str, bytes | str]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return held.getvalue()


def docx(*paragraphs: str, body: str = "", kind: str = MAIN, parts: Mapping[str, bytes | str] | None = None) -> bytes:
    told = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    override = f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'
    return zipped(
        {
            "[Content_Types].xml": TYPES.format(override),
            "word/document.xml": f"<w:document {W}><w:body>{told}{body}</w:body></w:document>",
            **(parts or {}),
        }
    )


def docx_fetching(*, kind: str, target: str) -> bytes:
    relation = f'<Relationship Id="r1" Type="http://x/{kind}" TargetMode="External" Target="{target}"/>'
    return docx("Text.", parts={"word/_rels/document.xml.rels": RELS.format(relation)})


def odt(
    *paragraphs: str,
    body: str = "",
    manifest: str = "",
    kind: str = ODT_KIND,
    parts: Mapping[str, bytes | str] | None = None,
) -> bytes:
    told = "".join(f"<text:p>{one}</text:p>" for one in paragraphs)
    spaces = " ".join(f'xmlns:{one}="{ODF}:{one}:1.0"' for one in ("office", "text", "draw", "script"))
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    listed = f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0">{manifest}</manifest:manifest>'
    return zipped(
        {
            "mimetype": kind,
            "content.xml": f"<office:document-content {spaces}>{told}{body}</office:document-content>",
            "META-INF/manifest.xml": listed,
            **(parts or {}),
        }
    )


def pdf(*lines: str, change: Callable[[PdfWriter], object] = lambda _writer: None) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(width=595, height=842)
    stream = DecodedStreamObject()
    told = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
    stream.set_data(f"BT /F1 12 Tf 72 720 Td {told}ET".encode("latin-1"))
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    page[NameObject("/Contents")] = writer._add_object(stream)
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(named)})}
    )
    change(writer)
    held = BytesIO()
    writer.write(held)
    return held.getvalue()


def pdf_opening(*, kind: str) -> bytes:
    """A PDF whose first page, when it is shown, does something."""

    def change(writer: PdfWriter) -> None:
        action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("calc.exe")})
        page = writer.pages[0]
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): writer._add_object(action)})

    return pdf("Text.", change=change)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*, width: int = 2, height: int = 2) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0\xff\x80" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(*, width: int = 2, height: int = 2) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\x00\x00\x3f\x00" + b"\x00\x7f"
    described = b"\xff\xe0" + struct.pack(">H", 4) + b"JF" + b"\xff\xff\xc0" + struct.pack(">H", 2 + len(frame)) + frame
    return b"\xff\xd8" + described + scan + b"\xff\xd9"
