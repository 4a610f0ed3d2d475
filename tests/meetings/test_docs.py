import re
import typing
from pathlib import Path
from pkgutil import resolve_name

import pytest

from kenesh.meetings.domain import acts
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.profile import RULES

pytestmark = pytest.mark.unit

DOCS = Path(__file__).parents[2] / "docs"
FOLDER, GLOSSARY = DOCS / "actions", DOCS / "glossary.md"
PAGES = {page.stem.removeprefix("meetings."): page.read_text() for page in FOLDER.glob("meetings.*.md")}
EVERY_ACT = sorted(acts.EVERY_ACT)
SECTIONS = ["Payload", "What follows", "Who may", "Rule"]


def rules_named(page: str) -> set[str]:
    """Return the rule keys that head the list of a page's refusals."""
    heads = re.findall(r"^- ((?:`[a-z-]+`,? ?)+):", page.partition("**Rule.**")[2], flags=re.MULTILINE)
    return {key for head in heads for key in re.findall(r"`([a-z-]+)`", head)}


def test_every_act_has_its_page_and_every_page_its_act() -> None:
    assert sorted(PAGES) == EVERY_ACT


@pytest.mark.parametrize("act", EVERY_ACT)
def test_a_page_says_what_it_takes_what_follows_who_may_and_under_which_rule(act: str) -> None:
    page = PAGES[act]
    assert page.startswith(f"# meetings.{act}\n")
    assert re.findall(r"^\*\*([A-Z][a-z ]+)\.\*\*", page, flags=re.MULTILINE) == SECTIONS
    named = rules_named(page)
    assert named
    assert named - set(RULES) == set()


def test_every_rule_stands_on_some_page() -> None:
    index = (FOLDER / "README.md").read_text()
    named = set().union(*map(rules_named, PAGES.values())) | set(re.findall(r"`([a-z-]+)`", index))
    # A majority refuses nobody; it is the rule an outcome rests on.
    assert set(RULES) - named == {"majority"}


def test_every_kind_of_event_is_named() -> None:
    written = "".join(page.read_text() for page in FOLDER.glob("*.md"))
    kinds = {kind.__name__ for kind in typing.get_args(e.Event)}
    assert {kind for kind in kinds if f"`{kind}`" not in written} == set()


def test_the_index_leads_to_every_page() -> None:
    index = (FOLDER / "README.md").read_text()
    assert sorted(re.findall(r"\(meetings\.([a-z_]+)\.md\)", index)) == EVERY_ACT


@pytest.mark.parametrize("name", re.findall(r"`(meetings\.domain[\w.]*)`", GLOSSARY.read_text()))
def test_a_word_of_the_glossary_leads_to_what_carries_it(name: str) -> None:
    assert resolve_name(f"kenesh.{name}")
