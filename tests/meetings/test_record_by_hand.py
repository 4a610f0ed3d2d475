import json
import re
import subprocess
from pathlib import Path

import pytest

from kenesh.core import signing
from tests.meetings.records import KEY, record

pytestmark = pytest.mark.unit

PAGE = Path(__file__).parents[2] / "docs" / "record.md"
RECORD = [json.loads(line) for line in record(length=120)]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """What the commands of the page say, block by block, in a folder that holds the two files and nothing else."""
    folder = tmp_path_factory.mktemp("by-hand")
    (folder / "record.jsonl").write_bytes(b"".join(record(length=120)))
    (folder / "key.pub").write_bytes(signing.public_pem(public=KEY.public_key()))
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return [_run(block, folder) for block in blocks]


def _run(block: str, folder: Path) -> list[str]:
    done = subprocess.run(["/bin/sh", "-eu", "-c", block], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_the_commands_of_the_page_check_a_record(answers: list[list[str]]) -> None:
    hashed = RECORD[1]["hash"]
    verified = ["Signature Verified Successfully"]
    assert answers == [[hashed, hashed], [], verified, [signing.key_id(public=KEY.public_key())]]


def test_the_page_names_every_field_of_a_line_and_of_a_signature() -> None:
    text = PAGE.read_text("utf-8")
    named = set(re.findall(r"`(\w+)`", text))
    assert set(RECORD[0]) | signing.FIELDS <= named
