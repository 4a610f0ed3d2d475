"""Progress that a person can follow: who did what, what was refused under which rule, what was adopted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from kenesh.core.domain.text import pick
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.state import Meeting
from kenesh.sites.rehearsal.report import Report
from kenesh.sites.rehearsal.scenario import Scenario
from kenesh.sites.rehearsal.telling import important, sentence, shortened

CONSEQUENCES: Final = e.AgendaAdopted | e.DecisionAdopted | e.BodyEstablished | e.RulingUpheld | e.RulingOverturned
AFTER: Final = CONSEQUENCES | e.AmendmentIncorporated | e.AmendmentRejected


class Teller:
    """Writes to a console; texts from a file or a site are never read as markup."""

    def __init__(self, *, console: Console, names: Mapping[str, str]) -> None:
        """Know what the seats are called."""
        self._console = console
        self._names = names

    def begins(self, *, scenario: Scenario, site: str, own: bool) -> None:
        """Say what is played, and where."""
        self._say("")
        self._say(scenario.title, style="bold")
        where = "a site of its own with an empty database" if own else "a running site"
        self._say(f"{len(scenario.meeting.seats)} seats play it through the public doors of {where}: {site}")

    def tells(self, text: str) -> None:
        """Say something about the rehearsal itself."""
        self._say(text, style="dim")

    def note(self, text: str) -> None:
        """Say what the scenario tells its reader."""
        if text:
            self._say("")
            self._say(f"  {text}", style="italic cyan")

    def did(self, *, code: str, events: Iterable[e.Event], meeting: Meeting | None) -> None:
        """Say what a seat did, and on a line of its own what followed."""
        told = list(events)
        name = partial(self._name, meeting)
        if not told:
            self._line(code, "changes nothing by it", style="dim")
        for event in told:
            said = sentence(event, meeting=meeting, name=name)
            follows = isinstance(event, AFTER)
            self._line("" if follows else code, said, style="bold green" if important(event) else "")

    def does(self, *, code: str, text: str) -> None:
        """Say what a seat does before or after the meeting."""
        self._line(code, text)

    def refused(self, *, code: str, act: str, said: Mapping[str, Any], meeting: Meeting | None) -> None:
        """Say that the rules refused a probe, as they should: the rule in English, the reason as the seat reads it."""
        known = meeting.profile.rules.get(str(said.get("key"))) if meeting else None
        rule = f"rule {said.get('rule', '?')}, {pick(known.title, 'en') if known else said.get('title', '')}"
        self._line(code, f"✗ {act.replace('_', ' ')}: refused under {rule}: {said.get('reason', '')}", style="yellow")

    def present(self, *, codes: Iterable[str], how: str) -> None:
        """Say who came or went."""
        self._line("", f"{', '.join(codes)} {how}", style="dim")

    def heard(self, *, code: str, by: Collection[str], missed: Collection[str]) -> None:
        """Say who hears a seat speak."""
        style = "bold red" if missed else "dim green"
        self._line("", f"♪ {code} is heard by {', '.join(by) or 'nobody'}{_but(missed)}", style=style)

    def met(self, number: int) -> None:
        """Say how many expectations of a step were served."""
        if number:
            self._line("", f"✓ {number} served as expected", style="dim green")

    def fails(self, text: str) -> None:
        """Say what did not hold."""
        self._line("", f"✘ {text}", style="bold red")

    def ends(self, report: Report) -> None:
        """Sum up."""
        self._say("")
        self._say(f"Acts done        {report.acts}")
        self._say(f"Probes refused   {report.refused} of {report.probes}, none of which left a line")
        self._say(f"Expectations met {report.expect_met} of {report.expect_total}")
        if report.decision:
            self._say(f"Decision         {report.decision}")
        if report.body:
            self._say(f"Body             {report.body}")
        if report.sounded:
            self._say(f"Speeches heard   {len(report.sounded.heard)}, sounds not allowed {len(report.sounded.leaks)}")
        if report.record:
            held = "holds" if report.verified else "DOES NOT HOLD"
            self._say(f"Record           {report.record} ({report.lines} lines, {held}), key {report.key}")
        if report.documents:
            self._say(f"Documents        {len(report.documents)}, in {', '.join(report.languages)}")
        if report.tasks or report.reports:
            self._say(f"Follow-up        tasks: {len(report.tasks)}, reports of implementation: {len(report.reports)}")
        if report.convened:
            self._say(f"Next meeting     {report.convened}")
        if report.archive:
            self._say(f"Archive          {report.archive}")
        self._say(f"Took             {report.seconds:.1f} s")
        for failure in report.failures:
            self._say(f"✘ {failure}", style="red")
        self._say("All as it should be." if report.holds else "Not all is as it should be.", style="bold")

    def _name(self, meeting: Meeting | None, code: str) -> str:
        """Return what a seat is called on the day of the meeting, once that is known."""
        seat = meeting.find_seat(code) if meeting else None
        return pick(seat.names, "en") if seat else self._names.get(code, code)

    def _line(self, code: str, text: str, *, style: str = "") -> None:
        line = Text(f"  {code:<5}", style="bold")
        line.append(shortened(text) if style == "dim" else text, style=style or "not bold")
        self._console.print(line, soft_wrap=True)

    def _say(self, text: str, *, style: str = "") -> None:
        self._console.print(Text(text, style=style), soft_wrap=True)


def _but(missed: Collection[str]) -> str:
    return f", NOT by {', '.join(missed)}" if missed else ""
