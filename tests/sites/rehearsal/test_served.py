import asyncio
import json
from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from kenesh.core import chain
from kenesh.meetings import codec
from kenesh.meetings.domain import events as e
from kenesh.sites.rehearsal.served import Served, read_page, words_of

pytestmark = pytest.mark.unit

PAGE = """<!doctype html><html><head><title>Not a word of the page</title></head><body>
<form><input type="hidden" name="csrfmiddlewaretoken" value="first"><input name="symbol"></form>
<form><input type="hidden" name="csrfmiddlewaretoken" value="second"><select name="body">
<option value="">—</option><option value="heads">Heads of
 authorities</option></select><textarea name="text"></textarea></form>
<div class="room" data-seq="41"><section id="region-stage"><h2>Azer<b>bai</b>jan</h2><p>speaks</p><br>
<section id="region-inner">deep</section></section><p>aside</p></div>
<div role="alert">This symbol is taken</div><script>let hidden = 1;</script><template>kept back</template>
&amp; &Ouml;</body></html>"""


def line(seq: int, event: e.Event, before: str) -> chain.Line:
    kind, version, payload = codec.encode(event)
    at = chain.stamp(datetime(2020, 5, 7, 8, tzinfo=UTC))
    return chain.seal(seq=seq, kind=kind, version=version, payload=payload, at=at, by="AZ", prev_hash=before)


def test_a_page_is_taken_apart() -> None:
    page = read_page(PAGE)
    assert page.regions == {"stage": "Azerbaijan speaks deep", "inner": "deep", "alert": "This symbol is taken"}
    assert (page.seq, page.token) == (41, "first")
    assert page.fields == {"csrfmiddlewaretoken", "symbol", "body", "text"}
    assert page.choices == {"body": {"": "—", "heads": "Heads of authorities"}}
    assert page.words.endswith("aside This symbol is taken & Ö")


def test_what_a_person_does_not_see_is_no_word() -> None:
    assert words_of("<p>one</p><script>two</script><style>three</style><template>four</template>") == "one"


def test_a_region_is_replaced_by_what_is_served() -> None:
    served = Served()
    served.take_page(PAGE)
    served.take_region(name="region-stage", html="<p>Kazakhstan</p>", seq=42)
    assert (served.words["stage"], served.words["inner"], served.shown_seq) == ("Kazakhstan", "deep", 42)
    assert "Kazakhstan" in served.screen


def test_a_line_served_again_changes_nothing() -> None:
    served = Served(seq=1, hashes={1: "0" * 64})
    again = {**asdict(line(1, e.MeetingClosed(), chain.GENESIS)), "hash": "0" * 64}
    served.take_line(json.dumps(again))
    assert (served.seq, served.broken) == (1, "")


def test_a_line_that_differs_from_the_one_served_before_breaks_the_chain() -> None:
    served = Served(seq=1, hashes={1: "0" * 64})
    served.take_line(json.dumps(asdict(line(1, e.MeetingClosed(), chain.GENESIS))))
    assert served.broken == "line 1 was served twice, and differs"


def test_a_line_that_does_not_follow_breaks_the_chain() -> None:
    served = Served(seq=1, hashes={1: "a" * 64})
    with pytest.raises(Exception, match="before the meeting was convened"):
        served.take_line(json.dumps(asdict(line(2, e.MeetingClosed(), "b" * 64))))
    assert served.broken == "line 2 does not follow the line served before"


async def test_waiting_ends_when_what_is_waited_for_is_served() -> None:
    served = Served()
    asyncio.get_running_loop().call_later(0.05, served.take_seq, 7)
    assert await served.until(lambda: served.shown_seq == 7, seconds=5)


async def test_waiting_ends_when_its_time_is_over() -> None:
    served = Served()
    assert not await served.until(lambda: served.is_at(1), seconds=0.05)
