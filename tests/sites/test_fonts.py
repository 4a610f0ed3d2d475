"""The typeface that ships draws every letter of every language of the interface."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it ships no types

import kenesh.sites

pytestmark = pytest.mark.unit

BUILT = Path(kenesh.sites.__file__).parent / "static" / "kenesh"
LETTERS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvyz",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ky": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
    "tr": "abcçdefgğhıijklmnoöprsştuüvyz",
    "uz": "abdefghijklmnopqrstuvxyz\u02bb\u02bc",
    "hu": "aábcdeéfghiíjklmnoóöőpqrstuúüűvwxyz",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}
CAPITALS = {"az": "İI", "tr": "İI"}
SIGNS = "0123456789.,:;!?()[]/-–—−+%№§„“”«»‘’…°·"
FACE = re.compile(r"@font-face\{(?P<body>[^}]*)\}")


def _ranges(text: str) -> set[int]:
    covered: set[int] = set()
    for part in text.split(","):
        first, _, last = part.strip().upper().removeprefix("U+").partition("-")
        low, high = (first.replace("?", "0"), first.replace("?", "F")) if "?" in first else (first, last or first)
        covered.update(range(int(low, 16), int(high, 16) + 1))
    return covered


def _drawn() -> set[int]:
    """Characters a browser gets: those a face declares and its file holds."""
    drawn: set[int] = set()
    for face in FACE.finditer((BUILT / "kenesh.css").read_text("utf-8")):
        file = re.search(r"url\(\"?\.?/?(fonts/[^)\"]+)", face["body"])
        declared = re.search(r"unicode-range:([^;]+)", face["body"])
        assert file is not None
        assert declared is not None
        drawn |= _ranges(declared[1]) & set(TTFont(BUILT / file[1]).getBestCmap())
    return drawn


@pytest.mark.parametrize("language", LETTERS)
def test_every_letter_of_a_language_is_drawn(language: str) -> None:
    letters = LETTERS[language]
    wanted = set(letters) | set(letters.upper()) | set(CAPITALS.get(language, "")) | set(SIGNS)
    assert {letter for letter in wanted if ord(letter) not in _drawn()} == set()


def test_no_font_is_fetched_from_elsewhere() -> None:
    addresses = re.findall(r"url\(([^)]*)\)", (BUILT / "kenesh.css").read_text("utf-8"))
    assert [address for address in addresses if "//" in address] == []
