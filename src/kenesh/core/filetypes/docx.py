"""DOCX: a document of Word without macros, embedded objects, or parts that stand somewhere else."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from kenesh.core.filetypes.package import active, parts_of, tree, trees
from kenesh.core.filetypes.plain import paragraphs
from kenesh.core.filetypes.refusal import UploadRefused

TYPES: Final = "[Content_Types].xml"
BODY: Final = "word/document.xml"
MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD: Final = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
RUNS: Final = re.compile(
    r"vbaproject|vbadata|macroenabled|activex|oleobject|/embeddings/|attachedtoolbars", re.IGNORECASE
)
FIELD: Final = re.compile(r"^\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|MACROBUTTON)\b", re.IGNORECASE)
# Word names the template of its own machine in nearly every file; it fetches nothing by that.
OWN_TEMPLATE: Final = re.compile(r"^(file:///)?[A-Za-z]:[\\/]|^[^\\/:]+$")


def paragraphs_of(content: bytes) -> tuple[str, ...]:
    parts = parts_of(content)
    _check_kind(parts)
    for root in trees(parts):
        for element in root.iter():
            _check(element)
    return paragraphs([_text(paragraph) for paragraph in _paragraphs(tree(parts[BODY]))])


def _check_kind(parts: dict[str, bytes]) -> None:
    if TYPES not in parts or BODY not in parts:
        raise UploadRefused(_("This is not a document of Word."))
    declared = {element.get("ContentType", "") for element in tree(parts[TYPES])}
    if any(map(RUNS.search, (*declared, *parts))):
        raise active()
    if MAIN not in declared:
        raise UploadRefused(_("This is not a document of Word."))


def _check(element: Element) -> None:
    tag = _tag(element)
    if element.get("TargetMode") == "External":
        _check_outside(kind=element.get("Type", "").rpartition("/")[2], target=element.get("Target", ""))
    # The instruction of a field stands as text, or, where the field is a simple one, as its attribute.
    said = {"instrText": [element.text or ""], "fldSimple": [*element.attrib.values()]}.get(tag, [])
    if any(map(FIELD.match, said)):
        raise active()


def _check_outside(*, kind: str, target: str) -> None:
    if kind == "hyperlink" or (kind == "attachedTemplate" and OWN_TEMPLATE.match(target)):
        return
    raise UploadRefused(
        _("The document fetches a part of itself from elsewhere (a picture, a template); put it into the document.")
    )


def _tag(element: Element) -> str:
    """Name an element of Word's own vocabulary, in either of its two namespaces."""
    for namespace in WORD:
        if element.tag.startswith(namespace):
            return element.tag.removeprefix(namespace)
    return ""


def _paragraphs(root: Element) -> Iterator[Element]:
    if root.tag == FALLBACK:
        return
    if _tag(root) == "p":
        yield root
    for child in root:
        yield from _paragraphs(child)


def _text(paragraph: Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: Element) -> Iterator[str]:
    """Give what a paragraph says itself: a box of text in it has paragraphs of its own; what was deleted is gone."""
    for child in element:
        tag = _tag(child)
        if tag == "t":
            yield child.text or ""
        elif tag == "tab":
            yield "\t"
        elif tag in {"br", "cr"}:
            yield "\n"
        elif tag not in {"p", "del", "moveFrom"} and child.tag != FALLBACK:
            yield from _pieces(child)
