"""What Spark says in a hundred lines is one sentence, whichever way it comes: through Java or through Spark Connect."""

from __future__ import annotations

from importlib import import_module

import pytest

from oktaexpr import DirectoryError
from oktaexpr.columns.spark import spark_faults
from tests.support.spark import NEEDS_SPARK

pytestmark = NEEDS_SPARK

JAVA = "\tat org.apache.spark.SparkContext.runJob(SparkContext.scala:2499)\n"
STACK = f"\n\nJVM stacktrace:\norg.apache.spark.sql.AnalysisException\n{JAVA}"
CALL = "An error occurred while calling o64.parquet.\n: "
TRACEBACK = """An exception was thrown from the Python worker:
Traceback (most recent call last):
  File "over.py", line 130, in _values
    return kernel(rows)
           ^^^^^^^^^^^^
"""


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            f"[PATH_NOT_FOUND] Path does not exist: file:/x. SQLSTATE: 42K03{STACK}",
            "Spark: [PATH_NOT_FOUND] Path does not exist: file:/x",
        ),
        (
            "\n[PARSE_SYNTAX_ERROR] Syntax error at or near 'b'. SQLSTATE: 42601 (line 1, pos 2)\n\n== SQL ==\na b\n--^^^",
            "Spark: [PARSE_SYNTAX_ERROR] Syntax error at or near 'b' (line 1, pos 2)",
        ),
        (
            f'{CALL}org.apache.hadoop.fs.UnsupportedFileSystemException: No FileSystem for scheme "foo"\n{JAVA}',
            'Spark: No FileSystem for scheme "foo"',
        ),
        (
            f"(java.lang.RuntimeException) java.lang.ClassNotFoundException: Class S3AFileSystem not found{STACK}",
            "Spark: Class S3AFileSystem not found",
        ),
        (
            f"{CALL}org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 1.0 failed 1 times, "
            f"most recent failure: Lost task 0.0 in stage 1.0 (TID 1) (10.0.0.2 executor driver): java.io.IOException: "
            f"Mkdirs failed to create file:/x\n{JAVA}",
            "Spark: Mkdirs failed to create file:/x",
        ),
        (
            '[CANNOT_MERGE_SCHEMAS] Failed merging schemas:\nInitial schema:\n"STRUCT<a: BIGINT>"\n'
            'Schema that cannot be merged with the initial schema:\n"STRUCT<a: STRING>". SQLSTATE: 42KD9\n',
            'Spark: [CANNOT_MERGE_SCHEMAS] Failed merging schemas: Initial schema: "STRUCT<a: BIGINT>" '
            'Schema that cannot be merged with the initial schema: "STRUCT<a: STRING>"',
        ),
        (
            f"{TRACEBACK}oktaexpr.errors.DirectoryError: the column 'photo' is of type binary\n SQLSTATE: 38000",
            "the column 'photo' is of type binary",
        ),
        (f"{TRACEBACK}MemoryError\n", "Spark: MemoryError"),
        (
            f"{TRACEBACK}ModuleNotFoundError: No module named 'oktaexpr'\n\n\tat java.base/java.lang.Thread.run(Thread.java:840)",
            "Spark: No module named 'oktaexpr'; the workers' Python needs oktaexpr[columns]: install it there, or send it "
            "along as examples/scale does",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["pyspark.errors.PySparkException", "py4j.protocol.Py4JError"])
def test_one_sentence(kind: str, said: str, sentence: str) -> None:
    module, _, name = kind.rpartition(".")
    error = getattr(import_module(module), name)
    with pytest.raises(DirectoryError) as caught, spark_faults():
        raise error(said)
    assert caught.value.message == sentence
