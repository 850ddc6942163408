"""Over columns, an expression gives for every key what it gives for the row: the same value, or the same error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import oktaexpr
from oktaexpr import EvaluationError, Program
from oktaexpr.columns import Evaluator, Settings, answers
from oktaexpr.columns.kernel import Part
from oktaexpr.columns.plan import make_plan, planned_batches
from oktaexpr.columns.results import NOT_STORABLE, json_text
from oktaexpr.columns.sinks import open_sink
from oktaexpr.columns.sources import open_source
from oktaexpr.syntax import print_node
from oktaexpr.syntax.nodes import Node
from tests.property.column_users import (
    ATTRIBUTES,
    batch_of,
    expressions,
    fragment_expressions,
    joined_expressions,
    populations,
    scope_of,
    simple_expressions,
)
from tests.property.strategies import trees

NOW = "2026-11-24T09:00:00Z"

Answers = dict[str, tuple[str, str]]
"""For each key `value` and its JSON, or `error` and its code."""


def row_answers(program: Program, users: list[dict[str, Any]]) -> Answers:
    """Ask the row program."""
    found: Answers = {}
    for user in users:
        try:
            found[user["id"]] = _stored(program(scope_of(user)))
        except EvaluationError as error:
            found[user["id"]] = ("error", error.code)
    return found


def traced_answers(text: str, users: list[dict[str, Any]]) -> Answers:
    """Ask the traced evaluator."""
    found: Answers = {}
    for user in users:
        trace = oktaexpr.explain(text, scope_of(user))
        error = trace.error
        found[user["id"]] = _stored(trace.root.value) if error is None else ("error", error.code)
    return found


def _stored(value: object) -> tuple[str, str]:
    if isinstance(value, str) and any("\ud800" <= char < "\ue000" for char in value):
        return ("not storable", json_text(value))
    return ("value", json_text(value))


def answers_of(result: pa.RecordBatch) -> Answers:
    """Read a result by key."""
    return {
        key: ("value", json_text(value)) if code is None else ("error", code)
        for key, value, code, _ in answers(result)
    }


def assert_same(expected: Answers, found: Answers) -> None:
    """Compare by key; a text that no column can store is a value of its own JSON, or the error that says so."""
    assert found.keys() == expected.keys()
    for key, (kind, content) in expected.items():
        allowed = (
            [("value", content), ("error", NOT_STORABLE)] if kind == "not storable" else [(kind, content)]
        )
        assert found[key] in allowed, key


@settings(deadline=None, max_examples=400)
@given(text=expressions, users=populations())
def test_rows_trace_and_columns_agree(text: str, users: list[dict[str, Any]]) -> None:
    program = oktaexpr.compile(text)
    expected = row_answers(program, users)
    assert traced_answers(text, users) == expected
    assert_same(expected, answers_of(program.over(batch_of(users), now=NOW)))


@settings(deadline=None, max_examples=300)
@given(
    text=st.one_of(expressions, joined_expressions, fragment_expressions),
    users=populations(as_named=True) | populations(),
    coded=st.just(set(ATTRIBUTES)) | st.sets(st.sampled_from(sorted(ATTRIBUTES))),
    size=st.sampled_from((100, 2)),
)
def test_coded_columns_and_slices_agree(
    text: str, users: list[dict[str, Any]], coded: set[str], size: int
) -> None:
    program = oktaexpr.compile(text)
    many = [{**user, "id": f"{turn}{user['id']}"} for turn in range(5) for user in users]
    batch = _coded(batch_of(many), coded)
    evaluator = Evaluator(program, Settings(now=NOW))
    pieces = [batch.slice(at, size) for at in range(1, len(many), size)]
    ways: set[str] = set()
    found: Answers = {}
    with _watched(ways):
        for piece in evaluator.batches(pieces):
            found |= answers_of(piece)
    for way in ways:
        event(way)
    assert_same(row_answers(program, many[1:]), found)


def _coded(batch: pa.RecordBatch, names: set[str]) -> pa.RecordBatch:
    """Give the columns with these names by distinct value, where they are of one simple type."""
    simple = (pa.types.is_string, pa.types.is_integer, pa.types.is_boolean)
    arrays = [
        array.dictionary_encode()
        if field.name in names and not field.metadata and any(is_kind(array.type) for is_kind in simple)
        else array
        for array, field in zip(batch.columns, batch.schema, strict=True)
    ]
    fields = [field.with_type(array.type) for field, array in zip(batch.schema, arrays, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields))


@contextmanager
def _watched(ways: set[str]) -> Iterator[None]:
    """Note which of the ways to evaluate less than every row are taken."""

    def noting(way: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any) -> Any:
            result = function(*arguments)
            if result is not None:
                ways.add(way)
            return result

        return noted

    over = import_module("oktaexpr.columns.over")  # as an attribute the name is that of the function
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(over, "evaluate_distinct", noting("by distinct input", over.evaluate_distinct))
        patched.setattr(Part, "values", noting("a part by distinct value", Part.values))
        yield


@settings(deadline=None, max_examples=250)
@given(
    case=st.one_of(
        st.tuples(fragment_expressions, populations(as_named=True)),
        st.tuples(fragment_expressions, populations(as_named=True)),
        st.tuples(simple_expressions | fragment_expressions, populations()),
    )
)
def test_sql_agrees_where_it_is_chosen(
    case: tuple[str, list[dict[str, Any]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text, users = case
    file = tmp_path_factory.getbasetemp() / "users.parquet"
    with open_sink(file) as sink:
        sink.write(batch_of(users))
    program, source = oktaexpr.compile(text), open_source(str(file))
    evaluator = Evaluator(program, Settings(now=NOW))
    plan = make_plan(program, source, evaluator)
    event(plan.engine)
    found: Answers = {}
    for batch in planned_batches(plan, source, evaluator):
        found |= answers_of(batch)
    assert_same(row_answers(program, users), found)


@settings(deadline=None, max_examples=100)
@given(tree=trees, users=populations())
def test_any_tree_agrees(tree: Node, users: list[dict[str, Any]]) -> None:
    program = oktaexpr.compile(print_node(tree))
    assert_same(row_answers(program, users), answers_of(program.over(batch_of(users), now=NOW)))
