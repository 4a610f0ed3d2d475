"""The words of the rules and of the meeting, in the language of whoever reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy

from kenesh.core.domain.text import gettext_noop as _
from kenesh.core.domain.text import pick
from kenesh.meetings.domain.profile import RULES, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kenesh.meetings.domain.rules.guards import OutOfOrder
    from kenesh.meetings.domain.state import Meeting

RULE_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "session": (_("Session"), _("Acts of the meeting are in order while the meeting is open.")),
    "seated": (_("Seats"), _("Only the seats invited take part in the meeting.")),
    "presiding": (
        _("The Chair"),
        _(
            "The Chair opens, suspends and closes the meeting, gives the floor, rules on points of order, puts "
            "questions and declares their outcome."
        ),
    ),
    "secretariat": (_("The Secretariat"), _("The Secretariat notes presence and keeps the record.")),
    "hand-over": (
        _("Hand-over of the chair"),
        _("The chair is handed to a member that is present; the record says who presided when."),
    ),
    "quorum-open": (
        _("Quorum to open"),
        _("The Chair opens or resumes the meeting when the quorum to open is present."),
    ),
    "quorum-decide": (
        _("Quorum to decide"),
        _("A question is put and decided only while the quorum to decide is present."),
    ),
    "presence": (
        _("Presence"),
        _("A seat is present while one of its delegates is connected or the Secretariat has marked it present."),
    ),
    "agenda": (
        _("Agenda"),
        _("The agenda is provisional until the meeting adopts it; its items are taken one at a time."),
    ),
    "list": (
        _("List of speakers"),
        _("A seat asks for the floor and stands on the list once; the Chair may close the list."),
    ),
    "floor": (_("Floor"), _("Nobody speaks without having been given the floor by the Chair.")),
    "out-of-turn": (
        _("Order of speakers"),
        _(
            "The Chair calls upon speakers in the order of the list; to give the floor out of turn the Chair states "
            "the reason."
        ),
    ),
    "time": (_("Time limit"), _("The time of a speech is limited; the Chair may extend it.")),
    "point-of-order": (
        _("Points of order"),
        _("A point of order may be raised at any time and is heard before every other speech."),
    ),
    "ruling": (_("Rulings"), _("The Chair rules at once on a point of order that was heard.")),
    "appeal": (
        _("Appeals"),
        _(
            "A ruling may be appealed where these rules provide for it; the appeal is put at once, and the ruling "
            "stands unless a majority of those present and voting is against it."
        ),
    ),
    "right-of-reply": (
        _("Right of reply"),
        _("A seat may reply to what was said by others, a limited number of times on each item."),
    ),
    "statement": (
        _("Statements"),
        _("A seat that speaks may hand in its statement or a summary, which joins the record under its name."),
    ),
    "exhibit": (_("Exhibits"), _("The Chair and the seat that has the floor may show an exhibit to all.")),
    "proposal": (_("Proposals"), _("Proposals are made in writing by those entitled to propose.")),
    "amendment": (
        _("Amendments"),
        _(
            "An amendment adds to, deletes from or changes a part of a proposal and is decided before it; replacing "
            "the whole is a new proposal."
        ),
    ),
    "withdrawal": (
        _("Withdrawal"),
        _("A proposal or an amendment may be withdrawn by who made it before it is put, unless it has been amended."),
    ),
    "question": (
        _("Questions"),
        _("One question is before the meeting at a time, put by a method these rules provide."),
    ),
    "languages": (_("Languages"), _("A text is put when it is final in every language these rules require.")),
    "entitlement": (
        _("Entitlement"),
        _(
            "Members take part in decisions, each with one position; observers and the Secretariat speak but take no "
            "position."
        ),
    ),
    "consensus": (
        _("Consensus"),
        _("A proposal is adopted by consensus when no member objects within the call of the Chair."),
    ),
    "unanimity": (
        _("Unanimity"),
        _(
            "A proposal is adopted unanimously when every member present has taken its position and all members "
            "present and voting are in favor."
        ),
    ),
    "majority": (
        _("Majority"),
        _(
            "A proposal is adopted when the required majority of members present and voting is in favor; abstaining "
            "is not voting."
        ),
    ),
    "roll-call": (_("Roll call"), _("In a roll call the seats are called one by one and each answers when called.")),
    "silence": (
        _("Silence procedure"),
        _(
            "A proposal under silence is adopted when its deadline passes without a written objection or amendment "
            "by a member; nothing but the deadline adopts it."
        ),
    ),
    "explanation": (
        _("Explanations and interpretative statements"),
        _("A member may explain its position on a question decided, and attach to a decision how it understands it."),
    ),
    "body": (
        _("Bodies"),
        _(
            "A decision may establish a body; it states the name, the mandate and the convenor, and all "
            "participating States belong to it unless it says otherwise."
        ),
    ),
    "credentials": (
        _("Credentials"),
        _(
            "The Secretariat examines the full powers of delegations; a seat whose credentials it finds not in order "
            "takes no part in decisions and is not counted in a quorum, unless it is admitted provisionally."
        ),
    ),
    "papers": (
        _("Papers"),
        _(
            "The Secretariat circulates the papers of the meeting to all, to members or to itself; none is read by "
            "anyone else before its embargo has ended."
        ),
    ),
}

STATUS: Final = {
    "member": gettext_lazy("Member"),
    "observer": gettext_lazy("Observer"),
    "secretariat": gettext_lazy("Secretariat"),
}
PHASE: Final = {
    "convened": gettext_lazy("Convened"),
    "open": gettext_lazy("Open"),
    "suspended": gettext_lazy("Suspended"),
    "closed": gettext_lazy("Closed"),
    "cancelled": gettext_lazy("Cancelled"),
}
KIND: Final = {
    "statement": gettext_lazy("Statement"),
    "point_of_order": gettext_lazy("Point of order"),
    "right_of_reply": gettext_lazy("Right of reply"),
}
METHOD: Final = {
    "consensus": gettext_lazy("Consensus"),
    "unanimity": gettext_lazy("Unanimity"),
    "majority": gettext_lazy("Vote"),
    "roll_call": gettext_lazy("Roll call"),
    "silence": gettext_lazy("Silence procedure"),
}
POSITION: Final = {
    "yes": pgettext_lazy("position", "In favor"),
    "no": pgettext_lazy("position", "Against"),
    "abstain": pgettext_lazy("position", "Abstains"),
}
OUTCOME: Final = {
    "adopted": gettext_lazy("Adopted"),
    "not_adopted": gettext_lazy("Not adopted"),
}
CHANGE: Final = {
    "adds": gettext_lazy("Adds after paragraph"),
    "deletes": gettext_lazy("Deletes paragraph"),
    "changes": gettext_lazy("Changes paragraph"),
}
EXHIBIT: Final = {
    "paper": gettext_lazy("Paper"),
    "measures": gettext_lazy("Measures compared"),
    "procedure": gettext_lazy("Procedure compared"),
    "statistics": gettext_lazy("Statistics"),
    "screen": gettext_lazy("Shared screen"),
}
FINDING: Final = {
    "in_order": gettext_lazy("In order"),
    "not_in_order": gettext_lazy("Not in order"),
}
STANDING: Final = {
    "nothing": gettext_lazy("Nothing received"),
    "received": gettext_lazy("Received"),
    **FINDING,
    "provisional": gettext_lazy("Admitted provisionally"),
}
CIRCULATION: Final = {
    "all": gettext_lazy("Everyone who follows the meeting"),
    "members": gettext_lazy("Members"),
    "secretariat": gettext_lazy("The Secretariat"),
}
PAPER_STANDING: Final = {
    "missing": pgettext_lazy("paper", "Missing"),
    "draft": pgettext_lazy("paper", "Draft"),
    "final": pgettext_lazy("paper", "Final"),
    "stale": pgettext_lazy("paper", "Older than the original"),
}
RANK: Final = {
    "head": gettext_lazy("Head of delegation"),
    "alternate": gettext_lazy("Alternate"),
    "adviser": gettext_lazy("Adviser"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A refusal as its reader sees it: the rule's number, title and words, and the reason."""

    key: str
    number: str
    title: str
    text: str
    reason: str
    retry: bool


