import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sites.cli.serving import kenesh

pytestmark = pytest.mark.integration


@pytest.fixture
def roomy() -> Iterator[Path]:
    """An empty folder that PostgreSQL's own user can enter, as it cannot enter pytest's."""
    with tempfile.TemporaryDirectory(prefix="kenesh-test-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


DURABLE = {"sqlite": "journal_mode=wal, synchronous=2", "postgresql": "fsync=on, synchronous_commit=on"}
RATES = ("acts_per_second", "bare_commits_per_second", "driver_commits_per_second")
TIMES = ("page_300_ms", "page_300_cold_ms", "export_seconds", "verify_seconds")


def test_the_bench_says_what_it_measured_and_how_durable_it_was(roomy: Path, request: pytest.FixtureRequest) -> None:
    database = str(request.config.getoption("--database"))
    options = ("--seats", "4", "--acts", "40", "--lines", "300", "--database", database, "--folder", str(roomy))
    done = kenesh(roomy, "bench", "acts", *options, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert list(found["databases"]) == [database]
    figures = found["databases"][database]
    assert figures["durability"] == DURABLE[database]
    assert figures["lines"] >= 300
    assert all(figures[name] > 0 for name in (*RATES, *TIMES))
    assert figures["ratio"] == pytest.approx(figures["acts_per_second"] / figures["bare_commits_per_second"], abs=0.001)
    assert (found["ratio"], found["page_300_ms"]) == (figures["ratio"], figures["page_300_ms"])
    assert list(roomy.iterdir()) == []


def test_a_person_is_shown_a_table(roomy: Path) -> None:
    options = ("--seats", "2", "--acts", "1", "--lines", "200", "--database", "sqlite", "--folder", str(roomy))
    done = kenesh(roomy, "bench", "acts", *options)
    assert done.returncode == 0, done.stderr
    assert "acts per second" in done.stdout
    assert "page 200 ms" in done.stdout
