"""The founding meeting's documents in print, read back by another library."""

import io
import re
import unicodedata
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from kenesh.publications.adapters import Printed, pdf
from kenesh.publications.domain.blocks import Heading, Paragraph, Quote, title_of
from kenesh.publications.domain.versions import KINDS, Kind
from kenesh.publications.wording.drafts import drafted
from tests.publications.founding import account

pytestmark = pytest.mark.unit

ALPHABETS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvyz",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ky": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
    "tr": "abcçdefgğhıijklmnoöprsştuüvyz",
    "uz": "abdefghijklmnopqrstuvxyzʻʼ",
    "hu": "aábcdeéfghiíjklmnoóöőpqrstuúüűvwxyz",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}
NAMES = {
    "en": ("Azerbaijan", "Kazakhstan", "Kyrgyzstan", "Turkey", "Uzbekistan", "Hungary"),
    "az": ("Azərbaycan", "Qazaxıstan", "Qırğızıstan", "Türkiyə", "Özbəkistan", "Macarıstan"),
    "kk": ("Әзербайжан", "Қазақстан", "Қырғызстан", "Түркия", "Өзбекстан", "Венгрия"),
    "ky": ("Азербайжан", "Казакстан", "Кыргызстан", "Түркия", "Өзбекстан", "Венгрия"),
    "tr": ("Azerbaycan", "Kazakistan", "Kırgızistan", "Türkiye", "Özbekistan", "Macaristan"),
    "uz": ("Ozarbayjon", "Qozogʻiston", "Qirgʻiziston", "Turkiya", "Oʻzbekiston", "Vengriya"),
    "hu": ("Azerbajdzsán", "Kazahsztán", "Kirgizisztán", "Törökország", "Üzbegisztán", "Magyarország"),
}


@cache
def _printed(kind: Kind, language: str) -> tuple[Printed, PdfReader]:
    told = account()
    blocks = drafted(account=told, kind=kind, language=language)
    assert told.closed_at is not None
    printed = Printed(
        title=title_of(blocks),
        language=language,
        council=told.council_names[language],
        symbol=told.symbol,
        note="",
        page="{page} / {pages}",
        blocks=blocks,
        at=told.closed_at,
    )
    return printed, PdfReader(io.BytesIO(pdf(printed)))


def _root(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def _text(reader: PdfReader) -> str:
    return "".join(page.extract_text() for page in reader.pages)


def _squeezed(text: str) -> str:
    """Return a text without spaces and hyphens, at which a print breaks its lines.

    The apostrophe and the Uzbek letter of its shape are one glyph, which a reader knows by one of its names.
    """
    return re.sub(r"[\s\u00ad\u2010-]+", "", unicodedata.normalize("NFC", text)).replace("\u2019", "\u02bc")


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("kind", KINDS)
def test_letters_names_and_whole_texts_come_out_of_the_print(kind: Kind, language: str) -> None:
    printed, reader = _printed(kind, language)
    squeezed = _squeezed(_text(reader))
    assert [name for name in NAMES[language] if _squeezed(name) not in squeezed] == []
    words = {word for block in printed.blocks for word in getattr(block, "text", "").split()}
    assert [word for word in words if _squeezed(word) not in squeezed] == []


@pytest.mark.parametrize("language", ALPHABETS)
def test_every_letter_of_a_language_comes_out_of_the_print(language: str) -> None:
    printed, _ = _printed("communique", "en")
    # Azerbaijani and Turkish write the capital of i with a dot, which Python does not know.
    capitals = ALPHABETS[language].replace("i", "İ" if language in {"az", "tr"} else "i").upper()
    letters = f"{ALPHABETS[language]} {capitals}".replace("ʻʼ ", "ʻʼ")
    blocks = (Heading(level=1, text="A"), Paragraph(text=letters), Quote(language=language, text=letters))
    made = pdf(replace(printed, language=language, blocks=blocks))
    assert [letter for letter in letters if letter not in _text(PdfReader(io.BytesIO(made)))] == []


@pytest.mark.parametrize("language", NAMES)
def test_a_print_is_tagged_titled_and_says_its_language(language: str) -> None:
    printed, reader = _printed("summary-record", language)
    root = _root(reader)
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert isinstance(root["/StructTreeRoot"].get_object(), DictionaryObject)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == printed.title
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_what_was_said_in_another_language_is_marked_as_that() -> None:
    _, reader = _printed("summary-record", "en")
    assert {"az", "kk", "ky", "tr", "uz", "hu"} <= _languages(_root(reader)["/StructTreeRoot"])


def test_headings_and_lists_are_tagged_as_such() -> None:
    _, reader = _printed("summary-record", "hu")
    found = _tags(_root(reader)["/StructTreeRoot"])
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/BlockQuote"} <= found


def test_only_letters_of_the_package_are_in_a_print() -> None:
    _, reader = _printed("summary-record", "kk")
    pages: list[Any] = list(reader.pages)
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {name.partition("-")[0] for name in fonts} == {"Inter"}


def test_equal_texts_make_equal_files() -> None:
    printed, _ = _printed("communique", "kk")
    first = pdf(printed)
    pdf.cache_clear()
    assert pdf(printed) == first


def _walk(node: object) -> list[DictionaryObject]:
    found: list[DictionaryObject] = []
    todo = [node]
    while todo:
        one = todo.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            todo += one
        elif isinstance(one, DictionaryObject):
            found.append(one)
            if "/K" in one:
                todo.append(one["/K"])
    return found


def _languages(root: object) -> set[str]:
    return {str(node["/Lang"])[:2] for node in _walk(root) if "/Lang" in node}


def _tags(root: object) -> set[str]:
    return {str(node["/S"]) for node in _walk(root) if "/S" in node}
