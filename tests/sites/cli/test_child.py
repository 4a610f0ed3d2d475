import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kenesh.sites.cli import crowd
from kenesh.sites.cli.child import ChildSite, served
from kenesh.sites.rehearsal.server import ServerFails

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def site() -> Iterator[ChildSite]:
    with tempfile.TemporaryDirectory(prefix="kenesh-test-") as name:
        made = ChildSite(folder=Path(name))
        made.prepare(council=crowd.council_data(number=2))
        yield made


def pid_of(site: ChildSite) -> int:
    assert site._child is not None
    return site._child.pid


def test_a_site_is_up_while_it_is_served_and_gone_afterwards(site: ChildSite) -> None:
    with served(site):
        group = pid_of(site)
        assert httpx.get(f"{site.address}/{crowd.COUNCIL}/").is_success
    with pytest.raises(ProcessLookupError):
        os.killpg(group, 0)
    with pytest.raises(httpx.TransportError):
        httpx.get(site.address)


def test_a_site_that_was_killed_can_be_started_again(site: ChildSite) -> None:
    with served(site):
        first = pid_of(site)
        site.kill()
        with pytest.raises(ProcessLookupError):
            os.killpg(first, 0)
        site.start()
        site.wait()
        assert pid_of(site) != first


def test_a_site_that_ended_by_itself_is_told_with_its_last_words(site: ChildSite) -> None:
    with served(site):
        os.kill(pid_of(site), signal.SIGTERM)
        with pytest.raises(ServerFails, match="ended by itself"):
            wait_for_the_end(site)


def wait_for_the_end(site: ChildSite) -> None:
    while site.is_up:
        pass
    site.wait()


def test_a_command_that_fails_is_named(site: ChildSite) -> None:
    with pytest.raises(ServerFails, match=r"kenesh council load /nowhere"):
        site.run("council", "load", "/nowhere")


def test_ending_what_was_never_started_is_nothing(site: ChildSite) -> None:
    site.stop()
    site.kill()
