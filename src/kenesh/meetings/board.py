"""What the room shows of a meeting: the state laid out for templates, no rule decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kenesh.core.domain.text import nearest, pick
from kenesh.meetings.domain.hearing import hearing
from kenesh.meetings.domain.rules.floor import speakers_in_order
from kenesh.meetings.domain.rules.guards import entitled_seats, members_counted
from kenesh.meetings.domain.rules.proposals import conflicts, pending_amendments
from kenesh.meetings.forms.acts import FORMS
from kenesh.meetings.forms.questions import PutQuestion
from kenesh.meetings.models import slug_of_paper
from kenesh.meetings.wording import (
    CHANGE,
    EXHIBIT,
    KIND,
    METHOD,
    OUTCOME,
    PAPER_STANDING,
    PHASE,
    POSITION,
    STATUS,
    reading,
)

if TYPE_CHECKING:
    from kenesh.meetings.domain.state import Meeting, Paper, Proposal, Question, Seat, Speech
    from kenesh.meetings.forms.base import ActForm

LATEST: Final = 10  # statements and past questions shown in the room; the meeting's page has them all


class Forms:
    """A seat's forms by the act, each made when a template asks for it: there are many, and a desk shows few."""

    def __init__(self, *, meeting: Meeting, seat: str, bound: ActForm | None) -> None:
        """Keep what the forms are made of; ``bound`` is one that came back."""
        self._meeting, self._seat, self._bound = meeting, seat, bound

    def __getitem__(self, act: str) -> ActForm:
        """Return the form of an act."""
        if self._bound is not None and self._bound.act == act:
            return self._bound
        return FORMS[act](meeting=self._meeting, seat=self._seat)


def view_of(meeting: Meeting) -> dict[str, Any]:
    """Return what every region of the room shows."""
    seats = {seat.code: _seat(meeting, seat) for seat in meeting.seats}
    return {
        "meeting": meeting,
        "phase": PHASE[meeting.phase],
        "seats": seats,
        "chair": seats[meeting.presiding],
        "item": meeting.item,
        "pending_items": [item for item in meeting.agenda if item.state == "pending"],
        "speech": _speech(seats, meeting.speech),
        "interrupted": [_speech(seats, meeting.speeches[number - 1]) for number in meeting.interrupted],
        "waiting": [_waiting(seats, request) for request in speakers_in_order(meeting)],
        "point_heard": seats.get(meeting.point_heard or ""),
        "ruling": meeting.rulings[-1] if meeting.rulings else None,
        "exhibit": _exhibit(seats, meeting),
        "captions": _captions(meeting),
        "hearing": hearing(meeting),
        "quorum": _quorum(meeting),
        "question": _question(meeting, seats, meeting.question),
        "silences": [_question(meeting, seats, q) for q in meeting.open_questions if q.method == "silence"],
        "decided": [_question(meeting, seats, q) for q in _latest(meeting.questions) if q.state == "closed"],
        "proposals": [_proposal(meeting, seats, p) for p in _latest(meeting.proposals) if p.state != "withdrawn"],
        "decisions": list(_latest(meeting.decisions)),
        "statements": [{"seat": seats[s.seat], "statement": s} for s in _latest(meeting.statements)],
        "statements_total": len(meeting.statements),
    }


def desk_of(meeting: Meeting, code: str, *, bound: ActForm | None = None) -> dict[str, Any]:
    """Return a seat's own forms, by the act; ``bound`` takes the place of its own act's form."""
    seat = meeting.find_seat(code)
    shown = view_of(meeting)
    entitled = seat in entitled_seats(meeting)
    return shown | {
        "own": shown["seats"].get(code),
        "is_chair": code == meeting.presiding,
        "is_secretariat": seat is not None and seat.status == "secretariat",
        "has_floor": meeting.speech is not None and meeting.speech.seat == code,
        "own_requests": {r.kind for r in (*meeting.points, *meeting.speakers) if r.seat == code},
        "may_speak": seat is not None and seat.status in meeting.profile.may_speak,
        "may_propose": seat is not None and seat.status in meeting.profile.may_propose,
        "may_raise_points": seat is not None and seat.status in meeting.profile.may_raise_points,
        "entitled": entitled,
        "position": meeting.question.positions.get(code) if meeting.question else None,
        "objected": meeting.question is not None and code in meeting.question.objections,
        "called": meeting.question is not None
        and (meeting.question.method != "roll_call" or code in meeting.question.called),
        "appellant": _has_appealed(meeting, code),
        "questions_to_put": _to_put(meeting, code) if code == meeting.presiding else [],
        "forms": Forms(meeting=meeting, seat=code, bound=bound),
        "bound": bound,
        "positions_to_take": POSITION,
    }


