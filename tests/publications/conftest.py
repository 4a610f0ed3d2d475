from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.meetings.conftest import PROPOSAL, Table
from tests.meetings.conftest import load_council as load_council  # noqa: PLC0414 -- a fixture
from tests.meetings.conftest import stranger as stranger  # noqa: PLC0414 -- a fixture
from tests.meetings.conftest import table as table  # noqa: PLC0414 -- a fixture

if TYPE_CHECKING:
    from kenesh.publications.access import Opened

SAID = "We exchanged views."
OWN = "Пікір алмастық."


@dataclass
class Papers:
    """The documents of a meeting that is over, and who comes to read them."""

    table: Table
    clients: dict[str, Client]

    def get(self, who: str, path: str = "") -> Any:
        return self.clients[who].get(f"{self.table.base}documents/{path}")

    def post(self, who: str, path: str, **data: Any) -> Any:
        return self.clients[who].post(f"{self.table.base}documents/{path}", data)

    def opened(self, kind: str, language: str, who: str = "SEC") -> "Opened":
        from kenesh.council.models import Person  # noqa: PLC0415 -- the settings are read by now
        from kenesh.publications import access  # noqa: PLC0415 -- likewise

        return access.version_for_reader(
            person=Person.objects.get(email__iexact=f"{who}@example.org"),
            council=self.table.council.slug,
            slug=self.table.slug,
            kind=kind,
            language=language,
        )

    def release(self, kind: str, *languages: str) -> None:
        for language in languages:
            for step in ("check", "release"):
                row = self.opened(kind, language).row
                answer = self.post("SEC", f"{kind}/{language}/step/", step=step, revision=row.revision if row else 0)
                assert answer.status_code == 302


@pytest.fixture
def held(table: Table) -> Table:
    """Return the table of a meeting that is over: two spoke, and a working group was established."""
    table.open()
    table.do("AZ", "put_question", subject_kind="agenda", subject_number=0, method="consensus")
    table.do("AZ", "close_question", question=1)
    table.do("AZ", "open_item", item=1)
    for seat, language, text in (("KZ", "kk", OWN), ("HU", "en", SAID)):
        table.do(seat, "request_floor")
        table.do("AZ", "give_floor")
        table.do(seat, "hand_in_statement", language=language, text=text, summary="on")
        table.do(seat, "yield_floor")
    table.do("SEC", "mark_absent", seat="TR")
    table.do("SEC", "mark_present", seat="TR")
    adopt(table, question=2)
    table.do("AZ", "close_meeting")
    return table


def adopt(table: Table, *, question: int) -> None:
    table.do("SEC", "table_proposal", **PROPOSAL)
    table.do("AZ", "put_question", subject_kind="proposal", subject_number=1, method="unanimity")
    for seat in ("AZ", "KZ", "KG", "TR", "UZ"):
        table.do(seat, "take_position", question=question, position="yes")
    table.do("AZ", "close_question", question=question)


@pytest.fixture
def papers(held: Table, stranger: Client) -> Papers:
    return Papers(held, held.clients | {"public": Client(), "stranger": stranger})
