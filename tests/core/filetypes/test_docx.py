import pytest

from kenesh.core.filetypes.docx import paragraphs_of
from kenesh.core.filetypes.refusal import UploadRefused
from tests.core.samples import MAIN, docx, docx_fetching, zipped

pytestmark = pytest.mark.unit

MACROS = "macros or embedded objects"
FETCHES = "fetches a part of itself from elsewhere"
FALLBACK = '<m:Fallback xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006">{}</m:Fallback>'


def said(body: str) -> tuple[str, ...]:
    return paragraphs_of(docx(body=body))


def test_paragraphs_are_read_also_from_tables() -> None:
    assert said("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>") == ("Cell",)


def test_what_was_deleted_under_tracking_is_gone_and_what_was_inserted_there() -> None:
    inserted = "<w:ins><w:r><w:t>free</w:t></w:r></w:ins>"
    deleted = "<w:del><w:r><w:delText>paid</w:delText></w:r></w:del>"
    assert said(f"<w:p>{deleted}{inserted}</w:p>") == ("free",)


def test_a_box_of_text_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Box</w:t></w:r></w:p></w:txbxContent>"
    assert said(f"<w:p><w:r><w:t>Around</w:t></w:r><w:r>{box}{FALLBACK.format(box)}</w:r></w:p>") == ("Around", "Box")


def test_tabs_and_breaks_are_kept_apart() -> None:
    assert said("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>") == ("a b\nc",)


@pytest.mark.parametrize(
    "content",
    [
        docx("Text.", parts={"word/vbaProject.bin": b"\xd0\xcf"}),
        docx("Text.", parts={"word/VBAPROJECT.BIN": b"\xd0\xcf"}),
        docx("Text.", parts={"word/activeX/activeX1.xml": b"<a/>"}),
        docx("Text.", parts={"word/embeddings/oleObject1.bin": b"\xd0\xcf"}),
        docx("Text.", kind="application/vnd.ms-word.document.macroEnabled.main+xml"),
        docx("Text.", kind=MAIN, body="<w:p><w:r><w:instrText> DDEAUTO c:\\\\cmd.exe</w:instrText></w:r></w:p>"),
        docx(body='<w:p><w:fldSimple w:instr="INCLUDETEXT http://evil/"/></w:p>'),
    ],
)
def test_a_document_with_macros_or_objects_is_refused(content: bytes) -> None:
    with pytest.raises(UploadRefused, match=MACROS):
        paragraphs_of(content)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "http://evil/a.dotm"),
        ("attachedTemplate", "file:///\\\\evil\\a.dotm"),
        ("attachedTemplate", "\\\\evil\\a.dotm"),
        ("oleObject", "file:///C:/a.doc"),
        ("image", "http://evil/pixel.png"),
        ("frame", "http://evil/"),
    ],
)
def test_a_document_that_fetches_is_refused(kind: str, target: str) -> None:
    with pytest.raises(UploadRefused, match=FETCHES):
        paragraphs_of(docx_fetching(kind=kind, target=target))


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://turkicstates.org/"),
        ("attachedTemplate", "file:///C:\\Users\\A\\Normal.dotm"),
        ("attachedTemplate", "Normal.dotm"),
    ],
)
def test_links_and_the_writer_s_own_template_do_no_harm(kind: str, target: str) -> None:
    assert paragraphs_of(docx_fetching(kind=kind, target=target)) == ("Text.",)


@pytest.mark.parametrize(
    "content",
    [
        zipped({"a.txt": b"a"}),
        docx("Text.", kind="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
    ],
)
def test_another_package_is_no_document(content: bytes) -> None:
    with pytest.raises(UploadRefused, match="not a document of Word"):
        paragraphs_of(content)
