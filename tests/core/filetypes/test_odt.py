import pytest

from kenesh.core.filetypes.odt import paragraphs_of
from kenesh.core.filetypes.refusal import UploadRefused
from tests.core.samples import odt, zipped

pytestmark = pytest.mark.unit

ENCRYPTED = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'


def test_paragraphs_headings_and_spaces_are_read() -> None:
    body = (
        "<text:h>1<text:tab/>Title</text:h><text:p>a<text:s/>b<text:line-break/><text:span>c</text:span> d</text:p>"
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        "<text:p>x<office:annotation><text:p>remark</text:p></office:annotation>y</text:p>"
    )
    assert paragraphs_of(odt(body=body)) == ("1 Title", "a b\nc d", "xy")


@pytest.mark.parametrize(
    "content",
    [
        odt("Text.", parts={"Basic/Standard/Module1.xml": b"<a/>"}),
        odt("Text.", parts={"Scripts/python/a.py": b"import os"}),
        odt(body="<script:event-listener/>"),
        odt(body="<draw:plugin/>"),
        odt(body="<draw:object-ole/>"),
    ],
)
def test_a_document_with_macros_or_objects_is_refused(content: bytes) -> None:
    with pytest.raises(UploadRefused, match="macros or embedded objects"):
        paragraphs_of(content)


@pytest.mark.parametrize(
    "target", ["http://evil/a.png", "file:///etc/passwd", "/etc/passwd", "../a.png", "\\\\evil\\a"]
)
def test_a_document_that_fetches_is_refused(target: str) -> None:
    with pytest.raises(UploadRefused, match="fetches a part of itself from elsewhere"):
        paragraphs_of(odt(body=f'<draw:image xlink:href="{target}"/>'))


def test_a_document_may_have_pictures_of_its_own() -> None:
    assert paragraphs_of(odt("Text.", body='<draw:image xlink:href="Pictures/1.png"/>')) == ("Text.",)


def test_an_encrypted_document_is_refused() -> None:
    with pytest.raises(UploadRefused, match="encrypted"):
        paragraphs_of(odt("Text.", manifest=ENCRYPTED))


@pytest.mark.parametrize(
    "content",
    [
        zipped({"a": b"a"}),
        odt("Text.", kind="application/vnd.oasis.opendocument.spreadsheet"),
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<a/>"}),
    ],
)
def test_another_package_is_no_text(content: bytes) -> None:
    with pytest.raises(UploadRefused, match="not an OpenDocument text"):
        paragraphs_of(content)
