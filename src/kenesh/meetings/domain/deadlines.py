"""What the clock alone does in a meeting: the end of a silence, and of a speech where the rules cut it off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kenesh.meetings.domain.state import Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """An act that the room itself does from this moment on."""

    at: datetime
    act: str
    fields: Mapping[str, int]


def deadlines(meeting: Meeting) -> tuple[Deadline, ...]:
    """Return what will fall due if nobody does anything before."""
    silences = tuple(
        Deadline(at=question.deadline, act="close_question", fields={"question": question.number})
        for question in meeting.open_questions
        if question.deadline is not None
    )
    ending = _end_of_speech(meeting)
    return silences if ending is None else (*silences, Deadline(at=ending, act="time_out_floor", fields={}))


def _end_of_speech(meeting: Meeting) -> datetime | None:
    speech = meeting.speech
    if speech is None or speech.running_since is None or not speech.seconds or not meeting.profile.cut_off:
        return None
    return speech.running_since + timedelta(seconds=speech.seconds - speech.spoken)
