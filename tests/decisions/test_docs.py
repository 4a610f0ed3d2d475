import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kenesh.decisions.domain.reminders import STEPS
from kenesh.decisions.forms import RegisterForm
from tests.decisions.conftest import SLUG
from tests.meetings.conftest import Table

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PAGE = (Path(__file__).parents[2] / "docs" / "decisions.md").read_text("utf-8")
BY_LANGUAGE_OR_SEAT = {"titles", "title", "text", "versions", "names", "mandates", "positions", "objections"}


def fields(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from fields(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from () if name in BY_LANGUAGE_OR_SEAT else fields(one)


@pytest.mark.parametrize("path", ["decisions.json", f"decisions/{SLUG}.json"])
def test_every_field_that_programs_read_is_told(closed: Table, path: str) -> None:
    answer = Client().get(f"/{closed.council.slug}/{path}").json()
    assert sorted({name for name in fields(answer) if f"`{name}`" not in PAGE}) == []


def test_every_filter_is_told() -> None:
    assert [name for name in RegisterForm.base_fields if not re.search(rf"\b{name}=", PAGE)] == []


def test_every_reminder_is_told() -> None:
    told = " ".join(PAGE.split())
    assert "14 and 3 days before the day, and 1, 14 and 42 days after it" in told
    assert [step.days for step in STEPS] == [-14, -3, 1, 14, 42]
