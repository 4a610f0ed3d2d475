"""What changes the register and what follows from it; the register itself is kept inside the act that adopts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import override as in_language

from kenesh.core import chain, clock, outbox
from kenesh.core.domain.text import gettext_noop, pick
from kenesh.council import actions as council_actions
from kenesh.decisions import wording
from kenesh.decisions.domain.implementation import Report as Said
from kenesh.decisions.domain.implementation import Stage
from kenesh.decisions.domain.implementation import report as checked
from kenesh.decisions.domain.search import folded
from kenesh.decisions.models import Decision, Nomination, Reminder, Report, Task
from kenesh.decisions.queries.follow_up import due_reminders, said
from kenesh.decisions.queries.register import search_words
from kenesh.meetings import queries as meeting_queries
from kenesh.meetings.domain.events import BodyEstablished, DecisionAdopted, MeetingClosed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from kenesh.council.access import Body, Seat
    from kenesh.decisions.queries.follow_up import DueReminder

FOLLOWED: Final = frozenset({kind.__name__ for kind in (DecisionAdopted, BodyEstablished, MeetingClosed)})


class NominatedAlready(Exception):
    """An address that represents this seat in this body already."""

    title = gettext_noop("This person represents your seat in this body already.")
    retry = False


# --- the register ----------------------------------------------------------------------------------------------------


def follow_journal(*, journal_id: UUID, lines: Sequence[chain.Line]) -> None:
    """Register the decisions adopted in these lines and their bodies; both are public once the meeting ends."""
    followed = [line for line in lines if line.kind in FOLLOWED]  # every act comes by here, and few adopt anything
    for line, event in meeting_queries.events(lines=followed):
        if isinstance(event, DecisionAdopted):
            register_decision(journal_id=journal_id, adopted=event, at=line.at)
        elif isinstance(event, BodyEstablished):
            establish_body(journal_id=journal_id, established=event)
        elif isinstance(event, MeetingClosed):
            publish(journal_id=journal_id)


def register_decision(*, journal_id: UUID, adopted: DecisionAdopted, at: str) -> Decision:
    """Enter a decision, with what it is found by and with those who will report on it: the members of that day."""
    meeting = meeting_queries.meeting_of(journal_id=journal_id)
    state = meeting_queries.head(journal_id=journal_id).meeting
    question = state.questions[adopted.question - 1]
    decision = Decision.objects.create(
        council=meeting.council,
        meeting=meeting,
        number=adopted.decision,
        symbol=adopted.symbol,
        slug=slugify(adopted.symbol.replace("/", "-").replace(".", "-")),
        titles={language: version.title for language, version in adopted.versions.items()},
        adopted_at=chain.moment(at),
        method=question.method,
        rule=question.tally.rule if question.tally else "",
        words=folded(search_words(symbol=adopted.symbol, told=state.decisions[adopted.decision - 1])),
    )
    members = [seat.code for seat in state.seats if seat.status == "member"]
    decision.addressees.set(meeting.council.seats.filter(code__in=members))
    return decision


def establish_body(*, journal_id: UUID, established: BodyEstablished) -> None:
    """Let the body a decision establishes stand in the council."""
    decision = Decision.objects.select_related("council").get(
        meeting__journal_id=journal_id, number=established.decision
    )
    name = pick(established.names, "en")
    body = council_actions.establish_body(
        council=decision.council,
        slug=slugify(name)[:60] or "body",
        names=established.names,
        mandate=established.mandates,
        seats=established.members,
        convenor=established.convenor,
        established_by=decision.symbol,
        established_on=decision.adopted_at.date(),
        is_public=False,
    )
    decision.body = body.slug
    decision.save(update_fields=["body"])


def publish(*, journal_id: UUID) -> None:
    """Let the bodies that a meeting established be seen by all, as its decisions are from now on."""
    meeting = meeting_queries.meeting_of(journal_id=journal_id)
    symbols = Decision.objects.filter(meeting=meeting).values_list("symbol", flat=True)
    council_actions.publish_bodies(council=meeting.council, established_by=list(symbols))


# --- what follows ----------------------------------------------------------------------------------------------------


@transaction.atomic
def make_task(
    *,
    decision: Decision,
    texts: Mapping[str, str],
    owners: Collection[str],
    due_on: date | None = None,
    paragraph: int | None = None,
    proof: str = "",
) -> Task:
    """Ask something of some seats, by a day: the next task of the decision. Its owners are reminded before that day."""
    Decision.objects.select_for_update().get(pk=decision.pk)  # two at once: one number each
    last = decision.tasks.aggregate(last=Max("number"))["last"] or 0
    task = decision.tasks.create(number=last + 1, texts=dict(texts), due_on=due_on, paragraph=paragraph, proof=proof)
    task.owners.set(decision.council.seats.filter(code__in=owners))
    return task


@transaction.atomic
def change_task(
    *, task: Task, texts: Mapping[str, str], owners: Collection[str], due_on: date | None, proof: str
) -> None:
    """Say a task anew; what was reported on it stays. A day that is moved is reminded of anew."""
    task.texts, task.due_on, task.proof = dict(texts), due_on, proof
    task.save(update_fields=["texts", "due_on", "proof"])
    task.owners.set(task.decision.council.seats.filter(code__in=owners))


@transaction.atomic
def report(
    *, decision: Decision, task: Task | None, seat: Seat, stage: str, note: str, proof: str, language: str
) -> Report:
    """Add what a seat says of its implementation to what was said before. Refused: NotReportable."""
    Decision.objects.select_for_update().get(pk=decision.pk)
    before = Report.objects.filter(decision=decision, task=task).select_related("seat")
    asked = (task.owners if task else decision.addressees).values_list("code", flat=True)
    new = Said(seat=seat.code, stage=Stage(stage), note=note, proof=proof)
    checked(before=said(reports=before), expected=set(asked), new=new)
    return Report.objects.create(
        decision=decision,
        task=task,
        seat=seat,
        stage=stage,
        note=note,
        proof=proof,
        language=language,
        at=clock.now(),
    )


def remind(*, on: date) -> int:
    """Write to the heads of delegation of every seat that is to be reminded on a day; return how many letters.

    What follows: each reminder is noted with its letters in one transaction, so that it is written once, whoever asks
    and how often. A seat without anybody to write to is asked for again.
    """
    return sum(_remind(due) for due in due_reminders(on=on))


def _remind(due: DueReminder) -> int:
    heads = [one for one in due.seat.people.filter(is_active=True).order_by("pk") if one.rank == "head"]
    if not heads:
        return 0
    try:
        with transaction.atomic():
            noted = Reminder.objects.create(
                task=due.task, seat=due.seat, due_on=due.due_on, step=due.step.key, at=clock.now()
            )
            return sum(_write(due, noted, head.pk, head.email, head.language) for head in heads)
    except IntegrityError:  # another process was first
        return 0


def _write(due: DueReminder, noted: Reminder, person: int, email: str, language: str) -> bool:
    task, decision = due.task, due.task.decision
    path = reverse("decisions:follow-up-of", args=[decision.council.slug, decision.slug])
    with in_language(language):
        subject, text = wording.reminder(
            symbol=decision.symbol,
            text=pick(task.texts, language),
            due_on=noted.due_on,
            is_late=due.step.is_late,
            link=f"{settings.SITE_URL}{path}#task-{task.number}",
        )
    return outbox.post(
        key=f"reminder:{noted.pk}:{person}",
        to=email,
        subject=subject,
        text=text,
        scope=decision.council.slug,
        language=language,
    )


# --- who represents whom ---------------------------------------------------------------------------------------------


def nominate(*, body: Body, seat: Seat, office: str, language: str, email: str) -> Nomination:
    """Name someone who represents a seat in a body. Refused: NominatedAlready."""
    try:
        with transaction.atomic():
            return Nomination.objects.create(
                body=body, seat=seat, office=office, language=language, email=email.strip().lower(), at=clock.now()
            )
    except IntegrityError:
        raise NominatedAlready from None


def withdraw_nomination(*, nomination: Nomination) -> None:
    """Let someone represent their seat no longer; that they did is kept."""
    Nomination.objects.filter(pk=nomination.pk, withdrawn_at=None).update(withdrawn_at=clock.now())
