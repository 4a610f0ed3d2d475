import json
from pathlib import Path

import pytest

from tests.sites.cli.serving import kenesh

pytestmark = pytest.mark.integration


def test_the_bench_says_how_long_the_documents_of_both_meetings_took(tmp_path: Path) -> None:
    done = kenesh(tmp_path, "bench", "documents", "--lines", "600", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["documents"], found["large"]["documents"]) == (14, 2)
    assert found["large"]["lines"] >= 600
    for figures in (found, found["large"]):
        assert 0 < figures["p95"] <= figures["slowest"] <= figures["seconds"]
