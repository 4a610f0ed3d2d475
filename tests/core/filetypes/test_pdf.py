from collections.abc import Callable

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from kenesh.core.filetypes import pdf as checking
from kenesh.core.filetypes.pdf import paragraphs_of
from kenesh.core.filetypes.refusal import UploadRefused
from tests.core.samples import pdf, pdf_opening

pytestmark = pytest.mark.unit

LOOKS_ACTIVE = "scripts, actions or other files"


def annotation(kind: str, **more: PdfObject) -> Callable[[PdfWriter], None]:
    def change(writer: PdfWriter) -> None:
        note = DictionaryObject({NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject(kind)})
        note.update({NameObject(key): value for key, value in more.items()})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])

    return change


def form(writer: PdfWriter) -> None:
    held = DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>")})
    writer.root_object[NameObject("/AcroForm")] = held


def script(writer: PdfWriter) -> None:
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")})
    named = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("first"), action])})
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): named})


def loop(writer: PdfWriter) -> None:
    """Objects that lead to each other, as every page and its tree do."""
    one = DictionaryObject()
    reference = writer._add_object(one)
    one[NameObject("/Next")] = reference
    writer.root_object[NameObject("/Outlines")] = reference


def test_the_text_is_joined_to_paragraphs() -> None:
    content = pdf("1. The Heads of", "Authorities meet.", "2. They decide:", "by consensus")
    assert paragraphs_of(content) == ("1. The Heads of Authorities meet.", "2. They decide:", "by consensus")


def test_a_document_may_have_links_outlines_and_fields() -> None:
    link = {"/A": DictionaryObject({NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("x")})}

    def change(writer: PdfWriter) -> None:
        loop(writer)
        writer.root_object[NameObject("/OpenAction")] = ArrayObject([NumberObject(0), NameObject("/Fit")])
        annotation("/Link", **link)(writer)

    assert paragraphs_of(pdf("Text.", change=change)) == ("Text.",)


@pytest.mark.parametrize("kind", ["/Launch", "/JavaScript", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition"])
def test_what_acts_by_itself_is_refused(kind: str) -> None:
    with pytest.raises(UploadRefused, match=LOOKS_ACTIVE):
        paragraphs_of(pdf_opening(kind=kind))


@pytest.mark.parametrize(
    "change",
    [
        script,
        lambda writer: writer.add_attachment("tool.exe", b"MZ"),
        annotation("/FileAttachment"),
        annotation("/RichMedia"),
        annotation("/Screen"),
        form,
    ],
)
def test_what_is_carried_along_is_refused(change: Callable[[PdfWriter], object]) -> None:
    with pytest.raises(UploadRefused, match=LOOKS_ACTIVE):
        paragraphs_of(pdf("Text.", change=change))


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_document_is_refused(password: str) -> None:
    def change(writer: PdfWriter) -> None:
        writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")

    with pytest.raises(UploadRefused, match="encrypted or protected"):
        paragraphs_of(pdf("Text.", change=change))


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\nstartxref\n0\n%%EOF",
        b"%PDF-1.7\nxref\n0 x\ntrailer\nstartxref\n9\n%%EOF",
        pdf("Text.")[:-30],
        pdf("Text.")[: len(pdf("Text.")) // 2],
        pdf("Text.")[:100] + pdf("Text.")[120:],
        pdf("Text.").replace(b"/Root", b"/Toor"),
        pdf("Text.").replace(b"/Pages", b"/Sagep"),
    ],
)
def test_a_broken_document_is_refused(content: bytes) -> None:
    with pytest.raises(UploadRefused, match=r"broken or incomplete|no page"):
        paragraphs_of(content)


def test_a_document_without_a_page_is_refused() -> None:
    with pytest.raises(UploadRefused, match="no page"):
        paragraphs_of(pdf("Text.", change=lambda writer: writer.remove_page(0)))


def test_a_document_of_more_parts_than_can_be_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "OBJECTS", 2)
    with pytest.raises(UploadRefused, match="more parts than can be checked"):
        paragraphs_of(pdf("Text."))


def test_a_page_that_unpacks_without_end_is_not_read_out() -> None:
    def change(writer: PdfWriter) -> None:
        stream = DecodedStreamObject()
        stream.set_data(b"BT (text) Tj ET" + b" " * 100_000_000)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream.flate_encode())

    content = pdf("Text.", change=change)
    assert len(content) < 1_000_000
    assert paragraphs_of(content) == ()


def test_a_text_that_takes_too_long_to_read_is_left_to_its_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "SECONDS", -1.0)
    assert paragraphs_of(pdf("Text.")) == ()
