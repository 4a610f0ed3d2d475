"""Anything that anybody could ask of a meeting: each act with fields of the right type, sensible or not."""

import inspect
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final, get_args

from hypothesis import strategies as st

from kenesh.meetings.domain import events as e
from kenesh.meetings.domain.acts import EVERY_ACT
from kenesh.meetings.domain.profile import Method, SpeechKind
from kenesh.meetings.domain.rules.circulation import Sheet
from kenesh.meetings.domain.state import MACHINE
from tests.meetings.domain.builders import GROUP, SEATS, START, TEXT

Fields = dict[str, Any]
ANY_ACT: Final[Mapping[str, Callable[..., Any]]] = EVERY_ACT

seats = st.sampled_from((*SEATS, *SEATS, "XX", "", MACHINE))
numbers = st.one_of(st.integers(1, 4), st.integers(1, 4), st.integers(-1, 9), st.just(10**30))
texts = st.one_of(st.just("So it is."), st.text(max_size=12))
languages = st.one_of(st.sampled_from(("en", "ru", "tr", "fr", "", "!")), st.text(max_size=3))

versions = st.one_of(
    st.sampled_from((TEXT, GROUP)),
    st.builds(
        e.Version,
        title=texts,
        paragraphs=st.lists(texts, max_size=4).map(tuple),
        body_name=texts,
        body_mandate=texts,
    ),
)
establishments = st.builds(
    e.Establishment,
    members=st.lists(seats, max_size=4).map(tuple),
    convenor=seats,
    first_meeting_by=st.one_of(st.none(), st.dates(min_value=date(2020, 5, 1))),
)
delegations = st.one_of(
    st.just((e.Delegate(office="Head", rank="head"), e.Delegate(office="Deputy", rank="alternate"))),
    st.lists(st.builds(e.Delegate, office=texts, rank=st.sampled_from(get_args(e.Rank))), max_size=4).map(tuple),
)
digests = st.one_of(st.sampled_from(("a" * 64, "b" * 64)), texts)
sheets = st.lists(
    st.builds(Sheet, language=languages, revision=numbers, digest=digests, size=numbers, media_type=texts), max_size=3
).map(tuple)
subjects = st.builds(e.Subject, kind=st.sampled_from(get_args(e.SubjectKind)), number=st.one_of(numbers, st.just(0)))
zones = st.sampled_from((UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)), None))
deadlines = st.one_of(
    st.none(),
    st.integers(0, 400).map(lambda hours: START + timedelta(hours=hours)),
    st.datetimes(timezones=zones),
    st.just(datetime.max.replace(tzinfo=timezone(timedelta(hours=-12)))),
)

FIELDS: Final[Mapping[str, st.SearchStrategy[Any]]] = {
    "amendment": numbers,
    "circulation": st.sampled_from(get_args(e.Circulation)),
    "change": st.sampled_from(get_args(e.Change)),
    "deadline": deadlines,
    "decision": numbers,
    "digest": digests,
    "embargo_until": deadlines,
    "establishes": st.one_of(st.none(), establishments),
    "final": st.booleans(),
    "finding": st.sampled_from(get_args(e.Finding)),
    "holder": numbers,
    "item": numbers,
    "language": languages,
    "media_type": texts,
    "members": delegations,
    "method": st.sampled_from(get_args(Method)),
    "minutes": numbers,
    "order": st.one_of(st.permutations((1, 2, 3)), st.lists(numbers, max_size=5)).map(tuple),
    "paper": numbers,
    "paragraph": numbers,
    "position": st.sampled_from(get_args(e.Position)),
    "proposal": numbers,
    "question": numbers,
    "reason": texts,
    "reference": texts,
    "seat": seats,
    "seconds": numbers,
    "sheets": sheets,
    "size": numbers,
    "starts_at": st.datetimes(timezones=zones),
    "subject": subjects,
    "summary": st.booleans(),
    "sustained": st.booleans(),
    "symbol": st.one_of(st.sampled_from(("TC/MIG/2020/1/WP.1", "TC/MIG/2020/1/WP.2")), texts),
    "text": texts,
    "title": texts,
    "titles": st.dictionaries(languages, texts, max_size=2),
    "to": seats,
    "version": versions,
}
KINDS: Final = {"show_exhibit": get_args(e.ExhibitKind)}


@st.composite
def fields_of(draw: st.DrawFn, act: str) -> Fields:
    """Fields that the act takes; those it can do without are left out now and then."""
    given: Fields = {}
    for name, parameter in list(inspect.signature(ANY_ACT[act]).parameters.items())[2:]:
        optional = parameter.default is not inspect.Parameter.empty
        if name == "at" or (optional and draw(st.booleans())):
            continue
        kinds = st.sampled_from(KINDS.get(act, get_args(SpeechKind)))
        given[name] = draw(kinds if name == "kind" else FIELDS[name])
    return given


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, Fields]:
    act = draw(st.sampled_from(sorted(ANY_ACT)))
    return act, draw(fields_of(act))
