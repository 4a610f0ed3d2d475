"""Plain text and Markdown: UTF-8, or UTF-16 that says so, without anything a text does not hold."""

import codecs
import re
import unicodedata

from django.utils.translation import gettext as _

from kenesh.core.domain.text import BIDI_CONTROLS
from kenesh.core.filetypes.refusal import UploadRefused

SPACES = re.compile(r"[^\S\n]+")
BREAKS = re.compile(r"\n\s*\n")
PASSING = frozenset("\n\t\f")


def paragraphs_of(content: bytes) -> tuple[str, ...]:
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in PASSING:
            raise UploadRefused(
                _("This is not plain text: it holds the control character %(character)s.")
                % {"character": f"U+{ord(character):04X}"}
            )
    return paragraphs(BREAKS.split(text.replace("\f", "\n\n")))


def paragraphs(found: list[str]) -> tuple[str, ...]:
    """Return what of the found paragraphs can be shown: one space where there were many, nothing that deceives."""
    return tuple(filter(None, (_tidy(paragraph) for paragraph in found)))


def _tidy(paragraph: str) -> str:
    lines = (SPACES.sub(" ", "".join(filter(_shows, line))).strip() for line in paragraph.split("\n"))
    return "\n".join(filter(None, lines))


def _shows(character: str) -> bool:
    if character in BIDI_CONTROLS:
        return False
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cs", "Co", "Cn"}


def _decoded(content: bytes) -> str:
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UploadRefused(
            _("Line %(line)s is not in UTF-8; save the text again with this encoding.") % {"line": line}
        ) from None
