import subprocess
import sys

import pytest
from typer.testing import CliRunner

from kenesh.sites.cli.main import COMMANDS, app
from kenesh.sites.cli.refusals import BadInput, Missing, Refused

pytestmark = pytest.mark.unit


def test_the_help_lists_every_command_there_is_with_a_word_on_it() -> None:
    listed = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"}).stdout
    present = [line.split() for line in listed.splitlines() if line.startswith("│ ") and "--" not in line]
    shown = {words[1]: len(words) > 4 for words in present if words[1] in COMMANDS}
    assert shown == dict.fromkeys(shown, True)
    assert {"verify", "serve", "migrate", "council", "person"} <= set(shown)


def test_the_help_says_what_exit_codes_mean() -> None:
    assert "Exit codes: 0 all is well, 1 what was checked does not hold" in CliRunner().invoke(app, ["--help"]).stdout


@pytest.mark.parametrize(("refusal", "code"), [(Refused, 1), (BadInput, 2), (Missing, 3)])
def test_a_refusal_ends_with_its_message_and_its_code(
    monkeypatch: pytest.MonkeyPatch, refusal: type[Refused], code: int
) -> None:
    def refuse() -> None:
        raise refusal("not [bold]so[/bold]")

    monkeypatch.setattr("kenesh.sites.cli.verify.verify", refuse)
    result = CliRunner().invoke(app, ["verify"])
    assert (result.exit_code, result.stderr) == (code, "not [bold]so[/bold]\n")


def test_an_unknown_command_is_wrong_usage() -> None:
    assert CliRunner().invoke(app, ["nonsense"]).exit_code == 2


@pytest.mark.parametrize("arguments", [["--help"], ["verify", "--help"]])
def test_neither_help_nor_verify_loads_django(arguments: list[str]) -> None:
    script = (
        "import sys\nfrom kenesh.sites.cli.main import app\n"
        f"try: app({arguments!r})\nexcept SystemExit: pass\n"
        "print('loaded:', [name for name in ('django', 'psycopg') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert said.stdout.splitlines()[-1] == "loaded: []"
