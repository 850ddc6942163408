"""Which way a stream of users is evaluated: by SQL where that gives the same answers, else by generated code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from oktaexpr.columns.layout import Layout, schema_layout
from oktaexpr.columns.over import Evaluator, Settings
from oktaexpr.columns.predicates import Predicate
from oktaexpr.columns.requirement import has_duckdb
from oktaexpr.columns.results import error_type, no_results
from oktaexpr.columns.sources import PARQUET, Source
from oktaexpr.columns.sql import OutsideFragmentError, Query, is_bindable, write_query
from oktaexpr.directory.people import Group
from oktaexpr.errors import DirectoryError
from oktaexpr.values.faults import Fault

if TYPE_CHECKING:
    import pyarrow as pa

    from oktaexpr.compiler.program import Program

_RESULT_ROWS = 100_000
_MOST_NAMED = 3
"""How many files a fault names: DuckDB does not say which of them it is in."""
_MEMORY_LIMIT = "200MB"
"""What DuckDB may hold; a query that only looks at each row needs far less."""
_MOST_THREADS = 4
"""Every thread holds pieces of its own, so that memory would grow with the cores."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How it is done, and why."""

    engine: str
    """`duckdb` or `kernel`."""
    reason: str
    query: Query | None = None
    layout: Layout | None = None

    def __str__(self) -> str:
        """Return what `--explain-plan` shows."""
        if self.query is None:
            return f"kernel: {self.reason}"
        shown = [f"  ${at} = {_shown(value)}" for at, value in enumerate(self.query.parameters, 1)]
        if any(isinstance(value, Predicate) and value.exact_name is None for value in self.query.parameters):
            shown.append(
                "  the kernel instead, should one of the groups have a name that cannot be asked or bound"
            )
        return "\n".join([f"duckdb: {self.reason}", f"  {self.query.text}", *shown])


def _shown(value: object) -> str:
    if isinstance(value, Predicate):
        return f"the groups that {value} meets"
    return repr(value)


def make_plan(program: Program, source: Source, evaluator: Evaluator, *, allow_sql: bool = True) -> Plan:
    """Return the faster way that gives the same answers for these files."""
    reason = "SQL was not wanted" if not allow_sql else _why_no_sql(source, evaluator.settings)
    if reason is not None:
        return Plan("kernel", reason)
    settings, (schema, *_) = evaluator.settings, source.schemas()
    layout = schema_layout(schema, program.engine, settings.key, settings.groups)
    layout = replace(layout, solid=frozenset())  # a struct may be null in any row, and below null is an error
    try:
        query = write_query(program.tree, layout)
    except OutsideFragmentError as error:
        return Plan("kernel", str(error))
    return Plan("duckdb", "every part of the expression has the same answer in SQL", query, layout)


def _why_no_sql(source: Source, settings: Settings) -> str | None:
    if not has_duckdb():
        return "duckdb is not installed"
    if source.kind != PARQUET:
        return "SQL reads Parquet only"
    if source.membership_files or settings.memberships is not None:
        return "the memberships are a table of their own"
    if settings.as_json:
        return "the values are wanted as JSON"
    if any(char in str(file) for file in source.files for char in "*?["):
        return "a file's name would be taken for a pattern"
    # Of a field's metadata too, which says whether its texts are JSON; a file's own says nothing of the users.
    first, *others = (schema.remove_metadata() for schema in source.schemas())
    is_same = all(first.equals(other, check_metadata=True) for other in others)
    return None if is_same else "the files differ in their columns"


def planned_batches(plan: Plan, source: Source, evaluator: Evaluator) -> Iterator[pa.RecordBatch]:
    """Yield the results as the plan has it, at least one batch: of no users the columns alone.

    Raises `DirectoryError` and `UsageError` for files that cannot be read.
    """
    rows = 0
    for batch in _results(plan, source, evaluator):
        rows += batch.num_rows
        yield batch
    if not rows:
        yield no_results()


def _results(plan: Plan, source: Source, evaluator: Evaluator) -> Iterator[pa.RecordBatch]:
    if plan.query is not None and plan.layout is not None:
        parameters = _resolved(source, plan.query, plan.layout)
        if parameters is not None:
            yield from _queried(source, plan.query, parameters)
            return
    yield from evaluator.batches(source.batches(evaluator.columns_of(source.schemas())))


def _resolved(source: Source, query: Query, layout: Layout) -> list[Any] | None:
    """Return the parameters, each group test as the names that meet it; None where a group cannot be asked."""
    names: list[str] | None = None
    parameters: list[Any] = []
    for value in query.parameters:
        if not isinstance(value, Predicate):
            parameters.append(value)
            continue
        if value.exact_name is not None:
            parameters.append(value.exact_name)
            continue
        if names is None:
            names = _group_names(source, layout)
        try:
            met = value.matching([Group({"name": name}) for name in names])
        except Fault:
            return None
        parameters.append([names[at] for at in met])
    return parameters if all(map(_is_bindable, parameters)) else None


def _is_bindable(value: object) -> bool:
    texts = value if isinstance(value, list) else [value]
    return all(is_bindable(text) for text in texts if isinstance(text, str))


def _group_names(source: Source, layout: Layout) -> list[str]:
    """Return every name that a group of the population has, each once."""
    import pyarrow.types as kinds

    assert layout.groups is not None
    names: dict[str | None, None] = {}
    for batch in source.batches([layout.groups]):
        members = batch.column(layout.groups).flatten()
        coded = members if kinds.is_dictionary(members.type) else members.dictionary_encode()
        names |= dict.fromkeys(coded.dictionary.to_pylist())
    return [name for name in names if name is not None]


def _queried(source: Source, query: Query, parameters: list[Any]) -> Iterator[pa.RecordBatch]:
    import duckdb
    import pyarrow as pa

    try:
        threads = min(os.cpu_count() or 1, _MOST_THREADS)
        settings: dict[str, Any] = {"memory_limit": _MEMORY_LIMIT, "threads": threads}
        with duckdb.connect(":memory:", config=settings) as database:
            database.read_parquet([str(file) for file in source.files]).create_view("users")
            for batch in database.sql(query.text, params=parameters).to_arrow_reader(_RESULT_ROWS):
                errors = pa.nulls(batch.num_rows, error_type())
                yield batch.append_column(pa.field("error", error_type()), errors)
    except (duckdb.Error, OSError, pa.ArrowException) as error:
        message = f"{', '.join(file.name for file in source.files[:_MOST_NAMED])}: {error}"
        raise DirectoryError(message) from None
