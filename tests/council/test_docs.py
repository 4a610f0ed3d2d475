import re
from pathlib import Path

import pytest

from kenesh.core.yamlfile import load_yaml
from kenesh.council.codec import CouncilFile

pytestmark = pytest.mark.unit

PAGE = Path(__file__).parents[2] / "docs" / "councils.md"


def test_the_example_in_the_documents_is_a_council(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    file = tmp_path / "council.yaml"
    file.write_text(example, "utf-8")
    assert [seat.code for seat in load_yaml(file, CouncilFile).seats] == ["FR", "SEC"]


def test_the_documents_name_every_field_of_the_file() -> None:
    fields = {name for part in [CouncilFile.model_json_schema(), *_parts()] for name in part["properties"]}
    told = PAGE.read_text("utf-8")
    assert [name for name in sorted(fields) if not re.search(rf"\b{name}\b", told)] == []


def _parts() -> list[dict[str, dict[str, object]]]:
    parts: list[dict[str, dict[str, object]]] = list(CouncilFile.model_json_schema()["$defs"].values())
    return parts
