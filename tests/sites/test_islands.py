"""The room's islands in a real browser, under the site's content security policy, against a server made of routes."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.template import engines
from playwright.sync_api import Page, Route, expect

import kenesh.sites

pytestmark = pytest.mark.e2e

STATIC = Path(kenesh.sites.__file__).parent / "static"
SITE = "http://localhost:9"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ROOM = """{% extends "room_base.html" %}
{% block stage %}<h2 id="floor">Hungary</h2>{% endblock %}
{% block desk %}DESK{% endblock %}"""
DESK = """<form id="act" data-act method="post" action="/acts/hand_in/"><input type="hidden" name="key" value="x">
<label for="text">Text</label><textarea id="text" name="text"></textarea><div data-refusal></div>
<button data-key="h" data-key-label="Hand in">Hand in</button></form><p id="below">none</p>"""


class Server:
    """Answers from lists: each stream request gets the next body, each act the next answer."""

    def __init__(self) -> None:
        self.streams: list[str | None] = []
        self.asked: list[str] = []
        self.answers: list[tuple[int, object] | None] = []
        self.acts: list[dict[str, list[str]]] = []

    def __call__(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/room/":
            page = engines["django"].from_string(ROOM.replace("DESK", DESK))
            context = {"room_title": "Meeting", "seq": 7, "stream_url": "/room/stream/", "now": datetime.now(UTC)}
            route.fulfill(
                body=page.render(context), content_type="text/html", headers={"Content-Security-Policy": POLICY}
            )
        elif path == "/room/stream/":
            self._stream(route)
        elif path == "/acts/hand_in/":
            self._act(route)
        else:
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=guess_type(path)[0] or "font/woff2")

    def _stream(self, route: Route) -> None:
        self.asked.append(route.request.url)
        body = self.streams.pop(0) if self.streams else None
        if body is None:
            route.fulfill(status=503)
        else:
            route.fulfill(body=body, content_type="text/event-stream")

    def _act(self, route: Route) -> None:
        self.acts.append(parse_qs(route.request.post_data or ""))
        answer = self.answers.pop(0)
        if answer is None:
            route.abort()
        else:
            route.fulfill(status=answer[0], body=json.dumps(answer[1]), content_type="application/json")


@pytest.fixture
def server(page: Page) -> Iterator[Server]:
    """A page that may neither break the policy nor throw."""
    made, faults = Server(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    page.route(f"{SITE}/**", made)
    yield made
    assert faults == []


def _event(name: str, seq: int, html: str = "") -> str:
    return f"event: {name}\nid: {seq}\n" + "".join(f"data: {line}\n" for line in html.splitlines() or [""]) + "\n"


def test_the_stream_changes_the_stage_and_leaves_what_is_being_typed(page: Page, server: Server) -> None:
    page.goto(f"{SITE}/room/")
    page.locator("#text").press_sequentially("We sup")
    fresh = DESK.replace("none", "fresh")
    server.streams = [_event("region-stage", 8, '<h2 id="floor">Turkey</h2>') + _event("region-desk", 8, fresh)]
    expect(page.locator("#below")).to_have_text("fresh")
    expect(page.locator("#floor")).to_have_text("Turkey")
    page.keyboard.type("port")
    expect(page.locator("#text")).to_have_value("We support")


def test_a_lost_connection_says_so_and_comes_back_after_the_last_line(page: Page, server: Server) -> None:
    server.streams = ["retry: 100\n\n" + _event("region-stage", 9, "<p>Nine</p>"), None, None]
    page.goto(f"{SITE}/room/")
    expect(page.locator(".connection")).to_contain_text("The connection is lost")
    page.wait_for_function("document.querySelector('.room').dataset.seq === '9'")
    server.streams += ["retry: 60000\n\n" + _event("seq", 11)]
    expect(page.locator("#announcer")).to_have_text("Connected again. Last line: 11", timeout=15_000)
    assert any(url.endswith("?after=9") for url in server.asked)


def test_a_refusal_is_shown_with_its_rule_and_the_text_stays(page: Page, server: Server) -> None:
    server.answers = [(409, {"rule": "12", "title": "Out of order", "reason": "The list is closed.", "retry": False})]
    page.goto(f"{SITE}/room/")
    page.locator("#text").fill("We support")
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator("[data-refusal][role=alert]")).to_contain_text("Rule 12")
    expect(page.locator("#text")).to_have_value("We support")


def test_an_act_sent_without_a_connection_is_sent_again_with_the_same_key(page: Page, server: Server) -> None:
    server.answers = [None, None, (200, {"seq": 8, "hash": "", "events": []})]
    page.goto(f"{SITE}/room/")
    page.locator("#text").fill("We support")
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator("[data-refusal]")).to_contain_text("being sent again")
    expect(page.locator("#text")).to_have_value("")
    assert len({act["key"][0] for act in server.acts}) == 1
    assert [act["text"] for act in server.acts] == [["We support"]] * 3


def test_a_question_mark_lists_the_keys_and_a_key_acts(page: Page, server: Server) -> None:
    server.answers = [(200, {"seq": 8, "hash": "", "events": []})]
    page.goto(f"{SITE}/room/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").locator("tr")).to_have_text(["?Show the keys", "hHand in"])
    page.keyboard.press("Escape")
    with page.expect_request("**/acts/hand_in/"):
        page.keyboard.press("h")
