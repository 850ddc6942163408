"""What rows have in common is evaluated once, whether a column came coded or not, and nobody can tell from the result."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

import oktaexpr
from oktaexpr.columns import Evaluator, answers
from oktaexpr.columns.kernel import Kernel

COUNT = 6_000
DEPARTMENTS = ("Data", "İt", None)
LEVELS = (1, 5, None, 0)
USERS = pa.record_batch(
    {
        "id": [f"u{number}" for number in range(COUNT)],
        "department": [DEPARTMENTS[number % 3] for number in range(COUNT)],
        "level": [LEVELS[number % 4] for number in range(COUNT)],
        "active": [number % 2 == 0 for number in range(COUNT)],
        "email": [f"u{number}@acme.example" for number in range(COUNT)],
        "score": [float(number % 2) for number in range(COUNT)],
        "groups": [["dbt_dev"] if number % 5 == 0 else ["a", "b"] for number in range(COUNT)],
    }
)


@pytest.fixture
def evaluated(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many inputs a kernel was given, for each time that one ran."""
    counts: list[int] = []
    over = Kernel.over

    def counting(self: Kernel, inputs: Any, count: int) -> Any:
        counts.append(count)
        return over(self, inputs, count)

    monkeypatch.setattr(Kernel, "over", counting)
    return counts


ROW_BY_ROW = [COUNT]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("user.department == 'Data'", [3]),
        ("user.level", [4]),
        ("user.department + user.level", [12]),
        ("isMemberOfGroupName('dbt_dev') ? 1 : 2", [2]),
        ("isMemberOfGroupName('dbt_dev') AND user.level > 2 ? user.department : 2", [24]),
        ("user.active ? user.department : user.level / user.level", [12]),
        ("1 / user.level", [4]),
        ("user.department.toUpperCase()", [3]),
        ("user.email", ROW_BY_ROW),
        ("user.score", ROW_BY_ROW),
        ("isMemberOfGroupName('a') ? user.email : user.department", ROW_BY_ROW),
        ("user.department == 'Data' ? user.email : 1", [3, *ROW_BY_ROW]),
        ("String.toUpperCase(user.department + '.') + user.email", [3, *ROW_BY_ROW]),
        ("user.level > 1 ? String.len(user.department + 'x') + user.score : user.email", [4, 3, *ROW_BY_ROW]),
        ("user.email + {user.department}.size()", [3, *ROW_BY_ROW]),
        ("user.email + (user.department == user.level)", ROW_BY_ROW),
        ("user.email + {user.department}", ROW_BY_ROW),
        # Of a part that fails for one value it is not known which rows reach it.
        ("user.email + 1 / user.level", [4, *ROW_BY_ROW]),
        ("user.level == 0 ? 'none' : user.email + user.department.length()", [4, 3, *ROW_BY_ROW]),
    ],
)
@pytest.mark.parametrize("is_coded", [False, True])
def test_only_what_differs_is_evaluated(
    text: str, counts: list[int], is_coded: bool, evaluated: list[int]
) -> None:
    batch = _coded(USERS) if is_coded else USERS
    program = oktaexpr.compile(text)
    result = list(answers(program.over(batch)))
    assert evaluated == counts
    for number, user in enumerate(USERS.to_pylist()):
        groups = [{"name": name} for name in user.pop("groups")]
        scope = oktaexpr.Scope(user=user, groups=groups)
        try:
            expected = (program(scope), None)
        except oktaexpr.EvaluationError as error:
            expected = (None, error.code)
        assert (result[number].value, result[number].code) == expected


def _coded(batch: pa.RecordBatch) -> pa.RecordBatch:
    few = {"department", "level"}
    columns = {
        name: batch.column(name).dictionary_encode() if name in few else batch.column(name)
        for name in batch.schema.names
    }
    return pa.record_batch(columns)


def test_values_that_no_row_has_do_not_change_the_type_of_a_result() -> None:
    coded = pa.DictionaryArray.from_arrays(pa.array([0, 0, 0], pa.int8()), pa.array(["a", "b"]))
    batch = pa.record_batch({"id": ["1", "2", "3"], "x": coded})
    result = oktaexpr.compile("user.x == 'a' ? user.x : 1").over(batch)
    assert result.schema.field("value").type == pa.string()
    assert result.column("value").to_pylist() == ["a", "a", "a"]


def test_values_become_one_a_row_for_those_who_go_on_with_them() -> None:
    ((_, (values, errors)),) = Evaluator(oktaexpr.compile("10 / user.level")).evaluated([USERS])
    assert values == [10, 2, None, None] * (COUNT // 4)
    assert {row: error.code for row, error in errors.items()} == {
        row: "DIVISION_BY_ZERO" if LEVELS[row % 4] == 0 else "OPERATOR_TYPES"
        for row in range(COUNT)
        if not LEVELS[row % 4]
    }
