"""The JSON Schema of a scenario, for editors and other programs; written to scenarios/scenario.schema.json."""

from __future__ import annotations

import json
from typing import Any, Final

from kenesh.council.codec import CouncilFile
from kenesh.sites.rehearsal.scenario import Scenario

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
UNKNOWN: Final = "Unknown"


def schema() -> dict[str, Any]:
    """Return the schema; a council is a path, or the fields of a council's file."""
    written = Scenario.model_json_schema()
    council = CouncilFile.model_json_schema()
    parts = {**council.pop("$defs"), **written.pop("$defs"), "CouncilFile": council}
    parts.pop(UNKNOWN)
    written["properties"]["council"] = _or_a_path("CouncilFile", "The council that meets.")
    parts["Convene"]["properties"]["convene"] = _or_a_path("MeetingPart", "The next meeting; of a scenario, its own.")
    return {"$schema": DIALECT, **_tidy(written), "$defs": {name: _tidy(part) for name, part in sorted(parts.items())}}


def text() -> str:
    """Return the schema as the file holds it."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def _or_a_path(part: str, description: str) -> dict[str, Any]:
    path = {"type": "string", "description": "A path, seen from this file."}
    return {"anyOf": [path, {"$ref": f"#/$defs/{part}"}], "description": description}


def _tidy(node: Any) -> Any:
    """Leave out titles that repeat names, and the act that does not exist; which kind a step is, its fields say."""
    if isinstance(node, list):
        return [_tidy(one) for one in node if one != {"$ref": f"#/$defs/{UNKNOWN}"}]
    if not isinstance(node, dict):
        return node
    kept = {name: value for name, value in node.items() if name != "title" or not isinstance(value, str)}
    return {"anyOf" if name == "oneOf" else name: _tidy(value) for name, value in kept.items()}


if __name__ == "__main__":
    print(text(), end="")  # noqa: T201 -- its output is the file
