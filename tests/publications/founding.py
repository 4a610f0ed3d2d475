"""The founding meeting, played on the rules alone, with the moment of each event."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from kenesh.meetings.domain.events import Event
from kenesh.publications.domain.account import Account
from kenesh.publications.domain.telling import account_of
from kenesh.sites.rehearsal.scenario import Scenario, load_scenario
from tests.scenarios.on_paper import OnPaper, started

FOUNDING = Path(__file__).parents[2] / "scenarios" / "2020-05-07.yaml"


@dataclass
class Noted(OnPaper):
    told: list[tuple[Event, datetime, str]] = field(default_factory=list)

    def _follow(self, events: tuple[Event, ...], by: str) -> None:
        self.told += [(event, self.at, by) for event in events]
        super()._follow(events, by)


@cache
def founding() -> Noted:
    scenario = load_scenario(FOUNDING)
    noted = Noted(scenario, started(scenario))
    for step in scenario.steps:
        noted.play(step)
    return noted


@cache
def account() -> Account:
    return _account(founding())


def told_on_paper(scenario: Scenario) -> Account:
    noted = Noted(scenario, started(scenario))
    for step in scenario.steps:
        noted.play(step)
    return _account(noted)


def _account(noted: Noted) -> Account:
    return account_of(meeting=noted.meeting, events=[(event, at) for event, at, _ in noted.told])
