import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenesh.decisions.domain.search import MOST, folded, words

pytestmark = pytest.mark.unit


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_every_word_of_a_text_is_found_in_it(text: str) -> None:
    assert all(word in folded(text) for word in words(text))
    assert len(words(text)) <= MOST


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("goc", "Göç"),
        ("sirket", "ŞIRKET"),
        ("istanbul", "İstanbul"),
        ("eməkdaşlıq", "ƏMƏKDAŞLIQ"),
        ("emekdasliq", "əməkdaşlıq"),
        ("oʻzbek", "O'zbek"),
        ("ҚАЗАҚ", "қазақ"),
    ],
)
def test_a_word_is_found_as_another_keyboard_writes_it(typed: str, written: str) -> None:
    assert folded(typed) == folded(written)
