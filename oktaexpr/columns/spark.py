"""The same code on Apache Spark: each worker compiles the program once and runs it over the Arrow batches it gets.

Local by default. `SPARK_REMOTE` (Spark Connect) and `spark-submit` choose a cluster as they do for any Spark program;
its workers need this package and pyarrow.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from oktaexpr.columns.layout import KEYS
from oktaexpr.columns.over import BATCH_ROWS, DEFAULTS, Evaluator, Settings
from oktaexpr.columns.requirement import need_pyarrow, need_pyspark
from oktaexpr.columns.results import json_text
from oktaexpr.columns.summary import FIRST_ROWS, MOST_VALUES, Summary
from oktaexpr.errors import DirectoryError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from oktaexpr.compiler.program import Program

TABLE = "table:"
"""What a place starts with that is a table of Spark's catalogue and no path."""

_CHOSEN_ELSEWHERE = ("SPARK_REMOTE", "PYSPARK_GATEWAY_PORT")
"""Set where a cluster is asked for: by the user, or by spark-submit."""

_LOCAL = {
    "spark.master": "local[*]",
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}
"""A session on this machine that listens to nobody else."""


def open_session() -> Any:  # noqa: ANN401 - a SparkSession, whose library is an extra
    """Return the running session, the cluster's, or a new one on this machine. Raises `UsageError` without pyspark."""
    need_pyarrow()
    need_pyspark()
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    builder = builder.appName("oktaexpr")
    if not any(name in os.environ for name in _CHOSEN_ELSEWHERE):
        for name, value in _LOCAL.items():
            builder = builder.config(name, value)
        # Workers need this very environment, and a session that is made in Python looks nowhere else for it.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = builder.getOrCreate()
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(BATCH_ROWS))
    return session


@contextmanager
def spark_faults() -> Iterator[None]:
    """Turn what Spark says of data that it cannot read or evaluate into a `DirectoryError`."""
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        # A fault inside a worker comes with its whole traceback, whose last line says what it was.
        *_, last = (
            line for line in str(error).splitlines() if line and not line.startswith((" ", "\t", "JVM"))
        )
        message = f"Spark: {last}"
        raise DirectoryError(message) from None


def read_users(session: Any, place: str) -> Any:  # noqa: ANN401 - a DataFrame
    """Return the users of a Parquet file or folder, or of a table that is named as `table:catalog.schema.users`.

    Raises `DirectoryError` where Spark cannot read them.
    """
    with spark_faults():
        return (
            session.table(place.removeprefix(TABLE))
            if place.startswith(TABLE)
            else session.read.parquet(place)
        )


def evaluate_frame(program: Program, users: Any, settings: Settings = DEFAULTS) -> Any:  # noqa: ANN401
    """Return a DataFrame of `key`, `value` and `error` for a DataFrame of users.

    Values are JSON texts, since Spark asks for the type before there is a value. The clock is read here, once.
    """
    from pyspark.sql.types import StringType, StructField, StructType

    key = settings.key or next((name for name in KEYS if name in users.columns), None)
    if key is None or key not in users.columns:
        message = f"name the column that tells users apart: there are {', '.join(users.columns)}"
        raise UsageError(message)
    error = StructType([StructField("code", StringType()), StructField("message", StringType())])
    schema = StructType(
        [
            StructField("key", users.schema[key].dataType),
            StructField("value", StringType()),
            StructField("error", error),
        ]
    )
    now = settings.now if settings.now is not None else datetime.now(UTC)
    fixed = replace(settings, key=key, now=now, as_json=True)
    return users.mapInArrow(_worker(program.text, program.engine, fixed), schema)


def _worker(
    text: str, engine: str, settings: Settings
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what a worker runs: it takes nothing along but the text, since compiled code does not travel."""

    def evaluate(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from oktaexpr.compiler import compile

        return Evaluator(compile(text, engine), settings).batches(batches)

    return evaluate


def summarized(results: Any) -> Summary:  # noqa: ANN401 - a DataFrame
    """Return the summary of a DataFrame of results; the cluster counts, and only the counts come here."""
    summary = Summary()
    for row in results.groupBy("value", "error.code").count().limit(MOST_VALUES).collect():
        summary.rows += row["count"]
        if row["code"] is None:
            text = "null" if row["value"] is None else json_text(json.loads(row["value"]))
            summary.values[text] += row["count"]
        else:
            summary.errors[row["code"]] += row["count"]
    summary.uncounted = results.count() - summary.rows
    summary.rows += summary.uncounted
    for code in summary.errors:
        first = results.where(results["error.code"] == code).limit(FIRST_ROWS).collect()
        summary.examples[code] = [(row["key"], row["error"]["message"]) for row in first]
    return summary
