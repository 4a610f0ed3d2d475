import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenesh.publications.domain.blocks import (
    Block,
    Clause,
    Fact,
    Heading,
    Paragraph,
    Point,
    Quote,
    lines_of,
    one_line,
    quotes,
    read,
    title_of,
    written,
)

pytestmark = pytest.mark.unit

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).map(one_line).filter(bool)
TERMS = TEXTS.filter(lambda text: "|" not in text)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, level=st.integers(1, 3), text=TEXTS),
    st.builds(Paragraph, text=TEXTS),
    st.builds(Point, text=TEXTS),
    st.builds(Clause, number=st.integers(0, 999_999), text=TEXTS),
    st.builds(Fact, term=TERMS, text=TEXTS),
    st.builds(Quote, language=st.sampled_from(["en", "kk", "zh-Hant"]), text=TEXTS),
)


@given(st.lists(BLOCKS))
def test_what_is_written_reads_as_it_was(blocks: list[Block]) -> None:
    assert read(written(blocks)) == tuple(blocks)


@given(st.text())
def test_every_text_can_be_read_and_stays_as_it_is_from_then_on(text: str) -> None:
    once = written(read(text))
    assert written(read(once)) == once


@pytest.mark.parametrize("text", ["# x", "- x", "1. x", "> x", "| x | y", "\\x", "#"])
def test_a_paragraph_may_begin_as_a_mark_does(text: str) -> None:
    assert read(written([Paragraph(text=text)])) == (Paragraph(text=text),)


def test_lists_stand_line_by_line_and_all_else_apart() -> None:
    blocks: list[Block] = [Heading(level=1, text="T"), Point(text="a"), Point(text="b"), Clause(number=1, text="c")]
    assert written(blocks) == "# T\n\n- a\n- b\n\n1. c\n"


def test_a_text_handed_in_is_quoted_line_by_line() -> None:
    assert lines_of(" a  b \n\n c ") == ("a b", "c")
    assert quotes(language="kk", text="а\n\nб") == (Quote(language="kk", text="а"), Quote(language="kk", text="б"))


def test_the_title_is_the_first_heading_of_the_first_level() -> None:
    assert title_of(read("## No\n# Yes\n# Too late")) == "Yes"
    assert title_of(()) == ""
