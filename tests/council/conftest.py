from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kenesh.core.yamlfile import load_yaml
from kenesh.council.codec import CouncilFile
from tests.council.councils import RHINE, TURKIC

if TYPE_CHECKING:
    from kenesh.council.models import Council, Person

# Named alone on the command line, this folder's conftest is read before the settings are: actions wait for their use.


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def to_file(text: str) -> Path:
        path = tmp_path / "council.yaml"
        path.write_text(text, "utf-8")
        return path

    return to_file


@pytest.fixture
def load(db: None, write: Callable[[str], Path]) -> "Callable[[str | Path], Council]":  # noqa: ARG001 -- asked for, to have a database
    from kenesh.council.actions import load_council  # noqa: PLC0415 -- see above

    def to_database(source: str | Path) -> "Council":
        path = source if isinstance(source, Path) else write(source)
        return load_council(data=load_yaml(path, CouncilFile))

    return to_database


@pytest.fixture
def turkic(load: "Callable[[str | Path], Council]") -> "Council":
    return load(TURKIC)


@pytest.fixture
def rhine(load: "Callable[[str | Path], Council]") -> "Council":
    return load(RHINE)


@pytest.fixture
def seated(db: None) -> "Callable[..., Person]":  # noqa: ARG001 -- asked for, to have a database
    from kenesh.council.actions import add_person  # noqa: PLC0415 -- see above

    def seat(council: "Council", code: str, email: str = "", **fields: Any) -> "Person":
        return add_person(seat=council.seats.get(code=code), email=email or f"{code}@{council.slug}.example", **fields)

    return seat
