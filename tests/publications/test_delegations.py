"""Delegations in the summary record: named where they were announced, in the language in which they were."""

from dataclasses import replace

import pytest

from kenesh.meetings.domain.events import Delegate
from kenesh.meetings.domain.state import Delegation
from kenesh.publications.domain.account import Account
from kenesh.publications.domain.blocks import written
from kenesh.publications.wording.drafts import drafted
from tests.publications.founding import account

pytestmark = pytest.mark.unit

HEAD = Delegate(office="Director-General", rank="head")
DEPUTY = Delegate(office="Deputy Director", rank="alternate")
OTHER = Delegate(office="Head of Unit", rank="alternate")
ADVISER = Delegate(office="Legal adviser", rank="adviser")
SECOND = Delegate(office="Adviser | on visas", rank="adviser")


def with_delegation(code: str, *members: Delegate, holder: int = 1, language: str = "en") -> Account:
    told = account()
    delegation = Delegation(language=language, members=members, holder=holder)
    return replace(told, seats={**told.seats, code: replace(told.seats[code], delegation=delegation)})


def record(told: Account, language: str = "en") -> str:
    return written(drafted(account=told, kind="summary-record", language=language))


def test_a_delegation_is_told_with_who_held_the_seat() -> None:
    text = record(with_delegation("HU", HEAD, DEPUTY, OTHER, ADVISER, SECOND, holder=2))
    assert (
        "### Delegations\n\n"
        "| Hungary, head of delegation | Director-General\n"
        "| Hungary, alternate who held the seat | Deputy Director\n"
        "| Hungary, alternate | Head of Unit\n"
        "| Hungary, advisers | Legal adviser and Adviser | on visas\n\n"
        "## Agenda"
    ) in text


def test_a_head_alone_is_told_alone() -> None:
    text = record(with_delegation("KZ", HEAD))
    assert "### Delegations\n\n| Kazakhstan, head of delegation | Director-General\n\n## Agenda" in text


def test_offices_announced_in_another_language_stand_in_it_and_say_so() -> None:
    text = record(with_delegation("HU", replace(HEAD, office="Főigazgató"), language="hu"))
    assert "Hungary, head of delegation\n\n> [hu] Főigazgató\n\n## Agenda" in text


def test_where_nothing_was_announced_nothing_is_told() -> None:
    assert "Delegations" not in record(account())


def test_a_delegation_that_never_came_is_not_told() -> None:
    told = with_delegation("HU", HEAD)
    absent = tuple(
        replace(row, at_opening=False, joined_at=None) if row.seat == "HU" else row for row in told.attendance
    )
    assert "Delegations" not in record(replace(told, attendance=absent))
