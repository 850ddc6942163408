"""Columns of JSON texts: which they are, though Spark drops what Arrow says of a field.

A column whose values have several types is a column of texts whose Arrow field says `oktaexpr: json`. Parquet files
keep that, Spark does not read it. So it is looked up in the files themselves where this machine has them; else whoever
knows it says it, and Spark carries it along in the metadata of its own column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from oktaexpr.columns.layout import GROUPS, json_paths
from oktaexpr.columns.layout import Path as ColumnPath
from oktaexpr.columns.reading import JSON_MARK
from oktaexpr.errors import DirectoryError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

MARK = {"oktaexpr": "json"}
"""The metadata of a column of Spark whose texts are JSON."""


def marked_frame(users: Any, json: Collection[str] = ()) -> Any:  # noqa: ANN401 - DataFrames
    """Return a DataFrame whose columns of JSON texts are marked: those named, and those that local files mark.

    Raises `DirectoryError` where files contradict each other, `UsageError` for a name that is no column of texts.
    """
    schemas = list(_local_schemas(users))
    _check_named(users, json)
    paths = _agreed(schemas) | {(name,) for name in json}
    if schemas and all(_has_no_groups(schema) for schema in schemas):
        users = users.drop(GROUPS)  # Spark takes a column of nothing but null for one of integers
    return users.to(_with_marks(users.schema, paths, ())) if paths else users


def marked_paths(schema: Any, above: ColumnPath = ()) -> frozenset[ColumnPath]:  # noqa: ANN401 - a StructType
    """Return the columns of JSON texts of a DataFrame's schema."""
    from pyspark.sql.types import StringType, StructType

    found: set[ColumnPath] = set()
    for field in schema:
        path = (*above, field.name)
        if isinstance(field.dataType, StringType) and MARK.items() <= field.metadata.items():
            found.add(path)
        elif isinstance(field.dataType, StructType):
            found |= marked_paths(field.dataType, path)
    return frozenset(found)


def arrow_schema(schema: pa.Schema, paths: Collection[ColumnPath]) -> pa.Schema:
    """Return the schema of Arrow batches with the fields of JSON texts marked."""
    import pyarrow as pa

    return pa.schema([_marked_field(field, paths, ()) for field in schema])


def _marked_field(field: pa.Field, paths: Collection[ColumnPath], above: ColumnPath) -> pa.Field:
    import pyarrow as pa

    path = (*above, field.name)
    if path in paths:
        return field.with_metadata(JSON_MARK)
    if not pa.types.is_struct(field.type):
        return field
    return field.with_type(pa.struct([_marked_field(part, paths, path) for part in field.type]))


def _with_marks(schema: Any, paths: Collection[ColumnPath], above: ColumnPath) -> Any:  # noqa: ANN401 - StructTypes
    from pyspark.sql.types import StringType, StructField, StructType

    fields = []
    for field in schema:
        path, kind, metadata = (*above, field.name), field.dataType, field.metadata
        if path in paths and isinstance(kind, StringType):
            metadata = {**metadata, **MARK}
        elif isinstance(kind, StructType):
            kind = _with_marks(kind, paths, path)
        fields.append(StructField(field.name, kind, field.nullable, metadata))
    return StructType(fields)


def _local_schemas(users: Any) -> Iterator[pa.Schema]:  # noqa: ANN401 - a DataFrame
    """Yield what the files of a DataFrame say of their columns, as far as they are Parquet on this machine."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    for address in users.inputFiles():
        parts = urlsplit(address)
        file = Path(url2pathname(parts.path))
        if parts.scheme == "file" and file.is_file():
            try:
                yield parquet.read_schema(file)
            except pa.ArrowInvalid:  # a table of another format
                return


def _agreed(schemas: Collection[pa.Schema]) -> set[ColumnPath]:
    """Return the marked columns, which have to be marked in every file that has them with values."""
    marked = {path for schema in schemas for path in json_paths(schema)}
    for schema in schemas:
        for path in marked.difference(json_paths(schema)):
            if _has_texts(schema, path):
                message = (
                    f"the column {'.'.join(path)!r} is JSON in some of the files and plain text in others"
                )
                raise DirectoryError(message)
    return marked


def _has_texts(fields: Iterable[pa.Field], path: ColumnPath) -> bool:
    import pyarrow as pa

    kind = next((field.type for field in fields if field.name == path[0]), None)
    if len(path) > 1:
        return kind is not None and pa.types.is_struct(kind) and _has_texts(kind, path[1:])
    return kind is not None and bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _check_named(users: Any, json: Collection[str]) -> None:  # noqa: ANN401 - a DataFrame
    from pyspark.sql.types import StringType

    for name in json:
        if name not in users.columns:
            from oktaexpr.diagnostics.suggest import did_you_mean

            hint = did_you_mean(name, users.columns) or f"there are {', '.join(users.columns)}"
            message = f"there is no column {name!r} to be JSON; {hint}"
            raise UsageError(message)
        if not isinstance(users.schema[name].dataType, StringType):
            message = (
                f"the column {name!r} is {users.schema[name].dataType.simpleString()}: only texts can be JSON"
            )
            raise UsageError(message)


def _has_no_groups(schema: pa.Schema) -> bool:
    import pyarrow as pa

    at = schema.get_field_index(GROUPS)
    return at >= 0 and bool(pa.types.is_null(schema.field(at).type))
