"""Every type of Arrow's becomes the value that a JSON document of the same users would have given, or is refused by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

import oktaexpr
from oktaexpr import DirectoryError, UsageError
from oktaexpr.columns import Summary, answers

IDS = ["1", "2", "3"]


def _evaluated(column: pa.Array, text: str = "user.x") -> list[Any]:
    table = pa.table({"id": IDS, "x": column})
    whole, rest = (_values(oktaexpr.compile(text).over(table.slice(start))) for start in range(2))
    assert repr(rest) == repr(whole[1:])
    return whole


def _values(result: pa.Table) -> list[Any]:
    (batch,) = result.to_batches()
    return [answer.value if answer.code is None else answer.code for answer in answers(batch)]


TEXTS = ["a", None, "İ\U0001f600"]
NUMBERS = [0, None, 100]
MOMENT = datetime(2026, 1, 5, 9, 0, 0, 678_901, tzinfo=UTC)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (pa.array(TEXTS, pa.large_string()), TEXTS),
        (pa.array(TEXTS, pa.string_view()), TEXTS),
        (pa.array(TEXTS, pa.large_string()).dictionary_encode(), TEXTS),
        (pa.DictionaryArray.from_arrays(pa.array([0, 1, None]), pa.array(["a", None])), ["a", None, None]),
        (pa.RunEndEncodedArray.from_arrays([1, 3], ["a", None]), ["a", None, None]),
        *((pa.array(NUMBERS, kind()), NUMBERS) for kind in (pa.int8, pa.int16, pa.int32, pa.int64)),
        *((pa.array(NUMBERS, kind()), NUMBERS) for kind in (pa.uint8, pa.uint16, pa.uint32, pa.uint64)),
        (pa.array([Decimal(7), None, Decimal(-2)], pa.decimal256(60, 0)), [7, None, -2]),
        (pa.array([Decimal("1.5"), None, Decimal(2)]), [1.5, None, 2.0]),
        *((pa.array([1.5, None, 0.0], kind()), [1.5, None, 0.0]) for kind in (pa.float16, pa.float32)),
        (pa.array([True, None, False]), [True, None, False]),
        (pa.nulls(3), [None, None, None]),
        (pa.array([date(2026, 1, 5), None, date(1, 1, 1)]), ["2026-01-05", None, "0001-01-01"]),
        (pa.array([date(2026, 1, 5), None, None], pa.date64()), ["2026-01-05", None, None]),
        (pa.array([time(9, 30), None, None], pa.time32("s")), ["09:30:00", None, None]),
        (pa.array([MOMENT, None, None], pa.timestamp("us")), ["2026-01-05T09:00:00.678Z", None, None]),
        (
            pa.array([MOMENT, None, None], pa.timestamp("ns", "Asia/Tokyo")),
            ["2026-01-05T09:00:00.678Z", None, None],
        ),
        *(
            (pa.array([["a"], None, []], kind(pa.string())), [["a"], None, []])
            for kind in (pa.list_, pa.large_list, pa.list_view, pa.large_list_view)
        ),
        (pa.array([[1, 2], None, [3, 4]], pa.list_(pa.int8(), 2)), [[1, 2], None, [3, 4]]),
        (pa.array([["a"], None, []], pa.list_(pa.dictionary(pa.int8(), pa.string()))), [["a"], None, []]),
        (pa.array([{"k": 1}, None, {"k": None}]), [{"k": 1}, None, {"k": None}]),
        (pa.array([[("k", 1)], None, []], pa.map_(pa.string(), pa.int64())), [{"k": 1}, None, {}]),
    ],
    ids=lambda value: str(value.type) if isinstance(value, pa.Array) else "",
)
def test_every_type_has_its_values(column: pa.Array, values: list[Any]) -> None:
    assert _evaluated(column) == values
    assert list(map(type, _evaluated(column))) == list(map(type, values))
    assert _evaluated(column, "user.x == null") == [value is None for value in values]


def test_nan_is_a_double() -> None:
    assert _evaluated(pa.array([float("nan"), float("inf"), -0.0], pa.float16()), "user.x + ''") == [
        "NaN",
        "Infinity",
        "-0.0",
    ]


@pytest.mark.parametrize(
    "column",
    [
        pa.array([b"a", None, b""]),
        pa.array([1, None, 2], pa.duration("s")),
        pa.array([b"0" * 16] * 3, pa.uuid()),
    ],
)
def test_a_type_without_values_is_named_where_it_is_read(column: pa.Array) -> None:
    with pytest.raises(
        DirectoryError, match=r"the column 'x' is of type .*, which expressions have no value for"
    ):
        _evaluated(column)
    assert _evaluated(column, "user.id") == IDS


@pytest.mark.parametrize("text", ["{bad", "[" * 100_000])
def test_a_text_that_is_no_json_is_said(text: str) -> None:
    field = pa.field("x", pa.string(), metadata={b"oktaexpr": b"json"})
    batch = pa.record_batch([["1"], [text]], schema=pa.schema([("id", pa.string()), field]))
    with pytest.raises(DirectoryError, match=r"the column 'x' is marked as JSON, which '.{3,70}' is not$"):
        oktaexpr.compile("user.x").over(batch)


@pytest.mark.parametrize("lists", [pa.list_, pa.large_list, pa.list_view, pa.large_list_view])
@pytest.mark.parametrize("names", [pa.string(), pa.large_string(), pa.string_view()])
def test_groups_are_a_list_of_any_make(lists: Any, names: pa.DataType) -> None:
    column = pa.array([["a", "b"], None, [None]], lists(names))
    table = pa.table({"id": IDS, "groups": column})
    for text, values in {
        "isMemberOfGroupName('a')": [True, False, False],
        "isMemberOfGroupNameStartsWith('b')": [True, False, False],
        "user.getGroups().![name]": [["a", "b"], [], [None]],
    }.items():
        for start in range(2):
            assert _values(oktaexpr.compile(text).over(table.slice(start))) == values[start:]


@pytest.mark.parametrize(
    "keys",
    [
        pa.array(["a", "a", None]),
        pa.array(["a", None, "b"], pa.string_view()),
        pa.array([1.5, float("nan"), None]),
        pa.array([b"k", None, b"l"]),
        pa.array([[1], None, [2]]),
        pa.array([MOMENT, None, MOMENT]),
        pa.nulls(3),
    ],
    ids=lambda keys: str(keys.type),
)
def test_keys_are_passed_on_whatever_they_are(keys: pa.Array) -> None:
    result = oktaexpr.compile("1 / user.x").over(pa.record_batch({"id": keys, "x": [1, 0, None]}))
    assert repr(result.column("key").to_pylist()) == repr(keys.to_pylist())
    assert result.column("value").to_pylist() == [1, None, None]
    if not pa.types.is_binary(keys.type):
        found = Summary()
        found.add(result)
        assert sum(found.errors.values()) == 2


@pytest.mark.parametrize("users", [5, [{"id": "a"}], [pa.table({"id": ["a"]})]])
def test_users_that_are_no_columns_are_refused(users: Any) -> None:
    with pytest.raises(UsageError, match="users come as a table, a record batch or several record batches"):
        list(_results(users))


def test_batches_may_differ_and_there_may_be_none() -> None:
    batches = [pa.record_batch({"id": ["a"], **more}) for more in ({"x": [1]}, {"x": ["t"]}, {"y": [1]})]
    rows = [row for batch in _results(batches) for row in batch.to_pylist()]
    assert [(row["key"], row["value"]) for row in rows] == [("a", 1), ("a", "t"), ("a", None)]
    assert list(_results([])) == []
    assert oktaexpr.compile("user.x").over(pa.table({"id": pa.array([], pa.string())})).num_rows == 0


def _results(users: Any) -> Iterable[pa.RecordBatch]:
    found: Iterable[pa.RecordBatch] = oktaexpr.compile("user.x").over(users)
    return found


def test_a_name_with_a_dot_or_of_another_case_is_a_name_of_its_own() -> None:
    batch = pa.record_batch({"id": ["a"], "x.y": [1], "x": [{"y": 5}], "X": [7]})
    for text, value in {"user.x.y": 5, "user['x.y']": 1, "user.X": 7}.items():
        assert oktaexpr.compile(text).over(batch).column("value").to_pylist() == [value]
