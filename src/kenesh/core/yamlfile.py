"""YAML files that people write: read into a model, or refused with file, line, field and what was expected."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[int | str, ...]

MAX_BYTES = 4_000_000
MAX_NODES = 200_000  # aliases can make a small file large
MAX_SHOWN = 60


class FileProblem(Exception):
    """What is wrong in a file, where, and what would be right; `also` holds the further problems found."""

    def __init__(self, file: Path, line: int, field: str, expected: str, found: str) -> None:
        place = f"{file}, line {line}" + (f", {field}" if field else "")
        super().__init__(f"{place}: expected {expected}; found {found}")
        self.file = file
        self.line = line
        self.field = field
        self.expected = expected
        self.found = found
        self.also: tuple[FileProblem, ...] = ()


def load_yaml(path: Path, model: type[Model]) -> Model:
    """Read a file into a model.

    Refused (FileProblem): a file that is missing, not UTF-8, not YAML, has a key twice, or does not fit the model.
    The model's validators find the file's path in their context, as ``file``.
    """
    tree = _parse(path, _text(path))
    try:
        return model.model_validate(_plain(tree, path), context={"file": path})
    except ValidationError as invalid:
        problems = [_problem(path, tree, model, error) for error in invalid.errors()]
        first, *rest = sorted(problems, key=lambda one: one.line)
        first.also = tuple(rest)
        raise first from None


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as missing:
        raise FileProblem(path, 0, "", "a file that can be read", missing.strerror or "none") from None
    if len(raw) > MAX_BYTES:
        raise FileProblem(path, 0, "", f"at most {MAX_BYTES} bytes", f"{len(raw)} bytes")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = raw.count(b"\n", 0, broken.start) + 1
        raise FileProblem(path, line, "", "text in UTF-8", f"the byte 0x{raw[broken.start]:02x}") from None


def _parse(path: Path, text: str) -> object:
    try:
        return YAML(typ="rt").load(text)
    except MarkedYAMLError as broken:
        line = broken.problem_mark.line + 1 if broken.problem_mark else 1
        raise FileProblem(path, line, "", "YAML", _one_line(broken.problem or broken.context or "")) from None
    except (YAMLError, ValueError) as broken:
        raise FileProblem(path, 1, "", "YAML", _one_line(str(broken))) from None


def _plain(tree: object, path: Path) -> object:
    """Copy without the marks; pydantic shows what it was given."""
    left = MAX_NODES

    def copy(node: object) -> object:
        nonlocal left
        left -= 1
        if left < 0:
            raise FileProblem(path, 1, "", f"at most {MAX_NODES} values", "more, through aliases")
        if isinstance(node, CommentedMap):
            return {key: copy(value) for key, value in node.items()}
        if isinstance(node, CommentedSeq):
            return [copy(value) for value in node]
        return str(node) if isinstance(node, str) else node

    return copy(tree)


def _problem(path: Path, tree: object, model: type[BaseModel], error: ErrorDetails) -> FileProblem:
    loc, line = _locate(tree, error["loc"])
    expected, found = _in_words(model, error)
    return FileProblem(path, line, _dotted(loc), expected, found)


def _locate(tree: object, loc: Location) -> tuple[Location, int]:
    """Follow a location as far as the file goes; parts that name a kind of union are not in it."""
    line, followed, node = 1, [], tree
    for part in loc:
        if isinstance(node, CommentedMap) and part in node:
            line = node.lc.key(part)[0] + 1
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line = node.lc.item(part)[0] + 1
        else:
            if part == loc[-1] and isinstance(node, CommentedMap):
                followed.append(part)
            continue
        node = node[part]
        followed.append(part)
    return tuple(followed), line


def _dotted(loc: Location) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).removeprefix(".")


def _in_words(model: type[BaseModel], error: ErrorDetails) -> tuple[str, str]:
    name = str(error["loc"][-1]) if error["loc"] else ""
    if error["type"] == "missing":
        return f"a value for {name!r}", "none"
    if error["type"] == "extra_forbidden":
        return _known_fields(model, error["loc"]), f"the unknown field {name!r}"
    expected = error["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return expected, _shown(error["input"])


def _known_fields(model: type[BaseModel], loc: Location) -> str:
    schema = model.model_json_schema()
    known = sorted(_fields(schema, schema, loc[:-1]))
    near = difflib.get_close_matches(str(loc[-1]), known, n=1)
    if near:
        return f"{near[0]!r}"
    return f"one of {', '.join(known)}" if known else "only known fields"


def _fields(schema: Mapping[str, Any], root: Mapping[str, Any], loc: Location) -> set[str]:
    """Names of the fields a JSON Schema knows at a location."""
    if ref := schema.get("$ref"):
        return _fields(root["$defs"][str(ref).rpartition("/")[2]], root, loc)
    for kind in ("anyOf", "oneOf", "allOf"):
        if choices := schema.get(kind):
            return set[str]().union(*(_fields(choice, root, loc) for choice in _chosen(choices, loc)))
    properties = schema.get("properties", {})
    if not loc:
        return set(properties)
    inner = schema.get("items") if isinstance(loc[0], int) else properties.get(loc[0])
    if inner is None:
        inner = schema.get("additionalProperties")
    # A part that names a kind of union is in no schema: step over it.
    return _fields(inner, root, loc[1:]) if isinstance(inner, Mapping) else _fields(schema, root, loc[1:])


def _chosen(choices: Sequence[Mapping[str, Any]], loc: Location) -> Sequence[Mapping[str, Any]]:
    """Of a union's choices, the one that a location names, where it names one."""
    named = [choice for choice in choices if loc and str(choice.get("$ref", "")).endswith(f"/{loc[0]}")]
    return named or choices


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "a list"
    return _one_line(repr(str(value)) if not isinstance(value, int | float | None) else repr(value))


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_SHOWN else line[: MAX_SHOWN - 1] + "…"