def _has_appealed(meeting: Meeting, code: str) -> bool:
    question = meeting.question
    return (
        question is not None
        and question.subject.kind == "ruling"
        and meeting.rulings[question.subject.number - 1].appealed_by == code
    )


def _latest(things: tuple[Any, ...]) -> tuple[Any, ...]:
    return things[-LATEST:][::-1]


def _seat(meeting: Meeting, seat: Seat) -> dict[str, Any]:
    return {
        "code": seat.code,
        "name": pick(seat.names, reading()),
        "authority": pick(seat.authority, reading()),
        "status": STATUS[seat.status],
        "standing": seat.status,
        "present": seat.present,
        "marked": seat.marked,
        "connected": seat.connected,
        "chair": seat.code == meeting.presiding,
        "time_zone": seat.time_zone,
        "deputy": seat.delegation.deputy if seat.delegation else None,
        "deputy_language": seat.delegation.language if seat.delegation else "",
        "admitted": seat.admitted,
        "speaking": meeting.speech is not None and meeting.speech.seat == seat.code,
        "waiting": any(request.seat == seat.code for request in (*meeting.points, *meeting.speakers)),
    }


def _speech(seats: dict[str, Any], speech: Speech | None) -> dict[str, Any] | None:
    if speech is None:
        return None
    return {
        "speech": speech,
        "seat": seats[speech.seat],
        "kind": KIND[speech.kind],
        "left": speech.seconds - speech.spoken,
    }


def _waiting(seats: dict[str, Any], request: Any) -> dict[str, Any]:
    return {"request": request, "seat": seats[request.seat], "kind": KIND[request.kind]}


def _captions(meeting: Meeting) -> list[dict[str, Any]]:
    """Return what can be read along: the texts handed in for this speech, and the last words typed of it."""
    speech = meeting.speech
    if speech is None:
        return []
    prepared = [
        {"language": one.language, "text": one.text, "typed": False}
        for one in meeting.statements
        if one.seat == speech.seat and one.item == speech.item and one.speech in {None, speech.number}
    ]
    typed = [
        {"language": one.language, "text": one.text, "typed": True}
        for one in meeting.captions
        if one.speech == speech.number
    ]
    return prepared + typed


def _exhibit(seats: dict[str, Any], meeting: Meeting) -> dict[str, Any] | None:
    exhibit = meeting.exhibit
    if exhibit is None:
        return None
    paper = meeting.find_paper(exhibit.reference) if exhibit.kind == "paper" else None
    slug = _slug(meeting, paper.symbol) if paper else ""
    return {"exhibit": exhibit, "seat": seats[exhibit.seat], "kind": EXHIBIT[exhibit.kind], "paper": slug}


def _quorum(meeting: Meeting) -> dict[str, Any]:
    present = len(members_counted(meeting))
    share = meeting.profile.quorum_open if meeting.phase == "convened" else meeting.profile.quorum_decide
    needed = share.of(len(meeting.members))
    return {"present": present, "members": len(meeting.members), "needed": needed, "met": present >= needed}


def _question(meeting: Meeting, seats: dict[str, Any], question: Question | None) -> dict[str, Any] | None:
    if question is None:
        return None
    tally = question.tally
    codes = tally.entitled if tally else tuple(seat.code for seat in entitled_seats(meeting, question=question))
    rule = meeting.profile.rules[tally.rule] if tally else None
    return {
        "question": question,
        "subject": question.subject,
        "text": _subject(meeting, question),
        "method": METHOD[question.method],
        "rule": rule,
        "outcome": OUTCOME[tally.outcome] if tally else None,
        "tally": tally,
        "rows": [_position(seats, question, code) for code in codes],
        "objections": [{"seat": seats[code], "reason": why} for code, why in question.objections.items()],
        "explanations": [{"seat": seats[note.seat], "note": note} for note in question.explanations],
        "deadlines": _by_zone(seats) if question.deadline else [],
    }


def _by_zone(seats: dict[str, Any]) -> list[dict[str, Any]]:
    """Return seats of one time zone together, the zones in order of precedence."""
    zones = list(dict.fromkeys(seat["time_zone"] for seat in seats.values()))
    return sorted(seats.values(), key=lambda seat: zones.index(seat["time_zone"]))


def _position(seats: dict[str, Any], question: Question, code: str) -> dict[str, Any]:
    position = question.positions.get(code)
    word = POSITION.get(position) if position else None
    return {
        "seat": seats[code],
        "position": position,
        "word": word,
        "objects": code in question.objections,
        "called": code in question.called,
    }


def _subject(meeting: Meeting, question: Question) -> str:
    """Return the title of what the question is about, where it has one."""
    number = question.subject.number
    match question.subject.kind:
        case "proposal":
            return _title(meeting.proposals[number - 1])
        case "amendment":
            return _title(meeting.proposals[meeting.amendments[number - 1].proposal - 1])
        case "ruling":
            return meeting.rulings[number - 1].text
        case "agenda":
            return ""


