"""What a rehearsal showed: how much was played, what was refused, what was served as expected, and what was not."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kenesh.sites.rehearsal.media.sounds import Sounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A probe as it was refused: by which act of which seat, under which rule, for which reason."""

    seat: str
    act: str
    rule: str
    number: str
    reason: str


@dataclass
class Report:
    """The figures of one rehearsal; ``failures`` says in a line each what did not hold."""

    site: str
    acts: int = 0
    probes: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    expect_met: int = 0
    expect_total: int = 0
    seconds: float = 0.0
    decision: str = ""
    body: str = ""
    verified: bool = False
    lines: int = 0
    record: Path | None = None
    key: Path | None = None
    documents: list[dict[str, str]] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    archive: Path | None = None
    tasks: list[dict[str, Any]] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    convened: str = ""
    sounded: Sounded | None = None
    failures: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many probes were refused under their rule."""
        return len(self.refusals)

    @property
    def holds(self) -> bool:
        """Whether everything was as the scenario says."""
        complete = self.expect_met == self.expect_total and self.refused == self.probes
        return complete and self.verified and not self.failures

    def as_json(self) -> dict[str, Any]:
        """Return the figures for a program."""
        return {
            "ok": self.holds,
            "acts": self.acts,
            "refused": self.refused,
            "probes": [asdict(refusal) for refusal in self.refusals],
            "expect_met": self.expect_met,
            "expect_total": self.expect_total,
            "seconds": round(self.seconds, 2),
            "decision": self.decision,
            "body": self.body,
            "verified": self.verified,
            "lines": self.lines,
            "site": self.site,
            "record": str(self.record or ""),
            "key": str(self.key or ""),
            "documents": self.documents,
            "languages": self.languages,
            "archive": str(self.archive or ""),
            "tasks": self.tasks,
            "reports": self.reports,
            "convened": self.convened,
            "failures": self.failures,
            **(self.sounded.as_json() if self.sounded else {}),
        }
