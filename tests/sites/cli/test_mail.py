"""`kenesh mail`: reports that a mail server pipes in, and a process killed while it hands a letter over."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kenesh.core import outbox
from kenesh.core.models import Mail
from kenesh.sites.cli import mail as command
from kenesh.sites.cli.main import app
from tests.core.domain.test_bounces import REPORT
from tests.core.smtp import mail_server
from tests.sites.cli.serving import KENESH, environment, kenesh

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

WRITE = """
import django; django.setup()
from kenesh.core.outbox import post
for name in ("first", "slow", "last"):
    post(key=name, to=f"{name}@example.org", subject="S", text="T")
"""
READ = """
import django, json; django.setup()
from kenesh.core.models import Mail
print(json.dumps(dict(Mail.objects.values_list("key", "stage"))))
"""
PATIENCE = 60  # seconds, on a machine that does other things too


def bounced(report: str | bytes, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["mail", "bounced", *arguments], input=report, env={"COLUMNS": "200"})


@pytest.fixture
def sent() -> Mail:
    outbox.post(key="k", to="head@example.org", subject="S", text="T")
    outbox.deliver()
    return Mail.objects.get()


def test_a_report_that_is_piped_in_marks_its_letter_and_says_why(sent: Mail) -> None:
    said = bounced(REPORT.replace("<abc@", f"<{sent.name}@"))
    why = "5.1.1 550 5.1.1 <head@example.org>: Recipient address rejected: User unknown"
    assert (said.exit_code, said.stdout.strip()) == (0, f"The letter to head@example.org came back: {why}")
    sent.refresh_from_db()
    assert (sent.stage, sent.error) == (Mail.Stage.BOUNCED, why)


def test_a_program_is_told_the_letter_and_its_stage(sent: Mail) -> None:
    report = REPORT.replace("<abc@kenesh.example.org>", f"<{sent.name}@site.example>")
    assert json.loads(bounced(report, "--json").stdout) == {
        "letter": f"<{sent.name}@site.example>",
        "stage": "bounced",
    }


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ("Subject: I am away\n\nUntil Monday.\n", "Let pass: no delivery status (RFC 3464) in this message."),
        (REPORT.replace("Action: failed", "Action: delayed"), "Let pass: <abc@kenesh.example.org> is late."),
        (REPORT, "Let pass: <abc@kenesh.example.org> is no letter of this site."),
    ],
)
def test_whatever_else_comes_there_is_let_pass(sent: Mail, report: str, words: str) -> None:
    said = bounced(report)
    assert (said.exit_code, said.stdout.strip()) == (0, words)
    sent.refresh_from_db()
    assert sent.stage == Mail.Stage.SENT


def test_what_is_too_large_to_be_a_report_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "LONGEST", 100)
    said = bounced(b"x" * 101)
    assert (said.exit_code, "more than 100 bytes" in said.stderr) == (2, True)


def test_letters_are_sent_at_the_command_line() -> None:
    outbox.post(key="k", to="head@example.org", subject="S", text="T")
    assert [CliRunner().invoke(app, ["mail", "send"]).stdout.strip() for _ in range(2)] == ["1 sent.", "0 sent."]


def test_a_process_that_is_killed_while_it_hands_a_letter_over_never_sends_it_twice(tmp_path: Path) -> None:
    assert kenesh(tmp_path, "migrate").returncode == 0
    with mail_server() as server:
        told = {"KENESH_MAIL_HOST": "127.0.0.1", "KENESH_MAIL_PORT": str(server.port), "KENESH_MAIL_SECURITY": "none"}
        variables = environment(tmp_path, DJANGO_SETTINGS_MODULE="kenesh.sites.settings", **told)
        _python(WRITE, variables)
        with subprocess.Popen([*KENESH, "mail", "send"], env=variables) as process:
            assert server.slow.wait(PATIENCE)  # the server has it, and the process does not know yet
            os.kill(process.pid, signal.SIGKILL)
        assert server.recipients == ["first@example.org", "slow@example.org"]
        assert json.loads(_python(READ, variables)) == {"first": "sent", "slow": "sending", "last": "waiting"}
        server.patient = False
        for _ in range(2):
            assert kenesh(tmp_path, "mail", "send", **told).returncode == 0
        assert server.recipients == ["first@example.org", "slow@example.org", "last@example.org"]
        assert json.loads(_python(READ, variables)) == {"first": "sent", "slow": "sending", "last": "sent"}


def _python(script: str, variables: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, "-c", script], env=variables, check=True, capture_output=True, text=True)
    return done.stdout
