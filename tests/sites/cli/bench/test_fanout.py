import json
import subprocess
import sys

import pytest

from kenesh.sites.cli.bench.fanout import tell
from kenesh.sites.cli.bench.viewers import share

pytestmark = pytest.mark.integration

KENESH = [sys.executable, "-c", "from kenesh.sites.cli.main import main; main()"]
FIGURES = {"p50_ms", "p99_ms", "last_p50_ms", "last_max_ms", "bytes"}


def test_both_servers_are_watched_by_as_many_and_send_as_much() -> None:
    command = [*KENESH, "bench", "fanout", "--viewers", "30", "--rounds", "3", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result = json.loads(done.stdout.splitlines()[-1])
    assert (result["viewers"], result["rounds"], result["renders_per_act"]) == (30, 3, 1.0)
    assert set(result["ours"]) == set(result["starlette"]) == FIGURES
    assert result["ratio_p99"] == round(result["ours"]["p99_ms"] / result["starlette"]["p99_ms"], 3)
    assert abs(result["ours"]["bytes"] - result["starlette"]["bytes"]) < 100
    assert "starlette: 30 of 30 viewers" in done.stderr


def test_a_person_is_shown_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    figures = dict.fromkeys(FIGURES, 1.5)
    result = {"viewers": 30, "rounds": 3, "ours": figures, "starlette": figures, "ratio_p50": 1.0, "ratio_p99": 1.25}
    tell({**result, "renders_per_act": 1.0}, as_json=False)
    shown = capsys.readouterr().out
    assert "30 viewers, 3 acts" in shown
    assert "1.25" in shown


@pytest.mark.parametrize(("percent", "found"), [(50, 50.0), (99, 99.0), (100, 100.0), (0, 1.0)])
def test_a_percentile_is_the_least_time_within_which_so_many_screens_had_it(percent: int, found: float) -> None:
    assert share([number / 1000 for number in range(1, 101)], percent) == found
