import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from kenesh.core import chain

pytestmark = pytest.mark.unit

AT = "2020-05-07T09:00:00.000000Z"
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-chain.LARGEST, chain.LARGEST) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=12,
)
PAYLOADS = st.dictionaries(TEXT, VALUES, max_size=4)


def sealed(**fields: Any) -> chain.Line:
    values: dict[str, Any] = {
        "seq": 1,
        "kind": "FloorGiven",
        "version": 1,
        "payload": {"seat": "AZ"},
        "at": AT,
        "by": "TR",
        "prev_hash": chain.GENESIS,
    }
    return chain.seal(**(values | fields))


@given(VALUES)
def test_canonical_is_rfc_8785(value: Any) -> None:
    assert chain.canonical(value) == rfc8785.dumps(value)
    assert json.loads(chain.canonical(value)) == value


def test_keys_are_ordered_by_their_utf_16_form() -> None:
    # U+1F600 is written with surrogates (D83D...), so it goes before U+FB33 though its number is larger.
    assert chain.canonical({"\ufb33": 1, "\U0001f600": 2, "a": 3}) == '{"a":3,"\U0001f600":2,"\ufb33":1}'.encode()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.0, "value: float has no exact canonical form"),
        ({"a": [1, float("nan")]}, "value.a[1]: float has no exact canonical form"),
        ((1, 2), "value: tuple has no exact canonical form"),
        ({"at": datetime(2020, 5, 7, tzinfo=UTC)}, "value.at: datetime has no exact canonical form"),
        (b"text", "value: bytes has no exact canonical form"),
        (2**53, "value: an integer beyond 2^53-1 is not exact in JSON"),
        (-(2**53), "value: an integer beyond 2^53-1 is not exact in JSON"),
        ({1: "a"}, "value: an object key is int, not text"),
        ("\ud800", "value: input contains non-UTF-8 codepoints"),
        ({"\ud800": 1}, "value: an object key holds half a character (a lone surrogate)"),
    ],
)
def test_what_json_cannot_hold_is_refused_with_its_place(value: object, reason: str) -> None:
    with pytest.raises(chain.NotCanonical) as refused:
        chain.canonical(value)
    assert str(refused.value) == reason


def test_nesting_beyond_measure_is_refused() -> None:
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(chain.NotCanonical, match="nested too deeply"):
        chain.canonical(value)


@given(
    seq=st.integers(1, chain.LARGEST), kind=TEXT, version=st.integers(1, 99), payload=PAYLOADS, by=TEXT, prev_hash=TEXT
)
def test_the_hash_covers_the_whole_line_but_itself(**fields: Any) -> None:
    line = sealed(**fields)
    stored = json.loads(chain.encode(line))
    assert chain.encode(line) == rfc8785.dumps(stored)
    assert stored.pop("hash") == hashlib.sha256(rfc8785.dumps(stored)).hexdigest()
    assert stored == {**fields, "at": AT}


def test_a_line_of_a_record_keeps_its_form_for_ever() -> None:
    assert chain.encode(sealed()).decode() == (
        '{"at":"2020-05-07T09:00:00.000000Z","by":"TR",'
        '"hash":"3ad1256936473c055d533d579d5924d610e95ab2247a3ac0d756650c7d225b1f",'
        '"kind":"FloorGiven","payload":{"seat":"AZ"},'
        '"prev_hash":"0000000000000000000000000000000000000000000000000000000000000000","seq":1,"version":1}'
    )


@pytest.mark.parametrize("field", ["kind", "by", "at", "prev_hash"])
def test_a_field_with_half_a_character_is_refused(field: str) -> None:
    with pytest.raises(chain.NotCanonical, match="lone surrogate"):
        sealed(**{field: "\udfff"})


def test_a_line_may_be_as_long_as_a_reader_holds_and_no_longer() -> None:
    room = chain.LONGEST - len(chain.encode(sealed(payload={"text": ""})))
    assert len(chain.encode(sealed(payload={"text": "x" * room}))) == chain.LONGEST
    with pytest.raises(chain.NotCanonical, match="longer than a line may be"):
        sealed(payload={"text": "x" * (room + 1)})


@given(st.datetimes(timezones=st.timezones() | st.just(UTC)).filter(lambda moment: 1 < moment.year < 9999))
def test_a_moment_comes_back_the_same(moment: datetime) -> None:
    text = chain.stamp(moment)
    assert len(text) == len(AT)
    assert chain.moment(text) == moment.astimezone(UTC)


@given(st.lists(st.datetimes(timezones=st.just(UTC)), min_size=2))
def test_stamps_are_ordered_as_the_moments_are(moments: list[datetime]) -> None:
    assert sorted(map(chain.stamp, moments)) == [chain.stamp(moment) for moment in sorted(moments)]


def test_a_stamp_is_in_utc_whatever_zone_the_moment_was_said_in() -> None:
    bishkek = timezone(timedelta(hours=6))
    assert chain.stamp(datetime(2020, 5, 7, 15, 0, tzinfo=bishkek)) == AT


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(chain.NotAMoment, match="no time zone"):
        chain.stamp(datetime(2020, 5, 7))  # noqa: DTZ001 -- the case itself


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020-05-07T09:00:00Z",
        "2020-05-07T09:00:00.000Z",
        "2020-05-07 09:00:00.000000Z",
        "2020-05-07T09:00:00.000000+00:00",
        "2020-05-07T09:00:00.000000Z\n",
        "2020-02-30T09:00:00.000000Z",
        "2020-05-07T24:00:00.000000Z",
        "2020-05-07T23:59:60.000000Z",
        "٢٠٢٠-05-07T09:00:00.000000Z",
    ],
)
def test_only_one_way_to_write_a_moment_is_taken(text: str) -> None:
    with pytest.raises(chain.NotAMoment):
        chain.moment(text)
