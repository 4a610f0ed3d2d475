import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenesh.core.domain.codes import is_language_tag, is_seat_code, is_slug
from kenesh.core.domain.text import gettext_noop, nearest, pick, unwanted_character

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("texts", "language", "picked"),
    [
        ({"en": "Hungary", "hu": "Magyarország"}, "hu", "Magyarország"),
        ({"en": "Hungary", "hu": "Magyarország"}, "hu-HU", "Magyarország"),
        ({"en": "Hungary", "hu": "Magyarország"}, "kk", "Hungary"),
        ({"en": "Hungary", "hu": ""}, "hu", "Hungary"),
        ({"fr": "Hongrie"}, "kk", "Hongrie"),
        ({"fr": "Hongrie", "de": "Ungarn"}, "kk", "Ungarn"),
        ({"fr": "Hongrie", "de": ""}, "kk", "Hongrie"),
        ({}, "en", ""),
    ],
)
def test_the_nearest_language_is_picked(texts: dict[str, str], language: str, picked: str) -> None:
    assert pick(texts, language) == picked


def test_what_is_picked_does_not_hang_on_the_order_in_which_texts_were_given() -> None:
    texts = {"fr": "Hongrie", "de": "Ungarn"}
    assert pick(texts, "kk") == pick(dict(reversed(texts.items())), "kk") == texts[nearest(texts, "kk")]
    assert [nearest(("tr", "en", "kk"), language) for language in ("kk", "hu")] == ["kk", "en"]


def test_marking_a_message_leaves_it_as_it_is() -> None:
    assert gettext_noop("The floor is not yours") == "The floor is not yours"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Azərbaycan, Кыргызстан, Oʻzbekiston", None),
        ("abc\u202edef", "U+202E"),
        ("abc\u2067def", "U+2067"),
        ("bell\x07", "U+0007"),
        ("null\x00", "U+0000"),
        ("a\nb", "U+000A"),
        ("lone \ud800", "U+D800"),
    ],
)
def test_a_character_that_deceives_is_named(text: str, found: str | None) -> None:
    assert unwanted_character(text) == found


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=50))
def test_lines_of_letters_digits_and_marks_pass(text: str) -> None:
    assert unwanted_character(text + "\n\t" + text, lines=True) is None


@pytest.mark.parametrize(
    ("text", "is_one"), [("AZ", True), ("TRNC", True), ("A", False), ("az", False), ("A Z", False)]
)
def test_what_names_a_seat(text: str, is_one: bool) -> None:  # noqa: FBT001 -- a column of the table
    assert is_seat_code(text) is is_one


@pytest.mark.parametrize(("text", "is_one"), [("kk", True), ("uz-Latn", True), ("english", False), ("", False)])
def test_what_names_a_language(text: str, is_one: bool) -> None:  # noqa: FBT001 -- a column of the table
    assert is_language_tag(text) is is_one


@pytest.mark.parametrize(("text", "is_one"), [("turkic-council", True), ("-a", False), ("a--b", False), ("A", False)])
def test_what_can_stand_in_an_address(text: str, is_one: bool) -> None:  # noqa: FBT001 -- a column of the table
    assert is_slug(text) is is_one
