"""The floor is the microphone: who can be heard, and who is seen large, follows from the state alone."""

from dataclasses import dataclass

from kenesh.meetings.domain.rules.floor import turns
from kenesh.meetings.domain.state import Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """The seats that every receiver plays, and the one it shows large; nobody else is heard, whatever they send.

    ``next`` is whom the Chair calls upon next, if anyone waits: that seat's microphone gets its line ready, silent.
    """

    audible: tuple[str, ...]
    large: str
    next: str = ""


def hearing(meeting: Meeting) -> Hearing:
    """Return who is heard: the Chair and who has the floor, while the meeting is open; otherwise nobody."""
    speaker = meeting.speech.seat if meeting.speech else meeting.presiding
    if meeting.phase != "open":
        return Hearing(audible=(), large=meeting.presiding)
    audible = tuple(dict.fromkeys((meeting.presiding, speaker)))
    return Hearing(audible=audible, large=speaker, next=next((turn.seat for turn in turns(meeting)), ""))
