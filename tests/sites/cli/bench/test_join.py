import json
from pathlib import Path

import pytest

from tests.sites.cli.serving import kenesh

pytestmark = pytest.mark.e2e


def test_the_bench_says_how_long_pictures_and_sounds_take_beside_a_bare_page(tmp_path: Path) -> None:
    done = kenesh(tmp_path, "bench", "join", "--seats", "3", "--rounds", "1", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    for figures in (found["ours"], found["bare"]):
        assert figures["pictures"] == 6
        assert 0 < figures["p50_ms"] <= figures["p95_ms"]
    assert (found["p50"], found["p95"]) == (found["ours"]["p50_ms"], found["ours"]["p95_ms"])
    assert found["ratio_p50"] == pytest.approx(found["ours"]["p50_ms"] / found["bare"]["p50_ms"], abs=0.001)
    assert found["floors"] == 4
    for name in ("floor", "at_once"):
        assert 0 < found[f"{name}_to_sound_p50_ms"] <= found[f"{name}_to_sound_p95_ms"]
