"""What becomes of results on Spark: a folder or a table, and the summary that people read."""

from __future__ import annotations

from typing import Any

from oktaexpr.columns.results import ERROR, KEY, VALUE
from oktaexpr.columns.spark.faults import spark_faults
from oktaexpr.columns.spark.places import TABLE
from oktaexpr.columns.summary import FIRST_ROWS, MOST_VALUES, Summary
from oktaexpr.errors import UsageError


def write_results(session: Any, results: Any, place: str) -> Any:  # noqa: ANN401 - a SparkSession, DataFrames
    """Write results as a folder of Parquet or a new table, and return them as they are read back.

    A folder is written anew only where it is empty or holds earlier results, since Spark deletes whatever is there.
    Raises `UsageError` for any other folder, `DirectoryError` where Spark cannot evaluate or write.
    """
    if place.startswith(TABLE):
        with spark_faults():
            results.write.saveAsTable(place.removeprefix(TABLE))
            return session.table(place.removeprefix(TABLE))
    if not _is_replaceable(session, place):
        message = f"{place!r} holds something else than earlier results, and Spark would delete it: name another folder"
        raise UsageError(message)
    with spark_faults():
        results.write.mode("overwrite").parquet(place)
        return session.read.parquet(place)


def _is_replaceable(session: Any, folder: str) -> bool:  # noqa: ANN401 - a SparkSession
    """Tell whether a folder is not there, has no file, as a run that failed leaves it, or holds earlier results."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    listing = session.read.format("binaryFile").option("recursiveFileLookup", "true")
    try:
        if not listing.load(folder).inputFiles():
            return True
        held: list[str] = session.read.parquet(folder).columns
    except PySparkException as error:
        return error.getCondition() == "PATH_NOT_FOUND"
    except Py4JError:  # files, but no Parquet
        return False
    return held == [KEY, VALUE, ERROR]


def summarized(results: Any) -> Summary:  # noqa: ANN401 - a DataFrame
    """Return the summary of a DataFrame of results; the cluster counts, and only the counts come here.

    Of each error it has the rows with the least keys, since tables of Spark have no first rows. Raises `DirectoryError`.
    """
    from pyspark.sql import functions as spark

    summary = Summary()
    with spark_faults():
        counts = results.groupBy(VALUE, spark.col(ERROR)["code"].alias("code")).count()
        order = spark.asc_nulls_last("code"), spark.desc("count"), VALUE
        most = counts.orderBy(*order).limit(MOST_VALUES + 1).collect()
        for row in most[:MOST_VALUES]:
            if row["code"] is None:
                summary.values["null" if row[VALUE] is None else row[VALUE]] += row["count"]
            else:
                summary.errors[row["code"]] += row["count"]
        counted = summary.values.total() + summary.errors.total()
        summary.rows = results.count() if len(most) > MOST_VALUES else counted
        summary.uncounted = summary.rows - counted
        if summary.errors:
            _add_examples(summary, results)
    return summary


def _add_examples(summary: Summary, results: Any) -> None:  # noqa: ANN401 - a DataFrame
    from pyspark.sql import Window
    from pyspark.sql import functions as spark

    code, message = spark.col(ERROR)["code"], spark.col(ERROR)["message"]
    place = spark.row_number().over(Window.partitionBy("code").orderBy(KEY))
    failed = results.where(spark.col(ERROR).isNotNull())
    named = failed.select(KEY, code.alias("code"), message.alias("message")).withColumn("place", place)
    for row in named.where(spark.col("place") <= FIRST_ROWS).orderBy("code", "place").collect():
        summary.examples.setdefault(row["code"], []).append((row[KEY], row["message"]))