def _title(proposal: Proposal) -> str:
    return pick({language: version.title for language, version in proposal.versions.items()}, reading())


def _proposal(meeting: Meeting, seats: dict[str, Any], proposal: Proposal) -> dict[str, Any]:
    language = reading() if reading() in proposal.final else proposal.original
    missing = [code for code in meeting.profile.final_languages if code not in proposal.final]
    return {
        "proposal": proposal,
        "symbol": f"{meeting.symbol}/P.{proposal.number}",
        "language": language,
        "version": proposal.versions[language],
        "languages": [(code, code in proposal.final) for code in proposal.versions],
        "missing": missing,
        "seat": seats[proposal.seat],
        "sponsors": [seats[code] for code in proposal.sponsors if code != proposal.seat],
        "members": [seats[code] for code in proposal.establishes.members] if proposal.establishes else [],
        "convenor": seats[proposal.establishes.convenor] if proposal.establishes else None,
        "amendments": [
            {
                "amendment": amendment,
                "seat": seats[amendment.seat],
                "change": CHANGE[amendment.change],
                "conflicts": conflicts(meeting, amendment) if amendment.state == "before" else (),
            }
            for amendment in meeting.amendments
            if amendment.proposal == proposal.number and amendment.state != "withdrawn"
        ],
        "being_decided": any(
            q.subject.kind == "proposal" and q.subject.number == proposal.number for q in meeting.open_questions
        ),
    }


def proposals_of(meeting: Meeting) -> list[dict[str, Any]]:
    """Return every proposal that was not withdrawn, as its page shows it."""
    seats = {seat.code: _seat(meeting, seat) for seat in meeting.seats}
    return [_proposal(meeting, seats, one) for one in meeting.proposals if one.state != "withdrawn"]


def proposal_of(meeting: Meeting, number: int) -> dict[str, Any]:
    """Return a proposal with its text in every language, the original's first, and how each of them stands."""
    proposal = meeting.proposals[number - 1]
    seats = {seat.code: _seat(meeting, seat) for seat in meeting.seats}
    languages = sorted(proposal.versions, key=lambda language: language != proposal.original)
    return _proposal(meeting, seats, proposal) | {
        "texts": [
            {
                "language": language,
                "version": proposal.versions[language],
                "standing": (standing := _standing(proposal, language)),
                "word": PAPER_STANDING[standing],
            }
            for language in languages
        ]
    }


def papers_of(papers: tuple[Paper, ...], meeting: Meeting) -> list[dict[str, Any]]:
    """Return papers as all who are in the room are shown them: by symbol, for the record holds no title."""
    return [
        {"symbol": paper.symbol, "slug": _slug(meeting, paper.symbol), "item": paper.item, "titles": {}}
        for paper in papers
    ]


def _slug(meeting: Meeting, symbol: str) -> str:
    return slug_of_paper(symbol.removeprefix(f"{meeting.symbol}/"))


def _standing(proposal: Proposal, language: str) -> str:
    if language in proposal.final:
        return "final"
    return "stale" if language in proposal.stale else "draft"


def _to_put(meeting: Meeting, code: str) -> list[dict[str, Any]]:
    """Return the questions the Chair could put now, each with its form."""
    found: list[tuple[str, int, str]] = []
    if not meeting.agenda_adopted and meeting.agenda:
        found.append(("agenda", 0, ""))
    for proposal in meeting.proposals:
        if proposal.state == "before":
            pending = pending_amendments(meeting, proposal.number)
            found += [("amendment", amendment.number, _title(proposal)) for amendment in pending]
            found += [] if pending else [("proposal", proposal.number, _title(proposal))]
    return [
        {
            "kind": kind,
            "number": number,
            "title": title,
            "form": PutQuestion(meeting=meeting, seat=code).offer(kind=kind, subject=number),
        }
        for kind, number, title in found
    ]


def decision_of(meeting: Meeting, number: int) -> dict[str, Any]:
    """Return what the page of a decision shows."""
    decision = meeting.decisions[number - 1]
    seats = {seat.code: _seat(meeting, seat) for seat in meeting.seats}
    language = nearest(decision.versions, reading())
    body = decision.body
    return {
        "decision": decision,
        "language": language,
        "version": decision.versions[language],
        "shown": _question(meeting, seats, meeting.questions[decision.question - 1]),
        "body_members": [seats[code]["name"] for code in body.members] if body else [],
        "body_convenor": seats[body.convenor]["name"] if body else "",
        "interpretations": [{"seat": seats[note.seat], "note": note} for note in decision.interpretations],
    }
