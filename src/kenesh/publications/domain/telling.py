"""The fold of a record into an account: the events give the order and the hours, the last state gives the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.profile import Texts
from kenesh.meetings.domain.state import Meeting, Question
from kenesh.publications.domain import account as a
from kenesh.publications.domain.presence import attendance

Told = tuple[e.Event, datetime]


@dataclass(slots=True)
class _Draft:
    """Sections under way, in the order in which their items were first taken up."""

    entries: dict[int, list[a.Entry]] = field(default_factory=dict[int, list[a.Entry]])
    opened: dict[int, datetime] = field(default_factory=dict[int, datetime])
    item: int = 0

    def open(self, item: int, at: datetime) -> None:
        self.item = item
        self.opened.setdefault(item, at)
        self.entries.setdefault(item, [])

    def add(self, entry: a.Entry) -> None:
        self.entries.setdefault(self.item, []).append(entry)


def account_of(*, meeting: Meeting, events: Sequence[Told]) -> a.Account:
    """Return the account of a meeting from its last state and all that happened, in order."""
    draft = _Draft()
    facts = _Facts(meeting=meeting, words=_words(meeting), resumptions=_resumptions(events))
    for event, at in events:
        if isinstance(event, e.AgendaItemOpened):
            draft.open(event.item, at)
        elif (entry := facts.entry(event, at)) is not None:
            draft.add(entry)
    titles = {item.number: item.titles for item in meeting.agenda}
    return a.Account(
        symbol=meeting.symbol,
        council_names=meeting.council_names,
        body=meeting.body,
        title=meeting.title,
        referral=meeting.referral,
        languages=meeting.languages,
        seats={seat.code: seat for seat in meeting.seats},
        host=meeting.presidencies[0].seat,
        starts_at=meeting.starts_at,
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        presidencies=meeting.presidencies,
        attendance=attendance(codes=[seat.code for seat in meeting.seats], events=events),
        agenda_adopted=meeting.agenda_adopted,
        items=titles,
        sections=_sections(draft, titles),
        decisions=meeting.decisions,
    )


def _sections(draft: _Draft, titles: Mapping[int, Texts]) -> tuple[a.Section, ...]:
    return tuple(
        a.Section(item=item, titles=titles.get(item, {}), opened_at=draft.opened.get(item), entries=tuple(entries))
        for item, entries in draft.entries.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What an event became in the end."""

    meeting: Meeting
    words: Mapping[int | None, list[a.Words]]
    resumptions: Mapping[datetime, datetime]

    def entry(self, event: e.Event, at: datetime) -> a.Entry | None:  # noqa: C901, PLR0911 -- one return per kind
        match event:
            case e.FloorGiven():
                return self._spoke(event)
            case e.StatementHandedIn(speech=None):
                return a.HandedIn(at=at, words=_as_words(event))
            case e.ExhibitShown():
                return a.Showed(seat=event.seat, kind=event.kind, title=event.title, reference=event.reference, at=at)
            case e.PointRuled():
                return self._ruled(event, at)
            case e.SeatCalledToOrder():
                return a.CalledToOrder(seat=event.seat, reason=event.reason, at=at)
            case e.ProposalTabled():
                return self._tabled(event, at)
            case e.AmendmentTabled():
                return self._amended(event, at)
            case e.QuestionPut():
                return self._asked(self.meeting.questions[event.question - 1])
            case e.MeetingSuspended():
                return a.Suspended(at=at, reason=event.reason, resumed_at=self.resumptions.get(at))
            case e.ChairHandedOver():
                return a.HandedOver(at=at, to_seat=event.to_seat)
            case _:
                return None

    def _spoke(self, given: e.FloorGiven) -> a.Spoke:
        speech = self.meeting.speeches[given.speech - 1]
        return a.Spoke(
            seat=speech.seat,
            kind=speech.kind,
            at=speech.started_at,
            until=speech.ended_at,
            reason=speech.reason,
            words=tuple(self.words.get(speech.number, ())),
        )

    def _ruled(self, ruled: e.PointRuled, at: datetime) -> a.Ruled:
        ruling = self.meeting.rulings[ruled.ruling - 1]
        return a.Ruled(
            seat=ruling.seat,
            sustained=ruling.sustained,
            text=ruling.text,
            at=at,
            appealed_by=ruling.appealed_by,
            stands=ruling.stands,
        )

    def _tabled(self, tabled: e.ProposalTabled, at: datetime) -> a.Tabled:
        proposal = self.meeting.proposals[tabled.proposal - 1]
        return a.Tabled(
            seat=tabled.seat,
            symbol=self._symbol(tabled.proposal),
            titles=_titles(proposal.versions),
            at=at,
            withdrawn=proposal.state == "withdrawn",
        )

    def _amended(self, tabled: e.AmendmentTabled, at: datetime) -> a.Amended:
        amendment = self.meeting.amendments[tabled.amendment - 1]
        return a.Amended(
            seat=tabled.seat,
            symbol=self._symbol(tabled.proposal),
            change=tabled.change,
            paragraph=tabled.paragraph,
            text=tabled.text,
            at=at,
            state=amendment.state,
        )

    def _asked(self, question: Question) -> a.Asked:
        tally = question.tally
        decision = next((one for one in self.meeting.decisions if one.question == question.number), None)
        proposal = self._proposal_of(question.subject)
        return a.Asked(
            number=question.number,
            subject=question.subject.kind,
            symbol=self._symbol(proposal) if proposal else "",
            titles=_titles(self.meeting.proposals[proposal - 1].versions) if proposal else {},
            method=question.method,
            at=question.put_at,
            chair=question.chair,
            outcome=tally.outcome if tally else None,
            rule=self.meeting.profile.rules.get(tally.rule) if tally else None,
            entitled=tally.entitled if tally else (),
            positions=question.positions,
            objections=question.objections,
            yes=tally.yes if tally else 0,
            no=tally.no if tally else 0,
            abstain=tally.abstain if tally else 0,
            needed=tally.needed if tally else 0,
            explanations=question.explanations,
            decision=decision,
        )

    def _proposal_of(self, subject: e.Subject) -> int:
        if subject.kind == "proposal":
            return subject.number
        if subject.kind == "amendment":
            return self.meeting.amendments[subject.number - 1].proposal
        return 0

    def _symbol(self, proposal: int) -> str:
        return f"{self.meeting.symbol}/P.{proposal}"


def _words(meeting: Meeting) -> dict[int | None, list[a.Words]]:
    found: dict[int | None, list[a.Words]] = {}
    for one in meeting.statements:
        words = a.Words(seat=one.seat, language=one.language, text=one.text, summary=one.summary)
        found.setdefault(one.speech, []).append(words)
    return found


def _as_words(event: e.StatementHandedIn) -> a.Words:
    return a.Words(seat=event.seat, language=event.language, text=event.text, summary=event.summary)


def _titles(versions: Mapping[str, e.Version]) -> dict[str, str]:
    return {language: version.title for language, version in versions.items()}


def _resumptions(events: Iterable[Told]) -> dict[datetime, datetime]:
    found: dict[datetime, datetime] = {}
    since: datetime | None = None
    for event, at in events:
        if isinstance(event, e.MeetingSuspended):
            since = at
        elif isinstance(event, e.MeetingResumed) and since is not None:
            found[since] = at
            since = None
    return found
