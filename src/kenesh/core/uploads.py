"""What may be handed in: files of a few types, checked by what they hold, whose text can be read out."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from kenesh.core.domain.text import unwanted_character
from kenesh.core.filetypes import docx, odt, pdf, pictures, plain
from kenesh.core.filetypes.refusal import UploadRefused

__all__ = ["Upload", "UploadRefused", "accepted", "checked", "extensions"]

NAME_LENGTH: Final = 120
PACKAGE: Final = b"PK\x03\x04"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES: Final = {b"%PDF-": "pdf", PACKAGE: "zip", pictures.PNG: "png", b"\xff\xd8\xff": "jpeg", OLD_OFFICE: "ole"}


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that may be kept, and its text in paragraphs."""

    name: str
    media_type: str
    size: int
    digest: str
    text: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Type:
    media_type: str
    signature: str | None  # of what it holds; a text has none
    text_of: Callable[[bytes], tuple[str, ...]]


def _png(content: bytes) -> tuple[str, ...]:
    pictures.check_png(content)
    return ()


def _jpeg(content: bytes) -> tuple[str, ...]:
    pictures.check_jpeg(content)
    return ()


_OFFICE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_JPEG: Final = _Type(media_type="image/jpeg", signature="jpeg", text_of=_jpeg)
TYPES: Final = {
    "pdf": _Type(media_type="application/pdf", signature="pdf", text_of=pdf.paragraphs_of),
    "docx": _Type(media_type=_OFFICE, signature="zip", text_of=docx.paragraphs_of),
    "odt": _Type(media_type="application/vnd.oasis.opendocument.text", signature="zip", text_of=odt.paragraphs_of),
    "txt": _Type(media_type="text/plain", signature=None, text_of=plain.paragraphs_of),
    "md": _Type(media_type="text/markdown", signature=None, text_of=plain.paragraphs_of),
    "png": _Type(media_type="image/png", signature="png", text_of=_png),
    "jpg": _JPEG,
    "jpeg": _JPEG,
}


def checked(*, name: str, content: bytes) -> Upload:
    """Return the file and its text, or refuse with what is wrong and what is accepted; nothing is kept yet."""
    try:
        shown = _checked_name(name)
        kind = _checked_kind(shown, content)
        text = kind.text_of(content)
    except UploadRefused as refused:
        raise UploadRefused(refused.reason, accepted()) from None
    digest = hashlib.sha256(content).hexdigest()
    return Upload(name=shown, media_type=kind.media_type, size=len(content), digest=digest, text=text)


def accepted() -> str:
    """Say what may be handed in on this site, in the reader's language."""
    return _("Accepted: %(types)s, up to %(size)s.") % {
        "types": ", ".join(one.upper() for one in settings.UPLOAD_TYPES),
        "size": filesizeformat(settings.UPLOAD_MAX),
    }


def extensions() -> str:
    """Name the accepted types as a file field takes them, so that a browser offers no others."""
    return ",".join(f".{one}" for one in settings.UPLOAD_TYPES)


def _checked_name(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2].strip()
    if not last or len(last) > NAME_LENGTH or unwanted_character(last) is not None:
        raise UploadRefused(
            _("The name of the file has more than %(length)s characters, or some that cannot be shown.")
            % {"length": NAME_LENGTH}
        )
    return last


def _checked_kind(name: str, content: bytes) -> _Type:
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension not in settings.UPLOAD_TYPES or extension not in TYPES:
        raise UploadRefused(_("Files like “%(name)s” are not accepted.") % {"name": name})
    if not content:
        raise UploadRefused(_("The file is empty."))
    if len(content) > settings.UPLOAD_MAX:
        raise UploadRefused(_("The file has %(size)s.") % {"size": filesizeformat(len(content))})
    kind = TYPES[extension]
    if (found := _signature(content)) != kind.signature:
        raise _of_another_type(name, found)
    return kind


def _signature(content: bytes) -> str | None:
    return next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)


def _of_another_type(name: str, found: str | None) -> UploadRefused:
    if found == "ole":
        return UploadRefused(
            _("“%(name)s” is of an old office format, or protected by a password; save it anew without one.")
            % {"name": name}
        )
    return UploadRefused(_("“%(name)s” is not what its name says: it holds something else.") % {"name": name})
