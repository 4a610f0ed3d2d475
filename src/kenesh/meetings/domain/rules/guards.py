"""What every rule asks first, and the one way to refuse."""

from typing import NoReturn, assert_never

from kenesh.core.domain.codes import is_language_tag
from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain.profile import Status
from kenesh.meetings.domain.state import Meeting, Question, Request, Seat, Speech


class OutOfOrder(Exception):
    """A request the rules refuse; it changes nothing.

    ``rule`` is a key of the meeting's profile, ``reason`` a message to translate with ``params``; a parameter whose
    name ends in ``seat`` or ``seats`` holds seat codes. ``retry`` says whether the same request can succeed later.
    """

    def __init__(self, rule: str, reason: str, *, retry: bool = False, **params: str) -> None:
        """Keep the rule's key, the reason and its parameters."""
        super().__init__(reason % params)
        self.rule = rule
        self.reason = reason
        self.params = params
        self.retry = retry


def refuse(rule: str, reason: str, *, retry: bool = False, **params: str) -> NoReturn:
    """Refuse the request under a rule."""
    raise OutOfOrder(rule, reason, retry=retry, **params)


def seated(meeting: Meeting, code: str, *, rule: str = "seated") -> Seat:
    """Return the seat; refuse whoever has none."""
    seat = meeting.find_seat(code)
    if seat is None:
        refuse(rule, _("%(code)s has no seat at this meeting."), code=code)
    return seat


def in_session(meeting: Meeting) -> None:
    """Refuse unless the meeting is open now."""
    match meeting.phase:
        case "convened":
            refuse("session", _("The meeting has not been opened yet."), retry=True)
        case "suspended":
            refuse("session", _("The meeting is suspended."), retry=True)
        case "closed" | "cancelled":
            not_over(meeting)
        case "open":
            return
        case _:
            assert_never(meeting.phase)


def not_over(meeting: Meeting) -> None:
    """Refuse once the meeting is closed, or was called off."""
    if meeting.phase == "closed":
        refuse("session", _("The meeting is closed."))
    if meeting.phase == "cancelled":
        refuse("session", _("The meeting was cancelled."))


def presides(meeting: Meeting, by: str) -> Seat:
    """Return the presiding seat; refuse everybody else."""
    seat = seated(meeting, by)
    if by != meeting.presiding:
        refuse("presiding", _("Only the Chair may do this; %(seat)s presides."), seat=meeting.presiding)
    return seat


def serves(meeting: Meeting, by: str) -> Seat:
    """Return the Secretariat's seat; refuse everybody else."""
    seat = seated(meeting, by)
    if seat.status != "secretariat":
        refuse("secretariat", _("Only the Secretariat may do this."))
    return seat


def chair_or_secretariat(meeting: Meeting, by: str) -> None:
    """Refuse everybody but the Chair and the Secretariat."""
    if seated(meeting, by).status != "secretariat":
        presides(meeting, by)


def allowed(seat: Seat, statuses: tuple[Status, ...], *, rule: str, reason: str) -> None:
    """Refuse a seat whose status does not carry the right."""
    if seat.status not in statuses:
        refuse(rule, reason, seat=seat.code)


def admitted(seat: Seat) -> None:
    """Refuse a seat whose credentials were found not in order, unless it was admitted provisionally."""
    if not seat.admitted:
        reason = _("The credentials of %(seat)s were found not in order, and it has not been admitted provisionally.")
        refuse("credentials", reason, retry=True, seat=seat.code)


def is_present(seat: Seat) -> None:
    """Refuse a seat that is not in the room."""
    if not seat.present:
        refuse("presence", _("%(seat)s is not present."), retry=True, seat=seat.code)


def quorum(meeting: Meeting, *, rule: str) -> None:
    """Refuse while fewer members are present than the rule requires."""
    needed, present = _quorum(meeting, rule=rule)
    if present < needed:
        refuse(
            rule,
            _("There is no quorum: %(present)s of %(members)s members are present, %(needed)s are needed."),
            retry=True,
            present=str(present),
            members=str(len(meeting.members)),
            needed=str(needed),
        )


def entitled_seats(meeting: Meeting, *, question: Question | None = None) -> tuple[Seat, ...]:
    """Return the seats admitted whose status lets them decide; the Chair's own where it represents its State.

    The Chair is who put the question: a hand-over while it is open gives or takes nobody's position.
    """
    chair = question.chair if question else meeting.presiding
    return tuple(
        seat
        for seat in meeting.seats
        if seat.status in meeting.profile.may_decide
        and seat.admitted
        and (meeting.profile.chair_represents_state or seat.code != chair)
    )


def here(meeting: Meeting, waiting: Request | Speech) -> bool:
    """Whether the seat that waits for the floor is in the room; one that left holds nobody up."""
    return waiting.seat in meeting.present


def heard_out(meeting: Meeting, *, rule: str) -> None:
    """Refuse while somebody has the floor, waits to go on after an interruption, or is owed a word on order."""
    if meeting.speech:
        refuse(rule, _("%(seat)s still has the floor."), retry=True, seat=meeting.speech.seat)
    order_restored(meeting)
    waiting = next((speech for speech in meeting.waiting if here(meeting, speech)), None)
    if waiting:
        refuse(rule, _("%(seat)s was interrupted and is heard out first."), retry=True, seat=waiting.seat)


def order_restored(meeting: Meeting) -> None:
    """Refuse while a point of order waits for its ruling or to be heard."""
    if meeting.point_heard:
        reason = _("The Chair rules on the point of order of %(seat)s first.")
        refuse("ruling", reason, retry=True, seat=meeting.point_heard)
    point = next((point for point in meeting.points if here(meeting, point)), None)
    if point:
        refuse("point-of-order", _("The point of order of %(seat)s is heard first."), retry=True, seat=point.seat)


def undecided(meeting: Meeting) -> None:
    """Refuse while a question is before the meeting."""
    if meeting.question:
        number = str(meeting.question.number)
        refuse("question", _("Question %(number)s is before the meeting."), retry=True, number=number)


def members_counted(meeting: Meeting) -> tuple[Seat, ...]:
    """Return the members of which a quorum is made; who was not admitted stays a member but is not counted."""
    return tuple(seat for seat in meeting.members if seat.present and seat.admitted)


def has_quorum(meeting: Meeting) -> bool:
    """Whether enough members are present to decide."""
    needed, present = _quorum(meeting, rule="quorum-decide")
    return present >= needed


def _quorum(meeting: Meeting, *, rule: str) -> tuple[int, int]:
    share = meeting.profile.quorum_open if rule == "quorum-open" else meeting.profile.quorum_decide
    return share.of(len(meeting.members)), len(members_counted(meeting))


def in_a_language(language: str, *, rule: str) -> None:
    """Refuse what is no language."""
    if not is_language_tag(language):
        refuse(rule, _("%(language)s is not the code of a language."), language=language)


def filled(text: str, *, rule: str) -> None:
    """Refuse an empty text."""
    if not text.strip():
        refuse(rule, _("The text is empty."))
