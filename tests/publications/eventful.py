"""A meeting in which everything happens that a record can hold, an hour apart where it matters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.journal import apply
from kenesh.meetings.domain.state import MACHINE, Meeting
from kenesh.publications.domain.account import Account
from kenesh.publications.domain.telling import account_of
from tests.meetings.records import convened, seat

START = datetime(2020, 5, 7, 21, 0, tzinfo=UTC)
VERSION = e.Version(title="On help", paragraphs=("Help each other.", "Meet again."), body_name="", body_mandate="")
BODY = e.Version(title="A group", paragraphs=("Set up a group.",), body_name="The Group", body_mandate="To talk.")


def _put(number: int, kind: e.SubjectKind, subject: int, method: str = "majority") -> e.QuestionPut:
    return e.QuestionPut(
        question=number,
        subject=e.Subject(kind=kind, number=subject),
        method=method,  # type: ignore[arg-type]  # one of the methods
        majority="simple",
        deadline=None,
        order=(),
    )


def _closed(
    number: int, outcome: e.Outcome, rule: str, positions: dict[str, e.Position]
) -> tuple[tuple[str, e.Event], ...]:
    taken = ((code, e.PositionTaken(question=number, seat=code, position=given)) for code, given in positions.items())
    return (*taken, ("AZ", _outcome(number, outcome, rule, positions)))


def _outcome(number: int, outcome: e.Outcome, rule: str, positions: dict[str, e.Position]) -> e.Event:
    counted = list(positions.values())
    return e.QuestionClosed(
        question=number,
        outcome=outcome,
        rule=rule,
        entitled=("AZ", "KZ", "TR"),
        present=("AZ", "KZ", "TR"),
        positions=positions,
        objections=(),
        yes=counted.count("yes"),
        no=counted.count("no"),
        abstain=counted.count("abstain"),
        needed=2,
    )


def _floor(speech: int, code: str, kind: str = "statement", reason: str = "") -> e.FloorGiven:
    return e.FloorGiven(
        speech=speech,
        request=None,
        seat=code,
        kind=kind,  # type: ignore[arg-type]  # one of the kinds
        seconds=0,
        reason=reason,
    )


def _text(number: int, code: str, language: str, text: str, speech: int | None, *, summary: bool) -> e.Event:
    return e.StatementHandedIn(
        statement=number, seat=code, speech=speech, item=None, language=language, text=text, summary=summary
    )


def _shown(number: int, kind: e.ExhibitKind, reference: str = "") -> e.Event:
    return e.ExhibitShown(exhibit=number, seat="TR", kind=kind, title=f"A {kind}", reference=reference)


def _tabled(number: int, version: e.Version) -> e.Event:
    body = e.Establishment(members=("AZ", "KZ"), convenor="SEC", first_meeting_by=date(2020, 6, 1))
    return e.ProposalTabled(
        proposal=number,
        seat="KZ",
        item=None,
        language="en",
        version=version,
        establishes=body if version.body_name else None,
    )


def _amended(number: int, change: e.Change) -> e.Event:
    return e.AmendmentTabled(amendment=number, proposal=1, seat="TR", change=change, paragraph=2, text="Soon.")


BEFORE: tuple[tuple[str, e.Event], ...] = (
    (MACHINE, e.SeatConnected(seat="AZ")),
    ("SEC", e.SeatMarkedPresent(seat="KZ")),
    (MACHINE, e.SeatConnected(seat="SEC")),
    (MACHINE, e.SeatConnected(seat="KZ")),
    (MACHINE, e.SeatDisconnected(seat="KZ")),
    ("AZ", e.MeetingOpened(present=("AZ", "KZ", "SEC"))),
)
UNDER_WAY: tuple[tuple[str, e.Event], ...] = (
    (MACHINE, e.SeatConnected(seat="TR")),
    (MACHINE, e.SeatDisconnected(seat="TR")),
    (MACHINE, e.SeatConnected(seat="TR")),
    (MACHINE, e.SeatConnected(seat="HU")),
    (MACHINE, e.SeatDisconnected(seat="HU")),
    ("SEC", e.SeatMarkedAbsent(seat="KZ")),
    ("AZ", e.AgendaItemOpened(item=1)),
    ("AZ", _floor(1, "KZ", reason="Its minister leaves")),
    ("KZ", _text(1, "KZ", "en", "In English.", 1, summary=False)),
    ("KZ", _text(2, "KZ", "tr", "Türkçe.", 1, summary=True)),
    ("KZ", e.FloorYielded(speech=1)),
    ("TR", _text(3, "TR", "tr", "Önceden.\n\nİkinci satır.", None, summary=False)),
    ("AZ", _floor(2, "TR", "point_of_order")),
    ("TR", e.FloorYielded(speech=2)),
    ("AZ", e.PointRuled(ruling=1, seat="TR", sustained=True, text="It is in order.")),
    ("AZ", _floor(3, "TR", "point_of_order")),
    ("TR", e.FloorYielded(speech=3)),
    ("AZ", e.PointRuled(ruling=2, seat="TR", sustained=False, text="It is not.")),
    ("KZ", e.RulingAppealed(ruling=2, seat="KZ")),
    ("AZ", _put(1, "ruling", 2)),
    *_closed(1, "not_adopted", "majority", {"KZ": "no", "TR": "yes"}),
    ("AZ", e.RulingUpheld(ruling=2)),
    ("AZ", e.SeatCalledToOrder(seat="KZ", reason="It spoke of another item")),
    ("TR", _shown(1, "paper", "TC/1")),
    ("TR", _shown(2, "measures")),
    ("KZ", _tabled(1, VERSION)),
    ("KZ", _tabled(2, BODY)),
    ("KZ", _tabled(3, VERSION)),
    ("KZ", e.ProposalWithdrawn(proposal=3)),
    ("TR", _amended(1, "adds")),
    ("TR", _amended(2, "deletes")),
    ("TR", _amended(3, "changes")),
    ("KZ", e.AmendmentIncorporated(amendment=1)),
    ("TR", e.AmendmentWithdrawn(amendment=3)),
    ("AZ", _put(2, "amendment", 2)),
    *_closed(2, "not_adopted", "majority", {"AZ": "no", "KZ": "no", "TR": "yes"}),
    ("AZ", e.AmendmentRejected(amendment=2)),
    ("AZ", e.MeetingSuspended(reason="Coffee")),
    ("AZ", e.MeetingResumed(present=("AZ", "KZ", "SEC"))),
    ("AZ", e.ChairHandedOver(from_seat="AZ", to_seat="KZ")),
    ("KZ", _put(3, "proposal", 1, "consensus")),
    ("TR", e.ObjectionRaised(question=3, seat="TR", reason="Not yet")),
    ("AZ", e.ObjectionRaised(question=3, seat="AZ", reason="")),
    ("KZ", e.QuestionWithdrawn(question=3)),
    ("KZ", _put(4, "proposal", 2)),
    *_closed(4, "adopted", "majority", {"AZ": "yes", "KZ": "yes"}),
    ("KZ", e.DecisionAdopted(decision=1, symbol="TC/MIG/2020/1/DEC.1", question=4, proposal=2, versions={"en": BODY})),
    (
        "KZ",
        e.BodyEstablished(
            decision=1,
            names={"en": "The Group"},
            mandates={"en": "To talk."},
            members=("AZ", "KZ"),
            convenor="SEC",
            first_meeting_by=date(2020, 6, 1),
        ),
    ),
    ("TR", e.PositionExplained(question=4, seat="TR", language="tr", text="Çünkü.")),
    ("TR", e.InterpretativeStatementAttached(decision=1, seat="TR", language="tr", text="Böyle anlıyoruz.")),
    ("KZ", _floor(4, "AZ", "right_of_reply")),
)


@cache
def eventful() -> Account:
    """Return the account, ten minutes from act to act: the meeting goes on into the next day."""
    begun = convened()
    observer = replace(seat("HU", precedence=5), status="observer", names={"en": "Hungary"})
    absent = replace(seat("UZ", precedence=6), names={"en": "Uzbekistan"}, authority={})
    meeting, told = _told(replace(begun, seats=(*begun.seats, observer, absent)), (*BEFORE, *UNDER_WAY))
    return account_of(meeting=meeting, events=told)


def _told(
    begun: e.MeetingConvened, acts: Sequence[tuple[str, e.Event]]
) -> tuple[Meeting, list[tuple[e.Event, datetime]]]:
    meeting, told = apply(None, begun, at=START, by="SEC"), [(begun, START)]
    events: list[tuple[e.Event, datetime]] = [*told]
    for number, (by, event) in enumerate(acts):
        at = START + timedelta(minutes=10 * number)
        meeting = apply(meeting, event, at=at, by=by)
        events.append((event, at))
    return meeting, events
