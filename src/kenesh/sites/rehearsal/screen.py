"""Whether a seat's screen says, in its own language, what the journal says: the pages are served like all else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from kenesh.core.domain.text import pick
from kenesh.meetings.domain.state import Meeting
from kenesh.sites.rehearsal.checks import NOBODY
from kenesh.sites.rehearsal.expecting import Expect

Regions = Mapping[str, str]
Look = Callable[[Meeting, Regions, str, Expect], Iterator[str]]


def unshown(meeting: Meeting | None, regions: Regions, language: str, expected: Expect) -> list[str]:
    """Return which names and titles the regions of a room should show and do not."""
    if meeting is None or not regions:
        return []
    said = expected.said
    return [
        wrong for name, look in _LOOKS.items() if name in said for wrong in look(meeting, regions, language, expected)
    ]


def _speaker(meeting: Meeting, regions: Regions, language: str, expected: Expect) -> Iterator[str]:
    if expected.speaker not in {None, NOBODY}:
        yield from _named(meeting, regions, language, "stage", [str(expected.speaker)])


def _presiding(meeting: Meeting, regions: Regions, language: str, expected: Expect) -> Iterator[str]:
    yield from _named(meeting, regions, language, "stage", [str(expected.presiding)])


def _waiting(meeting: Meeting, regions: Regions, language: str, expected: Expect) -> Iterator[str]:
    yield from _named(meeting, regions, language, "speakers", expected.on_list or [])


def _there(meeting: Meeting, regions: Regions, language: str, expected: Expect) -> Iterator[str]:
    yield from _named(meeting, regions, language, "presence", expected.present or [])


def _item(meeting: Meeting, regions: Regions, language: str, expected: Expect) -> Iterator[str]:
    item = next((one for one in meeting.agenda if one.number == expected.item), None)
    if item is not None:
        yield from _shown(regions, "stage", pick(item.titles, language))


def _exhibit(meeting: Meeting, regions: Regions, language: str, expected: Expect) -> Iterator[str]:  # noqa: ARG001 -- as the others
    if expected.exhibit not in {None, NOBODY}:
        yield from _shown(regions, "stage", str(expected.exhibit))


def _named(meeting: Meeting, regions: Regions, language: str, region: str, codes: list[str]) -> Iterator[str]:
    for code in codes:
        seat = meeting.find_seat(code)
        yield from _shown(regions, region, pick(seat.names, language) if seat else code)


def _shown(regions: Regions, region: str, words: str) -> Iterator[str]:
    if " ".join(words.split()) not in regions.get(region, ""):
        yield f"the region {region} does not show “{words}”"


_LOOKS: Final[Mapping[str, Look]] = {
    "speaker": _speaker,
    "presiding": _presiding,
    "on_list": _waiting,
    "present": _there,
    "item": _item,
    "exhibit": _exhibit,
}
