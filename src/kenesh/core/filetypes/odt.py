"""ODT: a text of LibreOffice without macros, embedded programs, or parts that stand somewhere else."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from kenesh.core.filetypes.package import active, encrypted, parts_of, tree, trees
from kenesh.core.filetypes.plain import paragraphs
from kenesh.core.filetypes.refusal import UploadRefused

KIND: Final = b"application/vnd.oasis.opendocument.text"
BODY: Final = "content.xml"
MANIFEST: Final = "META-INF/manifest.xml"
OF: Final = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"
PARAGRAPHS: Final = frozenset({OF % ("text", "p"), OF % ("text", "h")})
LEFT_OUT: Final = frozenset(
    {OF % ("text", "tracked-changes"), OF % ("office", "annotation"), OF % ("text", "note-citation")}
)
RUNS: Final = frozenset(
    {OF % ("script", "event-listener"), OF % ("draw", "plugin"), OF % ("draw", "applet"), OF % ("draw", "object-ole")}
    | {OF % ("text", "script"), OF % ("text", "dde-connection"), OF % ("office", "dde-source")}
    | {OF % ("text", "dde-connection-decl"), OF % ("text", "execute-macro")}
)
FETCHES: Final = frozenset({OF % ("draw", "image"), OF % ("draw", "object"), OF % ("text", "section-source")})
HREF: Final = "{http://www.w3.org/1999/xlink}href"


def paragraphs_of(content: bytes) -> tuple[str, ...]:
    parts = parts_of(content)
    _check_kind(parts)
    for root in trees(parts):
        for element in root.iter():
            _check(element)
    return paragraphs([_text(paragraph) for paragraph in _paragraphs(tree(parts[BODY]))])


def _check_kind(parts: dict[str, bytes]) -> None:
    if parts.get("mimetype", b"").strip() != KIND or MANIFEST not in parts:
        raise UploadRefused(_("This is not an OpenDocument text."))
    if any(element.tag == OF % ("manifest", "encryption-data") for element in tree(parts[MANIFEST]).iter()):
        raise encrypted()
    if BODY not in parts:
        raise UploadRefused(_("This is not an OpenDocument text."))
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in parts):
        raise active()


def _check(element: Element) -> None:
    if element.tag in RUNS:
        raise active()
    # Parts of the package are named relatively; anything with a scheme or a root stands elsewhere.
    if element.tag in FETCHES and (":" in element.get(HREF, "") or element.get(HREF, "").startswith(("/", "\\", ".."))):
        raise UploadRefused(
            _("The document fetches a part of itself from elsewhere (a picture, a template); put it into the document.")
        )


def _paragraphs(root: Element) -> Iterator[Element]:
    if root.tag in LEFT_OUT:
        return
    if root.tag in PARAGRAPHS:
        yield root
    for child in root:
        yield from _paragraphs(child)


def _text(paragraph: Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == OF % ("text", "s"):
            yield " "
        elif child.tag == OF % ("text", "tab"):
            yield "\t"
        elif child.tag == OF % ("text", "line-break"):
            yield "\n"
        elif child.tag not in LEFT_OUT | PARAGRAPHS:
            yield from _pieces(child)
        yield child.tail or ""
