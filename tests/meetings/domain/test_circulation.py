from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.journal import replay
from kenesh.meetings.domain.rules.circulation import Sheet, symbol_of
from tests.meetings.domain.builders import START, Table, opened, said, under_way

pytestmark = pytest.mark.unit

ONE, TWO = "a" * 64, "b" * 64
SYMBOL = "TC/MIG/2020/1/WP.1"


def sheet(language: str = "en", **changes: Any) -> Sheet:
    values: dict[str, Any] = {"revision": 1, "digest": ONE, "size": 900, "media_type": "application/pdf"}
    return Sheet(**({"language": language} | values | changes))


def asked(*sheets: Sheet, **changes: Any) -> dict[str, Any]:
    return {"paper": 1, "symbol": SYMBOL, "sheets": sheets or (sheet(),), "circulation": "all"} | changes


def circulate(table: Table, *sheets: Sheet, **changes: Any) -> tuple[e.Event, ...]:
    return table.do("circulate_paper", "SEC", **asked(*sheets, **changes))


def test_a_paper_goes_out_in_its_languages_and_stands_in_the_record_without_its_title() -> None:
    table, until = opened(), datetime(2020, 5, 6, 21, 0, tzinfo=UTC)
    events = circulate(table, sheet(), sheet("az", digest=TWO), item=2, embargo_until=until)
    assert events[1] == e.PaperCirculated(
        paper=1,
        symbol=SYMBOL,
        revision=1,
        language="az",
        digest=TWO,
        size=900,
        media_type="application/pdf",
        circulation="all",
        item=2,
        embargo_until=until,
    )
    paper = table.meeting.papers[0]
    assert (paper.number, paper.symbol, paper.item) == (1, SYMBOL, 2)
    assert [(one.language, one.digest) for one in paper.circulated] == [("en", ONE), ("az", TWO)]
    assert table.meeting.find_paper(SYMBOL) is paper
    assert replay(table.lines) == table.meeting


def test_what_went_out_on_the_same_terms_goes_out_once() -> None:
    table = opened()
    circulate(table)
    assert circulate(table) == ()
    assert said(circulate(table, sheet(), sheet("az"))) == ["PaperCirculated"]
    assert said(circulate(table, sheet(), circulation="members")) == ["PaperCirculated"]
    assert said(circulate(table, sheet(), circulation="members", item=1)) == ["PaperCirculated"]
    assert said(circulate(table, sheet(revision=2, digest=TWO))) == ["PaperCirculated"]
    last = table.meeting.papers[0].latest("en")
    assert last is not None
    assert (last.revision, last.circulation) == (2, "all")
    assert table.meeting.papers[0].latest("tr") is None


def test_papers_stand_in_the_order_of_their_numbers() -> None:
    table = opened()
    circulate(table, paper=3, symbol=f"{SYMBOL}3")
    circulate(table)
    assert [paper.number for paper in table.meeting.papers] == [1, 3]


@pytest.mark.parametrize("seat", ["AZ", "KZ", "HU"])
def test_only_the_secretariat_circulates(seat: str) -> None:
    opened().refuses("secretariat", "circulate_paper", seat, **asked())


@pytest.mark.parametrize(
    "changes",
    [
        {"symbol": "TC/MIG/2020/2/WP.1"},
        {"symbol": "WP.1"},
        {"symbol": "TC/MIG/2020/1/"},
        {"symbol": "TC/MIG/2020/1/P.1"},
        {"symbol": "TC/MIG/2020/1/DEC.1"},
        {"symbol": "TC/MIG/2020/1/wp 1"},
        {"paper": 0},
        {"item": 9},
        {"embargo_until": datetime(2020, 5, 6)},  # noqa: DTZ001 -- that is what is wrong with it
        {"sheets": (sheet(digest="x"),)},
        {"sheets": (sheet(size=0),)},
        {"sheets": (sheet(media_type=""),)},
        {"sheets": (sheet(revision=0),)},
        {"sheets": (sheet("!"),)},
    ],
)
def test_what_is_no_paper_of_the_meeting_does_not_go_out(changes: dict[str, Any]) -> None:
    opened().refuses("papers", "circulate_paper", "SEC", **asked(**changes))


def test_an_older_revision_does_not_follow_a_newer_one() -> None:
    table = opened()
    circulate(table, sheet(revision=2))
    table.refuses("papers", "circulate_paper", "SEC", **asked(sheet()))


def test_two_papers_do_not_have_one_symbol() -> None:
    table = opened()
    circulate(table)
    table.refuses("papers", "circulate_paper", "SEC", **asked(paper=2))


def test_nothing_goes_out_after_the_meeting() -> None:
    table = opened()
    table.do("close_meeting", "AZ")
    table.refuses("session", "circulate_paper", "SEC", **asked())


@pytest.mark.parametrize(
    ("last", "symbol"),
    [("WP.1", "M/WP.1"), ("INF.2/REV.1", "M/INF.2/REV.1"), ("CRP-1", "M/CRP-1"), ("P.1", None), ("wp", None)],
)
def test_a_symbol_goes_on_from_the_meeting_s(last: str, symbol: str | None) -> None:
    assert symbol_of("M", last) == symbol


def shown(table: Table, by: str) -> e.ExhibitShown:
    event = table.do("show_exhibit", by, kind="paper", title="A telling title", reference=SYMBOL)[0]
    assert isinstance(event, e.ExhibitShown)
    return event


def test_a_paper_is_shown_under_its_symbol_alone() -> None:
    table = under_way()
    circulate(table, circulation="members")
    assert shown(table, "AZ").title == SYMBOL


def test_a_paper_is_shown_only_by_who_may_read_it() -> None:
    table = under_way()
    circulate(table, circulation="members")
    table.do("request_floor", "HU")
    table.do("give_floor", "AZ")
    table.refuses("exhibit", "show_exhibit", "HU", kind="paper", title="x", reference=SYMBOL)
    circulate(table)
    assert shown(table, "HU").reference == SYMBOL


def test_a_paper_under_embargo_is_not_shown_before_its_end() -> None:
    table = under_way()
    circulate(table, embargo_until=START + timedelta(days=3))
    table.refuses("exhibit", "show_exhibit", "AZ", kind="paper", title="x", reference=SYMBOL)
    table.at = START + timedelta(days=3)
    assert shown(table, "AZ").title == SYMBOL


def test_what_is_no_paper_of_the_meeting_is_shown_under_its_title() -> None:
    table = under_way()
    event = table.do("show_exhibit", "AZ", kind="paper", title="Baku Declaration", reference="A/1")[0]
    assert isinstance(event, e.ExhibitShown)
    assert event.title == "Baku Declaration"
    table.refuses("exhibit", "show_exhibit", "AZ", kind="paper", reference="A/1")
