import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kenesh.sites.rehearsal.client import SiteFails
from kenesh.sites.rehearsal.links import NoLinks, ask_links, read_links

pytestmark = pytest.mark.unit

LINKS = {"site": "https://council.example/", "seats": {"AZ": "https://council.example/invitations/abc/"}}


class SomeSite(BaseHTTPRequestHandler):
    """A site that has links of the council `two`, none of `three`, and does not know any other."""

    def do_GET(self) -> None:
        known = {"two": LINKS, "three": {"site": "https://council.example", "seats": {}}}
        found = known.get(self.path.rpartition("=")[2])
        self.send_response(200 if found else 404)
        self.end_headers()
        self.wfile.write(json.dumps(found).encode())

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), SomeSite) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_links_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "links.json"
    path.write_text(json.dumps(LINKS), "utf-8")
    links = read_links(path=path)
    assert links.address == "https://council.example"
    assert links.link("AZ") == "https://council.example/invitations/abc/"


def test_a_seat_without_a_link_is_named(tmp_path: Path) -> None:
    path = tmp_path / "links.json"
    path.write_text(json.dumps(LINKS), "utf-8")
    with pytest.raises(NoLinks, match="no link for the seat KZ; there are links for AZ"):
        read_links(path=path).link("KZ")


@pytest.mark.parametrize("content", ["", "[]", '{"site": "x", "seats": {}}', '{"site": "https://a.example"}'])
def test_a_file_that_holds_no_links_says_what_it_should_hold(tmp_path: Path, content: str) -> None:
    path = tmp_path / "links.json"
    path.write_text(content, "utf-8")
    with pytest.raises(NoLinks, match="expected"):
        read_links(path=path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoLinks, match=r"missing\.json: No such file"):
        read_links(path=tmp_path / "missing.json")


def test_a_demo_site_gives_its_links(site: str) -> None:
    assert list(ask_links(site=f"{site}/", council="two").seats) == ["AZ"]


def test_a_site_that_is_no_demo_says_how_to_go_on(site: str) -> None:
    with pytest.raises(NoLinks, match="--links FILE"):
        ask_links(site=site, council="four")


def test_a_site_without_that_council_says_how_to_load_it(site: str) -> None:
    with pytest.raises(NoLinks, match="kenesh council load"):
        ask_links(site=site, council="three")


@pytest.mark.parametrize("site", ["", "ftp://x.example", "http://127.0.0.1:9"])
def test_a_site_that_does_not_answer_is_told(site: str) -> None:
    with pytest.raises(SiteFails, match="does not answer"):
        ask_links(site=site, council="two")
