"""The rule profile: the rules of procedure of one body, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from kenesh.meetings.domain.majority import Majority, Share

Status = Literal["member", "observer", "secretariat"]
Method = Literal["consensus", "unanimity", "majority", "roll_call", "silence"]
SpeechKind = Literal["statement", "point_of_order", "right_of_reply"]
Texts = Mapping[str, str]

RULES: Final = (
    "session",
    "seated",
    "presiding",
    "secretariat",
    "hand-over",
    "quorum-open",
    "quorum-decide",
    "presence",
    "agenda",
    "list",
    "floor",
    "out-of-turn",
    "time",
    "point-of-order",
    "ruling",
    "appeal",
    "right-of-reply",
    "statement",
    "exhibit",
    "proposal",
    "amendment",
    "withdrawal",
    "question",
    "languages",
    "entitlement",
    "consensus",
    "unanimity",
    "majority",
    "roll-call",
    "silence",
    "explanation",
    "body",
    "credentials",
    "papers",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its number in the body's own rules, and its words in every language it is read in."""

    number: str
    title: Texts
    text: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a body's rules of procedure say wherever bodies differ.

    ``seconds`` limits a speech by kind (0: no limit); ``replies`` is how often a seat may reply under one item;
    ``rules`` gives every key of ``RULES`` its number and words. Whatever a body's rules say, observers and organs do
    not decide: ``may_decide`` has no word for them.
    """

    name: str
    title: Texts
    quorum_open: Share
    quorum_decide: Share
    substance: tuple[Method, ...]
    procedure: tuple[Method, ...]
    substance_majority: Majority
    procedure_majority: Majority
    may_speak: tuple[Status, ...]
    may_propose: tuple[Status, ...]
    may_decide: tuple[Literal["member"], ...]
    may_raise_points: tuple[Status, ...]
    seconds: Mapping[SpeechKind, int]
    replies: int
    interrupts: Literal["at_once", "between_speeches"]
    appeals: bool
    list_order: Literal["request", "precedence"]
    cut_off: bool
    silence_hours: int
    final_languages: tuple[str, ...]
    chair_represents_state: bool
    rules: Mapping[str, Rule]
