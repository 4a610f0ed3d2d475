"""A council of invented States, as many as a bench or a drill asks for, and the meeting it holds."""

from typing import Any, Final

COUNCIL: Final = "drill-council"
SYMBOL: Final = "DRILL/1"
SLUG: Final = "drill-1"
SECRETARIAT: Final = "SEC"
PROFILE: Final = "drill"
MOST: Final = 300
SINCE: Final = "2000-01-01"


def states(*, number: int) -> tuple[str, ...]:
    """Return the codes of the States: none is a code of ISO 3166, so that no real State is played with."""
    return tuple(f"S{place:02}" for place in range(1, number + 1))


def council_data(*, number: int) -> dict[str, Any]:
    """Return the council's file; under its rules a majority decides and the Chair takes a position like all others."""
    seats = [_seat(code, state=code, names={"en": f"State {code[1:]}"}) for code in states(number=number)]
    return {
        "council": COUNCIL,
        "languages": ["en"],
        "rule_profile": PROFILE,
        "names": [{"since": SINCE, "names": {"en": "Council of the drill"}}],
        "seats": [*seats, _seat(SECRETARIAT, organ="secretariat", names={"en": "Secretariat"})],
        "chair": [{"seat": states(number=number)[0], "since": SINCE}],
        "rule_profiles": {PROFILE: {"extends": "unga-like", "chair_represents_state": True}},
    }


def convening(*, number: int) -> dict[str, str | list[str]]:
    """Return the form by which the Secretariat convenes the meeting, every seat invited."""
    return {
        "symbol": SYMBOL,
        "title_en": "Meeting of the drill",
        "agenda_en": "The only item",
        "starts_at": "2020-05-07T12:00",
        "time_zone": "UTC",
        "seats": [*states(number=number), SECRETARIAT],
        "chair": states(number=number)[0],
        "rule_profile": PROFILE,
    }


def _seat(code: str, **others: Any) -> dict[str, Any]:
    status = "member" if "state" in others else "organ"
    return {"code": code, **others, "time_zone": "UTC", "statuses": [{"status": status, "since": SINCE}]}
