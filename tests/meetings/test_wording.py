"""Refusals in words: those of the record, and today's where a rule is younger than the record."""

from dataclasses import replace

import pytest

from kenesh.meetings.domain.profile import RULES
from kenesh.meetings.domain.rules.guards import OutOfOrder
from kenesh.meetings.wording import refusal
from tests.meetings.domain.builders import TURKIC_COUNCIL, Table

pytestmark = pytest.mark.unit

REFUSED = OutOfOrder("credentials", "%(seat)s may not.", retry=True, seat="KZ")


def test_a_refusal_is_told_in_the_words_of_the_record() -> None:
    told = refusal(meeting=Table().meeting, refused=REFUSED)
    assert (told.number, told.title, told.text, told.reason, told.retry) == (
        TURKIC_COUNCIL.rules["credentials"].number,
        "credentials",
        "credentials",
        "KZ may not.",
        True,
    )


def test_a_rule_younger_than_the_record_is_told_in_todays_words() -> None:
    older = {key: rule for key, rule in TURKIC_COUNCIL.rules.items() if key != "credentials"}
    told = refusal(meeting=Table(profile=replace(TURKIC_COUNCIL, rules=older)).meeting, refused=REFUSED)
    assert (told.number, told.title) == (str(RULES.index("credentials") + 1), "Credentials")
    assert "unless it is admitted provisionally" in told.text
