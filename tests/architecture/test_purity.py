import ast
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

HOUSE = Path(__file__).parents[2]
DOMAINS = sorted((HOUSE / "src" / "kenesh").glob("*/domain/**/*.py"))
CLOCKS = {"now", "today", "utcnow"}
WORLD = {"open", "print", "input", "exec", "eval", "__import__"}


def test_there_are_domains_to_look_at() -> None:
    assert len(DOMAINS) > 4


@pytest.mark.parametrize("file", DOMAINS, ids=lambda file: str(file.relative_to(HOUSE)))
def test_a_domain_reads_no_clock_and_touches_nothing_outside(file: Path) -> None:
    calls = [node.func for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    clocks = {call.attr for call in calls if isinstance(call, ast.Attribute)} & CLOCKS
    world = {call.id for call in calls if isinstance(call, ast.Name)} & WORLD
    assert (clocks, world) == (set(), set())


@pytest.mark.parametrize("file", DOMAINS, ids=lambda file: str(file.relative_to(HOUSE)))
def test_a_domain_imports_the_standard_library_and_domains_only(file: Path) -> None:
    strangers = {
        name
        for name in _imported(file)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and name.split(".")[:1] + name.split(".")[2:3] != ["kenesh", "domain"]
    }
    assert strangers == set()


def _imported(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("file", sorted((HOUSE / "src" / "kenesh").glob("**/__init__.py")), ids=str)
def test_a_package_imports_nothing_by_itself(file: Path) -> None:
    assert file.read_text() == ""
