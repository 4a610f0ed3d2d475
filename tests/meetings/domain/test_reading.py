from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from kenesh.meetings.domain.events import Circulation
from kenesh.meetings.domain.profile import Status
from kenesh.meetings.domain.reading import Audience, Issue, Standing, may_read, readable, standing
from tests.meetings.domain.builders import Table, opened
from tests.meetings.domain.test_circulation import circulate, sheet

pytestmark = pytest.mark.unit

NOON = datetime(2020, 5, 7, 12, 0, tzinfo=UTC)
STATUSES: tuple[Status | None, ...] = ("member", "observer", "secretariat", None)
CIRCULATIONS: tuple[Circulation, ...] = ("all", "members", "secretariat")


def readers(circulation: Circulation, *, embargo_until: datetime | None = None) -> set[tuple[Status | None, bool]]:
    return {
        (status, follows)
        for status, follows in product(STATUSES, (True, False))
        if may_read(
            Audience(status=status, follows=follows), circulation=circulation, embargo_until=embargo_until, at=NOON
        )
    }


SECRETARIAT = {("secretariat", True), ("secretariat", False)}
MEMBERS = {("member", True), ("member", False)}


def test_circulation_says_who_reads() -> None:
    assert readers("all") == SECRETARIAT | {("member", True), ("observer", True), (None, True)}
    assert readers("members") == SECRETARIAT | MEMBERS
    assert readers("secretariat") == SECRETARIAT


@pytest.mark.parametrize("circulation", CIRCULATIONS)
def test_before_the_end_of_an_embargo_the_secretariat_reads_alone(circulation: Circulation) -> None:
    assert readers(circulation, embargo_until=NOON + timedelta(microseconds=1)) == SECRETARIAT
    assert readers(circulation, embargo_until=NOON) == readers(circulation)


def test_a_paper_is_there_for_who_may_read_anything_of_it() -> None:
    table = opened()
    circulate(table, circulation="members")
    circulate(table, sheet("az"))
    circulate(table, sheet(), paper=2, symbol="TC/MIG/2020/1/WP.2", circulation="members")

    def numbers(table: Table, status: Status | None) -> list[int]:
        found = readable(table.meeting, audience=Audience(status=status, follows=True), at=NOON)
        return [paper.number for paper in found]

    assert (numbers(table, "member"), numbers(table, "observer"), numbers(table, None)) == ([1, 2], [1], [1])


def issue(language: str, revision: int, follows: int = 1, *, final: bool = True) -> Issue:
    return Issue(language=language, revision=revision, follows=follows, final=final)


@pytest.mark.parametrize(
    ("issues", "of_original", "of_translation"),
    [
        ([], "missing", "missing"),
        ([issue("en", 1, final=False)], "draft", "missing"),
        ([issue("en", 1), issue("az", 1)], "final", "final"),
        ([issue("en", 1), issue("az", 1, final=False)], "final", "draft"),
        ([issue("en", 1), issue("az", 1), issue("en", 2, 2, final=False)], "draft", "stale"),
        ([issue("en", 2, 2), issue("az", 1), issue("az", 2, 2)], "final", "final"),
        ([issue("az", 1, 2)], "missing", "final"),
    ],
)
def test_a_version_is_stale_once_the_original_moved_on(
    issues: list[Issue], of_original: Standing, of_translation: Standing
) -> None:
    assert standing(issues, language="en", original="en") == of_original
    assert standing(issues, language="az", original="en") == of_translation
