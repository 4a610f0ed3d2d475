"""The acts of a meeting by name: every one a rule that answers with events or refuses."""

import inspect
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.rules import (
    agenda,
    amendments,
    circulation,
    convening,
    credentials,
    floor,
    order,
    outcomes,
    papers,
    proposals,
    questions,
    session,
)
from kenesh.meetings.domain.state import Meeting

Rule = Callable[..., tuple[e.Event, ...]]

_RULES: Final[tuple[Rule, ...]] = (
    convening.move_meeting,
    convening.cancel_meeting,
    session.open_meeting,
    session.suspend_meeting,
    session.resume_meeting,
    session.close_meeting,
    session.hand_over_chair,
    session.mark_present,
    session.mark_absent,
    credentials.announce_delegation,
    credentials.examine_credentials,
    credentials.admit_provisionally,
    agenda.add_agenda_item,
    agenda.reorder_agenda,
    agenda.open_item,
    agenda.close_item,
    floor.request_floor,
    floor.withdraw_request,
    floor.remove_request,
    floor.give_floor,
    floor.yield_floor,
    floor.time_out_floor,
    floor.extend_floor,
    floor.close_list,
    floor.reopen_list,
    order.rule_on_point,
    order.appeal_ruling,
    order.call_to_order,
    papers.hand_in_statement,
    papers.caption_speech,
    papers.show_exhibit,
    papers.withdraw_exhibit,
    proposals.table_proposal,
    proposals.translate_proposal,
    proposals.sponsor_proposal,
    proposals.withdraw_proposal,
    amendments.table_amendment,
    amendments.accept_amendment,
    amendments.withdraw_amendment,
    questions.put_question,
    questions.withdraw_question,
    questions.raise_objection,
    questions.withdraw_objection,
    questions.take_position,
    questions.call_seat,
    questions.break_silence,
    outcomes.close_question,
    outcomes.explain_position,
    outcomes.attach_interpretation,
)

ACTS: Final[Mapping[str, Rule]] = {rule.__name__: rule for rule in _RULES}

# What only the room itself does; never an act that a delegate can send.
ROOM_ACTS: Final[Mapping[str, Rule]] = {
    rule.__name__: rule
    for rule in (session.connect_seat, session.disconnect_seat, floor.time_out_floor, outcomes.close_question)
}

# What comes with a file, which is checked and kept first: no fields of a form alone can be such an act.
FILE_ACTS: Final[Mapping[str, Rule]] = {
    rule.__name__: rule for rule in (credentials.receive_credentials, circulation.circulate_paper)
}

EVERY_ACT: Final[Mapping[str, Rule]] = {**ROOM_ACTS, **FILE_ACTS, **ACTS}

_TIMED: Final = frozenset(name for name, rule in EVERY_ACT.items() if "at" in inspect.signature(rule).parameters)


def decide(meeting: Meeting, *, act: str, by: str, at: datetime, fields: Mapping[str, Any]) -> tuple[e.Event, ...]:
    """Return what follows from an act, nothing where it changes nothing; ``OutOfOrder`` where the rules refuse it."""
    rule = EVERY_ACT[act]
    clock = {"at": at} if act in _TIMED else {}
    return rule(meeting, by=by, **clock, **fields)
