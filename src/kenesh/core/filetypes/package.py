"""A ZIP package of XML parts, unpacked no further than is allowed: what DOCX and ODT are underneath."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.utils.translation import gettext as _

from kenesh.core.filetypes.refusal import UploadRefused

PARTS: Final = 5000
DEPTH: Final = 256
XML: Final = 24 * 1024 * 1024  # of one part: a tree takes many times the room of its text
PIECE: Final = 65536
ENCRYPTED: Final = 0x1
OUTSIDE: Final = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\0")


def broken() -> UploadRefused:
    return UploadRefused(_("The document is broken or incomplete."))


def encrypted() -> UploadRefused:
    return UploadRefused(_("The document is encrypted; save it without a password."))


def active() -> UploadRefused:
    return UploadRefused(_("The document has macros or embedded objects in it; save it as a document without them."))


def too_large() -> UploadRefused:
    return UploadRefused(_("The document unpacks to more than is allowed."))


def parts_of(content: bytes) -> dict[str, bytes]:
    """Unpack every part, refusing what is encrypted, damaged, named to stand elsewhere, or larger than allowed."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_names(package.infolist())
            return dict(_unpacked(package))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise broken() from None


def tree(part: bytes) -> Element:
    """Parse a part that declares no type and no entity, and is neither long nor nested beyond reading."""
    if len(part) > XML:
        raise too_large()
    try:
        found: Element = fromstring(part, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise broken() from None
    if _is_deeper(found, DEPTH):
        raise broken()
    return found


def trees(parts: dict[str, bytes]) -> Iterator[Element]:
    """Give every part that is XML, so that none of them is a trap for another reader."""
    for name, part in parts.items():
        if name.lower().endswith((".xml", ".rels", ".rdf")) and part.strip():
            yield tree(part)


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(names) > PARTS or len(names) != len(set(names)) or any(map(OUTSIDE.search, names)):
        raise broken()
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise encrypted()


def _unpacked(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    left = settings.UPLOAD_MAX_UNPACKED
    for entry in package.infolist():
        found = bytearray()
        with package.open(entry) as part:
            # Counted while it is unpacked: what an entry says of its own size is only a claim.
            while piece := part.read(PIECE):
                found += piece
                left -= len(piece)
                if left < 0:
                    raise too_large()
        yield entry.filename, bytes(found)


def _is_deeper(root: Element, limit: int) -> bool:
    layer, depth = [root], 0
    while layer:
        depth += 1
        if depth > limit:
            return True
        layer = [child for element in layer for child in element]
    return False
