"""What is done once: group tests by distinct group, constants, distinct values of a coded column."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import oktaexpr
from oktaexpr.columns import Evaluator, answers, predicates
from oktaexpr.columns.kernel import Kernel, build_kernel
from oktaexpr.columns.layout import read_layout
from oktaexpr.columns.results import NOT_STORABLE
from oktaexpr.columns.sources import open_source
from oktaexpr.values.faults import Fault

USERS = pa.record_batch(
    {
        "id": [f"u{number}" for number in range(1000)],
        "department": pa.array(["Data", "Sales", None, "Data"] * 250).dictionary_encode(),
        "level": [1, 2, 3, None] * 250,
        "groups": [["dbt_dev", f"team-{number % 5}"] for number in range(1000)],
    }
)


def _kernel(text: str) -> Kernel:
    return build_kernel(oktaexpr.parse(text), read_layout(USERS, "classic"))


def _patched_call(monkeypatch: pytest.MonkeyPatch, watch: Callable[..., None]) -> None:
    original = predicates.call

    def call(function: Any, arguments: Any, evaluation: Any = None) -> Any:
        watch(function, evaluation.groups)
        return original(function, arguments, evaluation)

    monkeypatch.setattr(predicates, "call", call)


def test_a_group_test_is_asked_once_of_each_distinct_group(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str | None] = Counter()
    _patched_call(monkeypatch, lambda _, groups: asked.update(group.name for group in groups))
    evaluator = Evaluator(oktaexpr.compile("isMemberOfGroupNameRegex('team-[34]')"))
    for _ in range(3):
        result = evaluator.one(USERS)
        assert result.column("value").to_pylist() == [number % 5 > 2 for number in range(1000)]
    assert set(asked) == {"dbt_dev", *(f"team-{number}" for number in range(5)), None}
    assert set(asked.values()) == {1}


def test_where_a_group_cannot_be_asked_every_row_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Any, groups: Any) -> None:
        if any(group.name == "team-3" for group in groups):
            raise Fault("PATTERN_TIMEOUT", "the pattern took too long")

    _patched_call(monkeypatch, refuse)
    program = oktaexpr.compile("isMemberOfGroupNameContains('-4')")
    assert program.over(USERS).column("value").to_pylist() == [number % 5 == 4 for number in range(1000)]


def test_a_pattern_that_fails_for_everybody_fails_in_every_row() -> None:
    errors = oktaexpr.compile("isMemberOfGroupNameRegex('(')").over(USERS).column("error").to_pylist()
    assert {error["code"] for error in errors} == {"PATTERN_INVALID"}


@pytest.mark.parametrize(
    ("text", "constant"),
    [
        ("user.level == 2 * 3 + 1", 7),
        ("user.department + String.toUpperCase('a' + 'b')", "AB"),
        ("'a' + 1 + null", "a1null"),
    ],
)
def test_constants_are_folded(text: str, constant: object) -> None:
    code = _kernel(text).run.__code__  # type: ignore[attr-defined]
    assert constant in code.co_consts
    assert not {"times", "call"} & set(code.co_names)


def test_a_constant_that_fails_fails_only_where_it_is_reached() -> None:
    rows = oktaexpr.compile("user.level > 2 ? 1 / 0 : 1").over(USERS).to_pylist()
    assert [row["error"] and row["error"]["code"] for row in rows[:4]] == [
        None,
        None,
        "DIVISION_BY_ZERO",
        None,
    ]


def test_a_coded_column_is_evaluated_by_distinct_value(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    over = Kernel.over

    def counting(self: Kernel, inputs: Any, count: int) -> Any:
        counts.append(count)
        return over(self, inputs, count)

    monkeypatch.setattr(Kernel, "over", counting)
    result = oktaexpr.compile("user.department == 'Data' ? 1 : user.department.blank ? 2 : 3").over(USERS)
    assert counts == [3]  # Data, Sales and null
    assert result.column("value").to_pylist() == [1, 3, None, 1] * 250
    assert result.column("error").to_pylist()[2]["code"] == "PROPERTY_ON_NULL"


def test_only_what_is_read_becomes_python() -> None:
    kernel = _kernel("user.level > 3 AND isMemberOfGroupName('dbt_dev')")
    assert (kernel.columns, len(kernel.predicates), kernel.needs_scope) == ((("level",),), 1, False)
    evaluator = Evaluator(oktaexpr.compile("user.level > 3"))
    assert evaluator.columns_of([USERS.schema]) == {"id", "level"}
    assert Evaluator(oktaexpr.compile("user.keySet()")).columns_of([USERS.schema]) is None


def test_texts_that_turn_into_json_on_the_way_are_not_taken_for_texts() -> None:
    from oktaexpr.columns.results import value_column

    evaluator = Evaluator(oktaexpr.compile("user.level == 4 ? 'four' : user.level"))
    found: list[Any] = []
    for values in (["4", "x"], [4, "x"]):
        field, array = value_column("level", values)
        batch = pa.record_batch(
            [pa.array(["a", "b"]), array], schema=pa.schema([pa.field("id", pa.string()), field])
        )
        found += [row["value"] for row in evaluator.one(batch).to_pylist()]
    assert found == ["4", "x", "four", "x"]


def test_half_a_surrogate_pair_is_an_error_of_its_row() -> None:
    table = pa.table({"id": ["a", "b"], "name": ["\U0001f600", "Mia"]})
    rows = oktaexpr.compile("String.substring(user.name, 0, 1)").over(table).to_pylist()
    assert [row["value"] for row in rows] == [None, "M"]
    assert [row["error"] and row["error"]["code"] for row in rows] == [NOT_STORABLE, None]


@pytest.mark.parametrize("codes", [pa.int8(), pa.uint8()])
def test_a_dictionary_may_use_up_the_codes_of_its_type(codes: pa.DataType) -> None:
    size = 128 if codes == pa.int8() else 256
    names = [f"v{number}" for number in range(size)]
    rows = [*range(size), None, 0]
    coded = pa.DictionaryArray.from_arrays(pa.array(rows, codes), pa.array(names))
    groups = pa.ListArray.from_arrays(pa.array(range(len(rows) + 1), pa.int32()), coded)
    table = pa.table({"id": pa.array(range(len(rows))), "x": coded, "groups": groups})
    expected = [None if row is None else names[row] for row in rows]
    for text, values in {
        "user.x": expected,
        "user.x == null ? user.id : user.x": [size if name is None else name for name in expected],
        "isMemberOfGroupName('v0')": [name == "v0" for name in expected],
        "isMemberOfGroupNameRegex('v[0-9]+')": [name is not None for name in expected],
        "user.getGroups().![name]": [[name] for name in expected],
    }.items():
        result = oktaexpr.compile(text).over(table)
        assert [answer.value for answer in answers(result.to_batches()[0])] == values


def test_members_under_a_null_list_belong_to_nobody() -> None:
    hidden = pa.ListArray.from_arrays(
        pa.array([0, 1, 2, 3], pa.int32()), pa.array(["a", "b", "c"]), mask=pa.array([False, True, False])
    )
    table = pa.table({"id": ["1", "2", "3"], "groups": hidden})
    for group, values in {
        "a": [True, False, False],
        "b": [False, False, False],
        "c": [False, False, True],
    }.items():
        result = oktaexpr.compile(f"isMemberOfGroupName('{group}')").over(table)
        assert result.column("value").to_pylist() == values


_MEMBERS = pa.array(["a", "dbt_x", "dbt_x"])


@pytest.mark.parametrize(
    "members",
    [
        pc.run_end_encode(_MEMBERS),
        pa.ExtensionArray.from_storage(pa.json_(pa.string()), _MEMBERS),
        _MEMBERS.cast(pa.string_view()),
    ],
    ids=["run-end encoded", "extension", "view"],
)
def test_names_of_groups_may_be_stored_in_any_way(members: pa.Array) -> None:
    lists = pa.ListArray.from_arrays(pa.array([0, 2, None, 2, 3], pa.int32()), members)
    batch = pa.record_batch({"id": ["1", "2", "3", "4"], "groups": lists}).slice(1)
    for text, values in {
        "isMemberOfGroupNameStartsWith('dbt')": [False, False, True],
        "user.getGroups().![name]": [[], [], ["dbt_x"]],
    }.items():
        result = oktaexpr.compile(text).over(batch)
        assert [answer.value for answer in answers(result)] == values


def test_groups_as_objects_may_have_what_no_column_holds(tmp_path: Path) -> None:
    """A key with a line break makes no struct, so that such objects come as JSON."""
    users = [
        {"id": "1", "groups": [{"name": "a", "more\n": 1}, "b"]},
        {"id": "2", "groups": ["b", "\ud800"]},
        {"id": "3", "groups": None},
    ]
    path = tmp_path / "users.jsonl"
    path.write_text("\n".join(map(json.dumps, users)))
    for text, values in {
        "isMemberOfGroupName('a')": [True, False, False],
        "user.getGroups().size()": [2, 2, 0],
        "isMemberOfAnyGroup('a', 'b')": [False, False, False],  # these are ids
    }.items():
        evaluator = Evaluator(oktaexpr.compile(text))
        found = [
            answer
            for batch in evaluator.batches(open_source(str(path)).batches())
            for answer in answers(batch)
        ]
        assert [(answer.value, answer.code) for answer in found] == [(value, None) for value in values]


@pytest.mark.parametrize(
    "column",
    [pa.array([2**64 - 1, 7], pa.uint64()), pa.array([Decimal(2**64 - 1), Decimal(7)], pa.decimal128(38, 0))],
)
def test_a_number_beyond_64_bits_stops_no_other_row(column: pa.Array) -> None:
    result = oktaexpr.compile("user.badge").over(pa.record_batch({"id": ["a", "b"], "badge": column}))
    assert [answer.value for answer in answers(result)] == [2**64 - 1, 7]
