"""What every test finds: settings of its own, one of two databases, Debian's Chromium, and no network."""

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from kenesh.sites.cli.throwaway import throwaway_postgres

HELD = pytest.StashKey[ExitStack]()
ENGINES = {"sqlite": "django.db.backends.sqlite3", "postgresql": "django.db.backends.postgresql"}
MARKS = {"unit", "integration", "e2e"}

# Two cores shared by everything: how long an example takes tells nothing about the rule it tries.
hypothesis_settings.register_profile("kenesh", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("kenesh")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=tuple(ENGINES), default="sqlite", help="the database the suite runs on")


def pytest_configure(config: pytest.Config) -> None:
    """Settle the environment before Django reads its settings; pytest-django completes the set-up after this."""
    held = config.stash[HELD] = ExitStack()
    folder = _private_folder(held)
    wanted = config.getoption("--database")
    if not hasattr(config, "workerinput"):  # the workers of xdist inherit the choice from the process that starts them
        os.environ.pop("KENESH_DATABASE_URL", None)
        if wanted == "postgresql":
            os.environ["KENESH_DATABASE_URL"] = held.enter_context(throwaway_postgres())
    _read_settings(engine=ENGINES[wanted], folder=folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    if held := config.stash.get(HELD, None):
        held.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    unmarked = sorted({str(item.path) for item in items if not MARKS & {mark.name for mark in item.iter_markers()}})
    if unmarked:
        raise pytest.UsageError("no mark (unit, integration or e2e) at the top of: " + ", ".join(unmarked))
    # Playwright leaves an event loop running in its process, after which no async test could start its own.
    items.sort(key=_in_a_browser)
    if any(map(_in_a_browser, items)):  # in that loop Django would refuse the database, as it must anywhere else
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def _in_a_browser(item: pytest.Item) -> bool:
    return item.get_closest_marker("e2e") is not None


def _private_folder(held: ExitStack) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kenesh-tests-"))
    held.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {"KENESH_DATA": str(folder), "KENESH_SECRET_KEY": "only-for-tests-" + "0" * 50}
    return folder


def _read_settings(*, engine: str, folder: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "kenesh.sites.settings"
    database = settings.DATABASES["default"]
    if database["ENGINE"] != engine:
        raise pytest.UsageError(f"the settings do not follow KENESH_DATABASE_URL: not {engine}")
    if engine == ENGINES["sqlite"]:  # a file, as in service: in memory, SQLite has neither WAL nor two writers who wait
        database.setdefault("TEST", {})["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database goes with its server or its folder: dropped, it would have to wait for threads that still end."""
    return True


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's browser, so that nothing is downloaded; camera and microphone are synthetic."""
    return browser_type_launch_args | {
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--autoplay-policy=no-user-gesture-required",
        ],
    }
