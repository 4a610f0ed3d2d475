import contextlib
import hashlib
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from kenesh.core.uploads import UploadRefused, checked, extensions
from tests.core.samples import docx, jpeg, odt, pdf, png, zipped

pytestmark = pytest.mark.unit

ACCEPTED = "Accepted: PDF, DOCX, ODT, TXT, MD, PNG, JPG, JPEG, up to 20.0\xa0MB."


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(UploadRefused) as refused:
        checked(name=name, content=content)
    assert refused.value.accepted == ACCEPTED
    assert str(refused.value) == f"{refused.value.reason} {ACCEPTED}"
    return refused.value.reason


@pytest.mark.parametrize(
    ("name", "content", "media_type", "text"),
    [
        ("note.pdf", pdf("The Heads", "met."), "application/pdf", ("The Heads met.",)),
        ("note.odt", odt("The Heads met."), "application/vnd.oasis.opendocument.text", ("The Heads met.",)),
        ("note.TXT", b"The Heads\nmet.\n\nThen:\n", "text/plain", ("The Heads\nmet.", "Then:")),
        ("note.md", b"# The Heads\n\nmet.", "text/markdown", ("# The Heads", "met.")),
        ("map.png", png(), "image/png", ()),
        ("map.jpg", jpeg(), "image/jpeg", ()),
        ("map.jpeg", jpeg(), "image/jpeg", ()),
    ],
)
def test_a_file_of_an_accepted_type_is_taken_with_its_text(
    name: str, content: bytes, media_type: str, text: tuple[str, ...]
) -> None:
    upload = checked(name=name, content=content)
    assert (upload.name, upload.media_type, upload.text) == (name, media_type, text)
    assert (upload.size, upload.digest) == (len(content), hashlib.sha256(content).hexdigest())


def test_a_word_document_is_taken() -> None:
    upload = checked(name="C:\\papers\\Nóta.docx", content=docx("The Heads met."))
    assert (upload.name, upload.text) == ("Nóta.docx", ("The Heads met.",))
    assert upload.media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", png()),
        ("plan.pdf", b"%!PS-Adobe"),
        ("plan.docx", pdf("Text.")),
        ("plan.odt", b"<html>"),
        ("map.png", jpeg()),
        ("map.jpg", b"GIF89a"),
        ("note.txt", zipped({"a": b"b"})),
        ("note.md", pdf("Text.")),
    ],
)
def test_a_file_of_a_false_type_is_refused(name: str, content: bytes) -> None:
    assert refusal(name, content) == f"“{name}” is not what its name says: it holds something else."


@pytest.mark.parametrize("name", ["plan.exe", "plan.docm", "plan.svg", "plan.html", "plan", "pdf", ".pdf.zip"])
def test_a_type_that_nobody_needs_is_refused(name: str) -> None:
    assert refusal(name, b"MZ") == f"Files like “{name}” are not accepted."


def test_an_old_or_protected_office_file_says_what_to_do() -> None:
    reason = refusal("plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    assert reason == "“plan.docx” is of an old office format, or protected by a password; save it anew without one."


@pytest.mark.parametrize("name", ["", "a/", "x" * 117 + ".pdf", "fdp\u202e.pdf", "a\n.pdf", "a\0.pdf"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    assert refusal(name, pdf("Text.")) == (
        "The name of the file has more than 120 characters, or some that cannot be shown."
    )


def test_an_empty_file_is_refused() -> None:
    assert refusal("plan.pdf", b"") == "The file is empty."


def test_a_file_over_the_limit_is_refused_and_one_of_the_limit_taken(settings: Any) -> None:
    settings.UPLOAD_MAX = 2048
    assert checked(name="note.txt", content=b"x" * 2048).size == 2048
    with pytest.raises(UploadRefused, match=r"The file has 2\.0\xa0KB\. Accepted: .*, up to 2\.0\xa0KB\."):
        checked(name="note.txt", content=b"x" * 2049)


def test_a_site_may_accept_fewer_types(settings: Any) -> None:
    settings.UPLOAD_TYPES = ["pdf", "odt"]
    assert extensions() == ".pdf,.odt"
    with pytest.raises(UploadRefused, match=r"“a\.md” are not accepted\. Accepted: PDF, ODT, up to"):
        checked(name="a.md", content=b"text")


def test_a_type_unknown_to_the_house_stays_refused_whatever_a_site_lists(settings: Any) -> None:
    settings.UPLOAD_TYPES = ["svg"]
    with pytest.raises(UploadRefused, match=r"“a\.svg” are not accepted"):
        checked(name="a.svg", content=b"<svg/>")


def test_the_refusal_is_in_the_language_of_the_sender() -> None:
    with translation.override("de"), pytest.raises(UploadRefused) as refused:
        checked(name="a.txt", content=b"")
    assert refused.value.reason


WHOLE = {
    "a.pdf": pdf("The Heads", "met."),
    "a.docx": docx("The Heads met."),
    "a.odt": odt("The Heads met."),
    "a.png": png(),
    "a.jpg": jpeg(),
    "a.txt": "Heads of Authorities – şəhər".encode(),
}


@given(st.data())
@settings_of_hypothesis(max_examples=300)
def test_whatever_becomes_of_a_file_on_its_way_it_is_taken_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(WHOLE)))
    content = bytearray(WHOLE[name])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=6)):
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))
    with contextlib.suppress(UploadRefused):
        assert checked(name=name, content=bytes(content[:cut])).size == cut
