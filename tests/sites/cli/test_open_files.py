import resource
import subprocess
import sys

import pytest

pytestmark = pytest.mark.unit


def allowed(number: int, *, soft: int, hard: int) -> list[int]:
    """Return the limit told and the limit set, in a process that begins with these."""
    program = f"""
import resource
from kenesh.sites.cli.open_files import allow_open_files
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
print(allow_open_files(number={number}), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return [int(word) for word in done.stdout.split()]


@pytest.mark.parametrize(
    ("number", "soft", "hard", "found"),
    [(500, 256, 1000, 500), (5000, 256, 1000, 1000), (200, 256, 1000, 256), (256, 256, 256, 256)],
)
def test_the_limit_is_raised_as_far_as_it_goes_and_never_lowered(number: int, soft: int, hard: int, found: int) -> None:
    assert allowed(number, soft=soft, hard=hard) == [found, found]
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 0
