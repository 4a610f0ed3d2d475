import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.unit

ASKED = [
    "DEBUG",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "ALLOWED_HOSTS",
]
SCRIPT = f"import json; from kenesh.sites import settings; print(json.dumps([getattr(settings, n) for n in {ASKED}]))"


DJANGO = "import json, django; django.setup(); from django.db import connection as c"


def settings_under(folder: Path, **variables: str) -> list[Any]:
    return said_under(folder, SCRIPT, **variables)


def said_under(folder: Path, script: str, **variables: str) -> list[Any]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KENESH_")}
    environment = kept | {"KENESH_DATA": str(folder)} | variables
    said = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True, text=True)
    found: list[Any] = json.loads(said.stdout)
    return found


def test_behind_tls_everything_insists_on_it(tmp_path: Path) -> None:
    found = settings_under(tmp_path, KENESH_URL="https://council.example")
    assert found == [False, True, True, True, 31_536_000, ["council.example"]]


def test_without_being_told_a_site_serves_its_own_machine(tmp_path: Path) -> None:
    assert settings_under(tmp_path) == [False, False, False, False, 0, ["127.0.0.1", "[::1]", "localhost"]]


def test_sqlite_acknowledges_what_is_on_the_disk_and_takes_its_lock_at_once(tmp_path: Path) -> None:
    asked = "[c.cursor().execute(f'PRAGMA {n}').fetchone()[0] for n in ('journal_mode', 'synchronous', 'busy_timeout')]"
    mode = "c.settings_dict['OPTIONS']['transaction_mode']"
    assert said_under(tmp_path, f"{DJANGO}; print(json.dumps([*{asked}, {mode}]))") == ["wal", 2, 20_000, "IMMEDIATE"]


def test_postgresql_is_reached_through_a_pool(tmp_path: Path) -> None:
    asked = "c.vendor, c.settings_dict['NAME'], c.settings_dict['OPTIONS']['pool']['max_size']"
    url = {"KENESH_DATABASE_URL": "postgresql://kenesh@db.example/council", "KENESH_DATABASE_POOL": "5"}
    assert said_under(tmp_path, f"{DJANGO}; print(json.dumps([{asked}]))", **url) == ["postgresql", "council", 5]
