"""Who represents a seat, the full powers it shows for that, and what the Secretariat finds of them."""

import re
from typing import Final

from kenesh.core.domain.text import gettext_noop as _
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.rules.guards import filled, in_a_language, not_over, refuse, seated, serves, undecided
from kenesh.meetings.domain.state import Delegation, Meeting, Seat

MOST: Final = 60  # people in a delegation
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def announce_delegation(
    meeting: Meeting, *, by: str, language: str, members: tuple[e.Delegate, ...], holder: int = 1, seat: str = ""
) -> tuple[e.Event, ...]:
    """Say who represents a seat: its head, alternates and advisers; ``holder`` is the one of them who holds the seat.

    The seat announces its own, the Secretariat anybody's. What was announced before is replaced.
    """
    about = _own_or_served(meeting, by, seat or by)
    not_over(meeting)
    in_a_language(language, rule="credentials")
    _is_a_delegation(members, holder)
    if about.delegation == Delegation(language=language, members=members, holder=holder):
        return ()
    return (e.DelegationAnnounced(seat=about.code, language=language, members=members, holder=holder),)


def receive_credentials(
    meeting: Meeting, *, by: str, digest: str, size: int, media_type: str, seat: str = ""
) -> tuple[e.Event, ...]:
    """Take in a seat's full powers, known by their SHA-256; the same file again changes nothing.

    What was found of earlier ones holds until these are examined.
    """
    about = _accredited(_own_or_served(meeting, by, seat or by))
    not_over(meeting)
    if _SHA256.fullmatch(digest) is None or size < 1 or not media_type:
        refuse("credentials", _("Full powers are received as a file."))
    if about.credentials.received and about.credentials.received[-1].digest == digest:
        return ()
    return (e.CredentialsReceived(seat=about.code, digest=digest, size=size, media_type=media_type),)


def examine_credentials(
    meeting: Meeting, *, by: str, seat: str, finding: e.Finding, reason: str = ""
) -> tuple[e.Event, ...]:
    """Find the full powers received in order, or not in order for a reason; then the seat takes no part in decisions.

    Not while a question is before the meeting: who is entitled does not change under it.
    """
    serves(meeting, by)
    not_over(meeting)
    held = _accredited(seated(meeting, seat)).credentials
    if not held.received:
        refuse("credentials", _("No full powers of %(seat)s have been received."), retry=True, seat=seat)
    if finding == "not_in_order":
        filled(reason, rule="credentials")
    if (held.finding, held.reason, held.waits, held.provisional) == (finding, reason, False, False):
        return ()
    undecided(meeting)
    return (e.CredentialsExamined(seat=seat, finding=finding, reason=reason),)


def admit_provisionally(meeting: Meeting, *, by: str, seat: str) -> tuple[e.Event, ...]:
    """Admit a seat with all its rights until its credentials are found in order; not while a question is open."""
    serves(meeting, by)
    not_over(meeting)
    held = _accredited(seated(meeting, seat)).credentials
    if held.finding == "in_order":
        refuse("credentials", _("The credentials of %(seat)s were found in order."), seat=seat)
    if held.provisional:
        return ()
    undecided(meeting)
    return (e.SeatAdmittedProvisionally(seat=seat),)


def _own_or_served(meeting: Meeting, by: str, code: str) -> Seat:
    """Return the seat an act is about; refuse whoever is neither it nor the Secretariat."""
    own, about = seated(meeting, by), seated(meeting, code)
    if own.code != about.code and own.status != "secretariat":
        refuse("credentials", _("Only %(seat)s itself or the Secretariat may do this."), seat=about.code)
    return about


def _accredited(seat: Seat) -> Seat:
    if seat.status == "secretariat":
        refuse("credentials", _("%(seat)s serves the meeting and shows no full powers."), seat=seat.code)
    return seat


def _is_a_delegation(members: tuple[e.Delegate, ...], holder: int) -> None:
    if len(members) > MOST:
        refuse("credentials", _("A delegation has at most %(most)s members."), most=str(MOST))
    for member in members:
        filled(member.office, rule="credentials")
    if [member.rank for member in members].count("head") != 1:
        refuse("credentials", _("A delegation has one head."))
    if not 1 <= holder <= len(members) or members[holder - 1].rank == "adviser":
        refuse("credentials", _("The head or an alternate holds the seat."))
