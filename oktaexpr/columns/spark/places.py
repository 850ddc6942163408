"""Users from what Spark reads: Parquet wherever it lies, and tables; memberships may be a table of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import unquote

from oktaexpr.columns.layout import GROUPS, key_name
from oktaexpr.columns.memberships import membership_columns
from oktaexpr.columns.sources import MEMBERSHIPS
from oktaexpr.columns.spark.faults import spark_faults
from oktaexpr.columns.spark.marks import marked_frame

TABLE = "table:"
"""What a place starts with that is a table of Spark's catalogue and no path."""

_MEMBER = "oktaexpr_member"
"""The column of the user's key while memberships are joined."""


def read_users(
    session: Any,  # noqa: ANN401 - a SparkSession
    place: str,
    *,
    memberships: str | None = None,
    key: str | None = None,
    json: Collection[str] = (),
) -> Any:  # noqa: ANN401 - a DataFrame
    """Return the users of a Parquet file or folder, or of a table that is named as `table:catalog.schema.users`.

    `memberships` is such a place with one row a user and group; without it, files of the folder whose names start as
    `sources.MEMBERSHIPS` says. They are joined by the text of the column `key`, and a user's groups come in the order
    of their names, since tables of Spark have none. `json` names the columns of texts that are JSON, beside those that
    are marked so in files on this machine. Raises `DirectoryError` where Spark cannot read, `UsageError` for columns.
    """
    with spark_faults():
        users, beside = _read(session, place)
        users = marked_frame(users, json)
        if memberships is not None:
            beside, _ = _read(session, memberships)
        return users if beside is None else _joined(users, beside, key_name(users.columns, key))


def quoted(name: str) -> str:
    """Return a column's name as Spark reads it whatever characters it has."""
    return f"`{name.replace('`', '``')}`"


def _read(session: Any, place: str) -> tuple[Any, Any]:  # noqa: ANN401 - a SparkSession, DataFrames
    """Return the rows of a place, and those of the memberships that lie beside them or None."""
    if place.startswith(TABLE):
        return session.table(place.removeprefix(TABLE)), None
    # Files may differ in their columns; unless told so, Spark takes those of one file for all of them.
    reader = session.read.option("mergeSchema", "true")
    named = list(_files(session, place, f"{{{','.join(MEMBERSHIPS)}}}*"))
    others = [file for file in _files(session, place) if file not in named] if named else []
    if not others:
        return reader.parquet(place), None
    return reader.option("basePath", place).parquet(*others), session.read.parquet(*named)


def _files(session: Any, place: str, pattern: str = "*") -> Iterator[str]:  # noqa: ANN401 - a SparkSession
    """Yield the files of a folder, wherever Spark finds it, whose names fit a pattern; none of them is read."""
    listing = session.read.format("binaryFile").option("pathGlobFilter", pattern).load(place)
    return map(unquote, listing.inputFiles())


def _joined(users: Any, memberships: Any, key: str) -> Any:  # noqa: ANN401 - DataFrames
    """Return the users with their groups as a list column, null where there is none."""
    from pyspark.sql import functions as spark

    member, parts = membership_columns(memberships.columns)
    group = spark.struct(*[spark.col(quoted(name)).alias(part) for part, name in parts.items()])
    lists = memberships.groupBy(spark.col(quoted(member)).cast("string").alias(_MEMBER)).agg(
        spark.sort_array(spark.collect_list(group)).alias(GROUPS)
    )
    if len(parts) == 1:
        lists = lists.withColumn(GROUPS, spark.transform(GROUPS, lambda found: found["name"]))
    people = users.drop(GROUPS)
    is_theirs = people[quoted(key)].cast("string") == lists[_MEMBER]
    return people.join(lists, is_theirs, "left").drop(_MEMBER)
