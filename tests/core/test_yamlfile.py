from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from kenesh.core.yamlfile import FileProblem, load_yaml

pytestmark = pytest.mark.unit

Refuse = Callable[[str | bytes], FileProblem]


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: str
    minutes: int = 3


class Plan(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    items: list[Item]
    names: dict[str, Item] = {}


@pytest.fixture
def refused(tmp_path: Path) -> Refuse:
    def refuse(text: str | bytes) -> FileProblem:
        file = tmp_path / "plan.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(FileProblem) as caught:
            load_yaml(file, Plan)
        return caught.value

    return refuse


def told(problem: FileProblem) -> tuple[int, str, str, str]:
    return problem.line, problem.field, problem.expected, problem.found


def test_a_good_file_becomes_the_model(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text("title: A\nitems:\n  - code: NO\n    minutes: 5\n", "utf-8")
    assert load_yaml(file, Plan) == Plan(title="A", items=[Item(code="NO", minutes=5)])


def test_a_wrong_value_is_named_with_its_line_and_field(refused: Refuse) -> None:
    problem = refused("title: A\nitems:\n  - code: AZ\n    minutes: soon\n")
    assert told(problem) == (
        4,
        "items[0].minutes",
        "a valid integer, unable to parse string as an integer",
        "'soon'",
    )


def test_a_missing_field_is_named_where_it_should_stand(refused: Refuse) -> None:
    assert told(refused("title: A\nitems:\n  - minutes: 5\n")) == (3, "items[0].code", "a value for 'code'", "none")


def test_a_misspelt_field_is_answered_with_the_one_meant(refused: Refuse) -> None:
    problem = refused("title: A\nitems:\n  - code: AZ\n    minuets: 5\n")
    assert told(problem) == (4, "items[0].minuets", "'minutes'", "the unknown field 'minuets'")


def test_an_unknown_field_is_answered_with_the_known_ones(refused: Refuse) -> None:
    problem = refused("title: A\nitems: []\nnames:\n  x:\n    code: AZ\n    zzz: 1\n")
    assert told(problem) == (6, "names.x.zzz", "one of code, minutes", "the unknown field 'zzz'")


def test_every_problem_is_told_in_the_order_of_the_file(refused: Refuse) -> None:
    problem = refused("items:\n  - code: AZ\n    minutes: x\n  - code: 5\ntitle: A\n")
    assert [problem.line, *(one.line for one in problem.also)] == [3, 4]


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("title: A\ntitle: B\n", 2, "YAML"),
        ("title: [A\n", 2, "YAML"),
        ("title: A\nitems: \x07\n", 1, "YAML"),
        ("", 1, "a valid dictionary or instance of Plan"),
        ("- 1\n", 1, "a valid dictionary or instance of Plan"),
        (b"title: A\nitems: \xff\n", 2, "text in UTF-8"),
        (b"x" * 4_000_001, 0, "at most 4000000 bytes"),
        (
            (
                "a: &a [1,1,1,1,1,1,1,1,1,1]\n"
                "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n"
                "f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
            ),
            1,
            "at most 200000 values",
        ),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(
    refused: Refuse, text: str | bytes, line: int, expected: str
) -> None:
    problem = refused(text)
    assert (problem.line, problem.expected) == (line, expected)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="expected a file that can be read; found No such file"):
        load_yaml(tmp_path / "none.yaml", Plan)


def test_the_message_says_it_all_in_one_line(refused: Refuse) -> None:
    message = str(refused("title: A\nitems:\n  - code: AZ\n    minutes: soon\n"))
    assert message.endswith(
        "plan.yaml, line 4, items[0].minutes: "
        "expected a valid integer, unable to parse string as an integer; found 'soon'"
    )
