import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page

from kenesh.sites.rehearsal.server import free_port
from tests.sites.cli.serving import Server, serving

pytestmark = pytest.mark.e2e

NAME = "kenesh.internal"  # a browser trusts this machine's own addresses even without TLS, so it gets a name
SEEN = """async () => {
    const asked = navigator.mediaDevices?.getUserMedia({ audio: true, video: true });
    const tracks = (await asked)?.getTracks().map((track) => [track.kind, track.readyState]) ?? [];
    return { secure: window.isSecureContext, tracks: tracks.sort() };
}"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("site"), "--tls", scheme="https", KENESH_HOSTS=NAME) as server:
        yield server


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[int]:
    """A page without TLS."""
    (tmp_path / "index.html").write_text("<!doctype html><title>Plain</title>", "utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", free_port()), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture
def window(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Page]:
    """A browser of someone in the office's network, who has gone on past the warning."""
    rules = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    arguments = [*browser_type_launch_args["args"], rules]
    with browser_type.launch(**browser_type_launch_args | {"args": arguments}) as browser:
        yield browser.new_page(ignore_https_errors=True)


def test_a_site_with_its_own_certificate_is_given_camera_and_microphone(window: Page, office: Server) -> None:
    window.goto(f"https://{NAME}:{office.port}/")
    assert window.evaluate(SEEN) == {"secure": True, "tracks": [["audio", "live"], ["video", "live"]]}


def test_the_same_address_without_tls_is_given_neither(window: Page, plain: int) -> None:
    window.goto(f"http://{NAME}:{plain}/")
    assert window.evaluate(SEEN) == {"secure": False, "tracks": []}
