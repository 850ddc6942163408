"""A program over a DataFrame: Spark's `mapInArrow` with the kernel of this package."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from oktaexpr.columns.layout import Path, schema_layout
from oktaexpr.columns.over import DEFAULTS, Evaluator, Settings
from oktaexpr.columns.results import ERROR, KEY, VALUE
from oktaexpr.columns.spark.faults import spark_faults
from oktaexpr.columns.spark.marks import MARK, arrow_schema, marked_paths
from oktaexpr.columns.spark.places import quoted

if TYPE_CHECKING:
    import pyarrow as pa

    from oktaexpr.compiler.program import Program


def evaluate_frame(program: Program, users: Any, settings: Settings = DEFAULTS) -> Any:  # noqa: ANN401 - DataFrames
    """Return a DataFrame of `key`, `value` and `error` for a DataFrame of users; only the columns needed are read.

    Values are JSON texts, since Spark asks for the type before there is a value. The clock is read here, once. A column
    of texts whose metadata has `oktaexpr: json` is read as JSON. Raises `UsageError` and `DirectoryError` for the table.
    """
    json = marked_paths(users.schema)
    with spark_faults():
        schema = arrow_schema(users.limit(0).toArrow().schema, json)
    layout = schema_layout(schema, program.engine, settings.key, settings.groups)
    now = settings.now if settings.now is not None else datetime.now(UTC)
    fixed = replace(settings, key=layout.key, now=now, as_json=True)
    wanted = Evaluator(program, fixed).columns_of([schema])
    read = (
        users if wanted is None else users.select(*[quoted(name) for name in schema.names if name in wanted])
    )
    return read.mapInArrow(
        _worker(program.text, program.engine, fixed, json), _results(users.schema[layout.key])
    )


def _results(key: Any) -> Any:  # noqa: ANN401 - a StructField, a StructType
    """Return the columns of results for a column of keys."""
    from pyspark.sql.types import StringType, StructField, StructType

    error = StructType([StructField("code", StringType()), StructField("message", StringType())])
    return StructType(
        [
            StructField(KEY, key.dataType, metadata=key.metadata),
            StructField(VALUE, StringType(), metadata=MARK),
            StructField(ERROR, error),
        ]
    )


def _worker(
    text: str, engine: str, settings: Settings, json: frozenset[Path]
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what a worker runs: it takes nothing along but the text, since compiled code does not travel."""

    def evaluate(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from oktaexpr.compiler import compile

        marked = (batch.cast(arrow_schema(batch.schema, json)) if json else batch for batch in batches)
        return Evaluator(compile(text, engine), settings).batches(marked)

    return evaluate
