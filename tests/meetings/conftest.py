from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from kenesh.core.yamlfile import load_yaml
from kenesh.council.codec import CouncilFile
from tests.council.councils import RHINE, TURKIC

if TYPE_CHECKING:
    from pathlib import Path

    from kenesh.council.models import Council
    from kenesh.meetings.models import Meeting

SEATS = ("AZ", "KZ", "KG", "TR", "UZ", "HU", "SEC")
FORM = {
    "symbol": "TC/MIG/2020/1",
    "title_en": "Video-conference of the heads of migration authorities",
    "agenda_en": "Opening | 10\nExchange of information | 60\nWorking group",
    "starts_at": "2020-05-07T12:00",
    "time_zone": "Asia/Baku",
    "seats": list(SEATS),
    "spoken": ["en", "az", "kk", "ky", "tr", "uz", "hu"],
    "chair": "AZ",
    "rule_profile": "turkic-council",
}
PROPOSAL = {
    "language": "en",
    "title": "Working group",
    "paragraphs": "Establish a working group.\n\nLet it meet.",
    "establishes": "on",
    "body_name": "Migration Coordination Group",
    "body_mandate": "To go on with the discussions.",
}


@dataclass
class Table:
    """A council's delegates, each with a browser of its own, and what they do over HTTP."""

    council: "Council"
    clients: dict[str, Client] = field(default_factory=dict)
    slug: str = "tc-mig-2020-1"

    @property
    def base(self) -> str:
        return f"/{self.council.slug}/meetings/{self.slug}/"

    @property
    def meeting(self) -> "Meeting":
        from kenesh.meetings.models import Meeting  # noqa: PLC0415 -- the settings are read by now

        return Meeting.objects.get(council=self.council, slug=self.slug)

    def convene(self, **changes: Any) -> Any:
        address = f"/{self.council.slug}/meetings/convene/"
        return self.clients["SEC"].post(address, FORM | changes)

    def page(self, seat: str, name: str = "room/") -> Any:
        return self.clients[seat].get(self.base + name)

    def act(self, by: str, act: str, /, key: str = "", **fields: Any) -> Any:
        data = fields | ({"key": key} if key else {})
        address = f"{self.base}acts/{act.replace('_', '-')}/"
        return self.clients[by].post(address, data, headers={"accept": "application/json"})

    def do(self, by: str, act: str, /, **fields: Any) -> dict[str, Any]:
        answer = self.act(by, act, **fields)
        assert answer.status_code == 200, answer.content
        done: dict[str, Any] = answer.json()
        return done

    def open(self, **changes: Any) -> None:
        self.convene(**changes)
        for seat in SEATS:
            self.do("SEC", "mark_present", seat=seat)
        self.do("AZ", "open_meeting")

    def adopt_working_group(self) -> None:
        self.do("SEC", "table_proposal", **PROPOSAL)
        self.do("AZ", "put_question", subject_kind="proposal", subject_number=1, method="unanimity")
        for seat in ("AZ", "KZ", "KG", "TR", "UZ"):
            self.do(seat, "take_position", question=1, position="yes")
        self.do("AZ", "close_question", question=1)


@pytest.fixture
def load_council(db: None) -> "Callable[[Path], Council]":  # noqa: ARG001 -- asked for, to have a database
    from kenesh.council import actions  # noqa: PLC0415 -- the settings are read by now

    return lambda path: actions.load_council(data=load_yaml(path, CouncilFile))


@pytest.fixture
def table(load_council: "Callable[[Path], Council]") -> Table:
    from kenesh.council import actions  # noqa: PLC0415 -- the settings are read by now

    council = load_council(TURKIC)
    found = Table(council=council)
    for seat in council.seats.filter(code__in=SEATS):
        person = actions.add_person(seat=seat, email=f"{seat.code}@example.org")
        found.clients[seat.code] = Client()
        found.clients[seat.code].force_login(person)
    return found


@pytest.fixture
def stranger(load_council: "Callable[[Path], Council]", tmp_path: "Path") -> Client:
    """Return the browser of another council's Secretariat."""
    from kenesh.council import actions  # noqa: PLC0415 -- the settings are read by now

    path = tmp_path / "rhine.yaml"
    path.write_text(RHINE, "utf-8")
    seat = load_council(path).seats.get(code="SEC")
    client = Client()
    client.force_login(actions.add_person(seat=seat, email="stranger@example.org"))
    return client
