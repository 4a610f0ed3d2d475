"""A meeting by its symbol, for commands of the site."""

from typing import Any

from kenesh.sites.cli.refusals import BadInput


def meeting_called(*, symbol: str, council: str) -> Any:
    """Return the meeting of that symbol, of that council where one is named. Refused: none, or several."""
    from kenesh.council import access as council_access  # noqa: PLC0415 -- Django must be set up first
    from kenesh.meetings import access  # noqa: PLC0415 -- likewise

    councils = [one.slug for one in council_access.councils_for_reader() if council in {"", one.slug}]
    held = (access.meetings_for_reader(slug=slug).filter(symbol=symbol).first() for slug in councils)
    found = [meeting for meeting in held if meeting is not None]
    if not found:
        raise BadInput(f"There is no meeting {symbol!r} here.")
    if len(found) > 1:
        slugs = ", ".join(meeting.council.slug for meeting in found)
        raise BadInput(f"Several councils have a meeting {symbol!r}: say which with --council ({slugs}).")
    return found[0]
