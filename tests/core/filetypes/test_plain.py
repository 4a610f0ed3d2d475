import pytest

from kenesh.core.filetypes.plain import paragraphs_of
from kenesh.core.filetypes.refusal import UploadRefused

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Oʻzbekcha\r\n\r\nҚазақша".encode(), ("Oʻzbekcha", "Қазақша")),
        (b"\xef\xbb\xbfone\n \t\ntwo", ("one", "two")),
        ("kilencvenkét".encode("utf-16"), ("kilencvenkét",)),
        (b"page one\fpage two", ("page one", "page two")),
        (b"  much \t space  \n here", ("much space\nhere",)),
        ("a\u202eb\u2066c".encode(), ("abc",)),
        (b"\n\n", ()),
    ],
)
def test_a_text_is_read_in_paragraphs(content: bytes, text: tuple[str, ...]) -> None:
    assert paragraphs_of(content) == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("Birinci\nMəqsəd şəhər".encode("cp1254", "replace"), "Line 2 is not in UTF-8; save the text again"),
        ("Қазақстан".encode("koi8-r", "replace"), "Line 1 is not in UTF-8"),
        (b"\xff\xfea", "Line 1 is not in UTF-8"),
        (b"MZ\x90", "Line 1 is not in UTF-8"),
        (b"text\0text", r"holds the control character U\+0000"),
        (b"\x1b[31mred", r"holds the control character U\+001B"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UploadRefused, match=reason):
        paragraphs_of(content)
