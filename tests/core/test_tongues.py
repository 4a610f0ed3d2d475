import pytest

from kenesh.core.tongues import locale_of, name_of, names_of

pytestmark = pytest.mark.unit


def test_a_language_is_called_what_the_menu_of_the_site_calls_it() -> None:
    assert names_of(["kk", "hu"]) == {"kk": "Қазақша", "hu": "Magyar"}


def test_a_language_that_the_site_does_not_speak_is_called_what_it_calls_itself() -> None:
    assert (name_of("tk"), name_of("fr")) == ("türkmen dili", "français")


def test_of_a_language_that_nobody_knows_there_is_the_code_and_english() -> None:
    assert name_of("xx-nowhere") == "xx-nowhere"
    assert locale_of("xx-nowhere").language == "en"
