"""PDF: whole, open to every reader, and a document only - nothing in it runs, opens, sends or carries anything."""

import contextlib
import logging
import re
import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from kenesh.core.filetypes.plain import paragraphs
from kenesh.core.filetypes.refusal import UploadRefused

SECONDS: Final = 20.0  # to read the text in; what follows is not previewed
OBJECTS: Final = 500_000
TAIL: Final = 2048
ENDING: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
TABLE: Final = re.compile(rb"\s*(xref\b|\d+\s+\d+\s+obj\b)")
RUNS: Final = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie", "/Sound"}
    | {"/RichMediaExecute"}
)
CARRIES: Final = frozenset({"/JavaScript", "/JS", "/EmbeddedFiles", "/EF", "/XFA", "/RichMedia"})
ANNOTATIONS: Final = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
ENDS_A_PARAGRAPH: Final = (".", ":", ";", "?", "!")

# What pypdf mends on its way is not for the log of a server; what it cannot mend is refused here.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def paragraphs_of(content: bytes) -> tuple[str, ...]:
    """Check the document and return its text, as far as it can be read out."""
    _check_ending(content)
    reader = _opened(content)
    try:
        _check_inside(reader)
        count = len(reader.pages)
    except UploadRefused:
        raise
    except Exception:  # noqa: BLE001 -- pypdf raises whatever the broken bytes led it to
        raise UploadRefused(_broken()) from None
    if "/Root" not in reader.trailer:
        raise UploadRefused(_broken())
    if not count:
        raise UploadRefused(_("The PDF has no page."))
    return paragraphs(list(_paragraphs(reader)))


def _opened(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        is_encrypted = reader.is_encrypted
    except Exception:  # noqa: BLE001 -- see above
        raise UploadRefused(_broken()) from None
    if is_encrypted:
        raise UploadRefused(_("The PDF is encrypted or protected; save it without a password or restrictions."))
    return reader


def _broken() -> str:
    return _("The PDF is broken or incomplete.")


def _check_ending(content: bytes) -> None:
    """Refuse what ends before its table of objects is named, or names a place where none stands."""
    found = ENDING.findall(content[-TAIL:])
    if not found or TABLE.match(content, int(found[-1])) is None:
        raise UploadRefused(_broken())


def _check_inside(reader: PdfReader) -> None:
    for count, found in enumerate(_dictionaries(reader)):
        if count > OBJECTS:
            raise UploadRefused(_("The PDF has more parts than can be checked."))
        if found.get("/S") in RUNS or found.get("/Subtype") in ANNOTATIONS or not CARRIES.isdisjoint(found):
            raise UploadRefused(
                _("The PDF has scripts, actions or other files in it; save it as a document without them.")
            )


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Give every dictionary a reader of the document can come to."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [reader.trailer]
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            yield found
            waiting.extend(found.values())
        elif isinstance(found, ArrayObject):
            waiting.extend(found)


def _paragraphs(reader: PdfReader) -> Iterator[str]:
    until = time.monotonic() + SECONDS
    for page in reader.pages:
        if time.monotonic() > until:
            return
        # A page whose text cannot be read out is still a page: it is shown by whoever downloads it.
        with contextlib.suppress(Exception):
            yield from _joined(page.extract_text().split("\n"))


def _joined(lines: list[str]) -> Iterator[str]:
    """Join the lines of a page into paragraphs: one ends with its sentence, or at an empty line."""
    held: list[str] = []
    for line in (line.strip() for line in lines):
        if line:
            held.append(line)
        if held and (not line or line.endswith(ENDS_A_PARAGRAPH)):
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)
