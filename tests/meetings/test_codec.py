import json
import typing
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from kenesh.core.chain import canonical
from kenesh.meetings import codec
from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.state import Meeting
from tests.meetings.domain.builders import (
    GROUP,
    TEXT,
    UNGA_LIKE,
    Table,
    amendment,
    establishing,
    proposal,
    under_way,
    with_text,
)

pytestmark = pytest.mark.unit

KINDS = {kind.__name__: kind for kind in typing.get_args(e.Event)}
FORMS = Path(__file__).parent / "forms.json"


def played() -> Table:
    """A meeting in which nearly everything happens."""
    table = under_way(profile=UNGA_LIKE)
    table.do("table_proposal", "KZ", language="en", version=GROUP, establishes=establishing())
    table.do("table_proposal", "KG", language="en", version=TEXT)
    table.do("table_amendment", "TR", proposal=2, change="adds", paragraph=0, text="Recalling,")
    table.put(amendment(1), "majority")
    table.vote("yes", "KZ", "KG", "TR")
    table.vote("abstain", "UZ")
    table.close()
    table.speak("HU")
    table.point("TR")
    table.do("appeal_ruling", "TR")
    table.vote("no", "KZ", "KG")
    table.close()
    table.put(proposal(1), "consensus")
    table.close()
    table.do("attach_interpretation", "KZ", decision=1, language="en", text="As to observers: ə ğ ў – ‘x’ 𐰃")
    table.put(proposal(2), "silence", deadline=table.at.replace(day=20))
    return table


def test_every_kind_of_event_has_a_version_from_the_first_release() -> None:
    assert set(codec.VERSIONS) == set(KINDS)
    assert min(codec.VERSIONS.values()) == 1


def test_every_line_of_a_meeting_comes_back_byte_for_byte() -> None:
    for event, _at, _by in played().lines:
        kind, version, payload = codec.encode(event)
        stored = canonical(payload)
        again = codec.decode(kind, version, json.loads(stored))
        assert again == event
        assert canonical(codec.encode(again)[2]) == stored


def test_a_snapshot_comes_back_as_the_meeting_it_was() -> None:
    meeting = played().meeting
    again = codec.decode_state(codec.encode_state(meeting))
    assert again == meeting
    assert codec.encode_state(again) == codec.encode_state(meeting)


def test_a_meeting_goes_on_from_its_snapshot() -> None:
    table = with_text()
    table._meeting = codec.decode_state(codec.encode_state(table.meeting))
    table.put(proposal(1), "consensus")
    assert table.close().outcome == "adopted"


@pytest.mark.parametrize(
    ("kind", "version", "payload", "said"),
    [
        ("FloorTaken", 1, {}, "FloorTaken is not a kind of event of this release"),
        ("FloorYielded", 0, {"speech": 1}, "FloorYielded version 0 is not known; this release knows 1 to 1"),
        ("FloorYielded", 2, {"speech": 1}, "FloorYielded version 2 is not known; this release knows 1 to 1"),
        ("FloorYielded", 1, {}, "FloorYielded: speech: Field required"),
        ("FloorYielded", 1, {"speech": "first"}, "FloorYielded: speech: Input should be a valid integer"),
        ("PositionTaken", 1, {"question": 1, "seat": "KZ", "position": "maybe"}, "PositionTaken: position: "),
    ],
)
def test_what_cannot_be_read_says_why(kind: str, version: int, payload: dict[str, Any], said: str) -> None:
    with pytest.raises(codec.UnknownForm) as unknown:
        codec.decode(kind, version, payload)
    assert str(unknown.value).startswith(said)


def test_a_snapshot_of_another_release_says_that_it_cannot_be_read() -> None:
    with pytest.raises(codec.UnknownForm) as unknown:
        codec.decode_state("{}")
    assert str(unknown.value).startswith("the snapshot cannot be read")


def test_an_older_form_is_read_through_its_upcast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(typing.cast("dict[str, int]", codec.VERSIONS), "FloorYielded", 3)
    upcasts = typing.cast("dict[tuple[str, int], Any]", codec.UPCASTS)
    monkeypatch.setitem(upcasts, ("FloorYielded", 1), lambda form: {"number": form["nr"]})
    monkeypatch.setitem(upcasts, ("FloorYielded", 2), lambda form: {"speech": form["number"]})
    assert codec.decode("FloorYielded", 1, {"nr": 7}) == e.FloorYielded(speech=7)
    assert codec.decode("FloorYielded", 3, {"speech": 7}) == e.FloorYielded(speech=7)


def test_the_stored_forms_are_the_released_ones() -> None:
    """Whoever changes a form gives it a new version, an upcast and a new line here; the old line stays readable."""
    now = {f"{name} {codec.VERSIONS[name]}": [field.name for field in fields(kind)] for name, kind in KINDS.items()}
    assert now == json.loads(FORMS.read_text())


def test_no_event_holds_a_number_that_json_cannot_hold_exactly() -> None:
    kinds: tuple[type[Any], ...] = (*KINDS.values(), Meeting)
    assert [kind for kind in kinds if any(field.type is float for field in fields(kind))] == []
