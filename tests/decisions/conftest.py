from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.meetings.conftest import Table, load_council, stranger, table

if TYPE_CHECKING:
    from kenesh.decisions.models import Decision, Task

__all__ = ["load_council", "stranger", "table"]

SLUG = "tc-mig-2020-1-dec-1"
BODY = "migration-coordination-group"
DUE = date(2020, 9, 1)


@pytest.fixture
def adopted(table: Table) -> Table:
    """Return the table after it adopted the working group, while the meeting is still open."""
    from kenesh.core.models import Mail  # noqa: PLC0415 -- the settings are read by now

    table.open()
    Mail.objects.all().delete()  # the invitations, which have gone long ago
    table.adopt_working_group()
    return table


@pytest.fixture
def closed(adopted: Table) -> Table:
    """Return the table after its meeting."""
    adopted.do("AZ", "close_meeting")
    return adopted


@pytest.fixture
def decision(closed: Table) -> "Decision":
    from kenesh.decisions.models import Decision  # noqa: PLC0415 -- the settings are read by now

    return Decision.objects.get(council=closed.council)


@pytest.fixture
def task(decision: "Decision") -> "Task":
    from kenesh.decisions import actions  # noqa: PLC0415 -- the settings are read by now

    return actions.make_task(
        decision=decision, texts={"en": "Name the representatives."}, owners=["AZ", "KZ"], due_on=DUE, paragraph=1
    )


def at(table: Table, by: str, path: str = "", **fields: Any) -> Any:
    """Read a page of the council as a seat; or send a form to it, where there is something to send."""
    address = f"/{table.council.slug}/{path}"
    client = table.clients[by]
    return client.post(address, fields) if fields else client.get(address)