def refusal(*, meeting: Meeting, refused: OutOfOrder) -> Refusal:
    """Put a refusal into the reader's language."""
    rule, language = _rule(meeting, refused.rule), reading()
    params = {name: _shown(meeting, name, value) for name, value in refused.params.items()}
    return Refusal(
        key=refused.rule,
        number=rule.number,
        title=pick(rule.title, language),
        text=pick(rule.text, language),
        reason=gettext(refused.reason) % params,
        retry=refused.retry,
    )


def _rule(meeting: Meeting, key: str) -> Rule:
    """Return a rule as the record words it; a meeting convened before there was this rule is told today's words."""
    if key in meeting.profile.rules:
        return meeting.profile.rules[key]
    title, text = (gettext(words) for words in RULE_WORDS[key])
    return Rule(number=str(RULES.index(key) + 1), title={reading(): title}, text={reading(): text})


def seat_name(meeting: Meeting, code: str) -> str:
    """Return what a seat is called in the reader's language."""
    seat = meeting.find_seat(code)
    return pick(seat.names, reading()) if seat else code


def reading() -> str:
    """Return the language of the page being made."""
    return get_language() or "en"


def _shown(meeting: Meeting, name: str, value: str) -> str:
    if name.endswith(("seat", "seats")):
        return ", ".join(seat_name(meeting, code) for code in value.split(", "))
    if name == "method":
        return str(METHOD[value])
    return value
