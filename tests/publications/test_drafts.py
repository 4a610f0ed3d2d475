"""Drafts in words: what is told of a meeting in which everything happens, and of the founding one in its languages."""

from pathlib import Path

import pytest

from kenesh.publications.domain.blocks import Fact, Paragraph, written
from kenesh.publications.domain.versions import KINDS, Kind
from kenesh.publications.wording.drafts import drafted
from kenesh.sites.rehearsal.scenario import load_scenario
from tests.publications.eventful import eventful
from tests.publications.founding import account, told_on_paper

pytestmark = pytest.mark.unit

GOLDEN = Path(__file__).parent / "golden"
SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
DAYS = {
    "en": "7 May 2020",
    "az": "7 may 2020",
    "kk": "2020 ж. 7 мамыр",
    "ky": "2020-ж., 7-май",
    "tr": "7 Mayıs 2020",
    "uz": "7-may, 2020",
    "hu": "2020. május 7.",
    "ru": "7 мая 2020 г.",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_meeting_in_which_everything_happens_is_told_in_these_words(kind: Kind) -> None:
    text = written(drafted(account=eventful(), kind=kind, language="en"))
    assert text == (GOLDEN / f"{kind}.en.txt").read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_shipped_scenario_is_told_in_every_language(path: Path, kind: Kind) -> None:
    told = told_on_paper(load_scenario(path))
    for language in (*told.languages, *DAYS):
        assert written(drafted(account=told, kind=kind, language=language)).startswith("# ")


@pytest.mark.parametrize(("language", "day"), DAYS.items())
def test_days_are_written_as_the_language_writes_them(language: str, day: str) -> None:
    blocks = drafted(account=account(), kind="summary-record", language=language)
    assert day in [block.text for block in blocks if isinstance(block, Fact)]


def test_names_stand_in_a_list_as_the_language_joins_them() -> None:
    joined = {
        "en": "Azerbaijan, Kazakhstan, Kyrgyzstan, Turkey and Uzbekistan",
        "tr": "Azerbaycan, Kazakistan, Kırgızistan, Türkiye ve Özbekistan",
        "hu": "Azerbajdzsán, Kazahsztán, Kirgizisztán, Törökország és Üzbegisztán",
    }
    for language, names in joined.items():
        blocks = drafted(account=account(), kind="communique", language=language)
        assert any(names in block.text for block in blocks if isinstance(block, Paragraph))


def test_what_was_handed_in_stands_in_the_language_of_the_document_where_there_is_one() -> None:
    english = written(drafted(account=account(), kind="summary-record", language="en"))
    azerbaijani = written(drafted(account=account(), kind="summary-record", language="az"))
    assert "> [en] The representative of the Chairman-in-Office spoke" in english
    assert "> [az] Sədrliyi həyata keçirən dövlətin nümayəndəsi" in azerbaijani
    assert "Chairman-in-Office" not in azerbaijani
    assert "> [hu] Az igazgatóhelyettes tájékoztatást adott" in azerbaijani
