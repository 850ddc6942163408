"""Results into files: Parquet, CSV or JSON lines, by the file's ending; all of the file, or none of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from oktaexpr.columns.reading import is_json, python_values
from oktaexpr.columns.requirement import need_pyarrow
from oktaexpr.columns.results import as_schema, common_schema, is_storable, json_text
from oktaexpr.errors import DirectoryError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

_ROW_GROUP = 120_000
"""Rows of one row group of Parquet: what is held in memory before it is written."""
_LARGEST_DICTIONARY = 64 * 1024
"""Bytes of distinct values before a column is written plainly. Keys are all distinct: a dictionary of them, which
Parquet's usual megabyte leaves room for, takes a third of the time of writing and makes the file larger."""


class Sink(Protocol):
    """What batches are written to."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Take one batch; batches may differ in the type of a column."""

    def close(self) -> None:
        """Write what is still held."""


class ParquetSink:
    """A Parquet file. A column whose type widens on the way has what is written already converted to the wider one."""

    def __init__(self, path: Path) -> None:
        """Start with the first batch."""
        self._path = path
        self._schema: pa.Schema | None = None
        self._writer: Any = None
        self._held: list[pa.RecordBatch] = []

    def write(self, batch: pa.RecordBatch) -> None:
        """Take one batch, and write a row group when there are enough."""
        schema = batch.schema if self._schema is None else common_schema(self._schema, batch.schema)
        if schema != self._schema or not schema.equals(self._schema, check_metadata=True):
            self._widen(schema)
        self._held.append(as_schema(batch, schema))
        if sum(held.num_rows for held in self._held) >= _ROW_GROUP:
            self._flush()

    def _widen(self, schema: pa.Schema) -> None:
        import pyarrow.parquet as parquet

        self._schema = schema
        self._held = [as_schema(batch, schema) for batch in self._held]
        if self._writer is None:
            return
        self._writer.close()
        before = self._path.with_name(f"{self._path.name}.narrow")
        self._path.rename(before)
        try:
            self._writer = self._opened(schema)
            with parquet.ParquetFile(before) as narrow:
                for batch in narrow.iter_batches():
                    self._writer.write_batch(as_schema(batch, schema))
        finally:
            before.unlink()

    def _opened(self, schema: pa.Schema) -> Any:  # noqa: ANN401 - Arrow's writer
        import pyarrow.parquet as parquet

        return parquet.ParquetWriter(self._path, schema, dictionary_pagesize_limit=_LARGEST_DICTIONARY)

    def _flush(self) -> None:
        import pyarrow as pa

        if self._writer is None:
            self._writer = self._opened(self._schema)
        self._writer.write_table(pa.Table.from_batches(self._held, self._schema), row_group_size=_ROW_GROUP)
        self._held = []

    def close(self) -> None:
        """Write what is held; without any batch the file is a table without columns."""
        import pyarrow as pa

        if self._schema is None:
            self._schema = pa.schema([])
        self._flush()
        self._writer.close()


class CsvSink:
    """A CSV file: null is an empty cell, the empty text a quoted one; lists and maps are JSON; a struct is a column each."""

    def __init__(self, target: Path | IO[bytes]) -> None:
        """Open the file, or take an open stream; the header follows from the first batch."""
        self._stream, self._owned = _opened(target)
        self._writer: Any = None

    def write(self, batch: pa.RecordBatch) -> None:
        """Write the rows of a batch."""
        import pyarrow as pa
        import pyarrow.csv as csv

        columns: dict[str, pa.Array] = {}
        for field, array in zip(batch.schema, batch.columns, strict=True):
            columns |= _cells(field, array)
        texts = pa.RecordBatch.from_pydict(columns)
        if self._writer is None:
            self._writer = csv.CSVWriter(self._stream, texts.schema)
        self._writer.write_batch(texts)

    def close(self) -> None:
        """Close the file; a stream that was open before stays so."""
        if self._writer is not None:
            self._writer.close()
        if self._owned:
            self._stream.close()


def _opened(target: Path | IO[bytes]) -> tuple[IO[bytes], bool]:
    """Return the stream to write to, and whether it is ours to close."""
    return (target.open("wb"), True) if isinstance(target, Path) else (target, False)


def _cells(field: pa.Field, array: pa.Array) -> dict[str, pa.Array]:
    import pyarrow as pa

    if pa.types.is_struct(field.type):
        parts = zip(field.type, array.flatten(), strict=True)
        found: dict[str, pa.Array] = {}
        for part, column in parts:
            found |= _cells(part.with_name(f"{field.name}_{part.name}"), column)
        return found
    if pa.types.is_string(field.type) and not is_json(field):
        return {field.name: array}
    return {field.name: pa.array(map(_cell, python_values(array, field)), pa.string())}


def _cell(value: object) -> str | None:
    """Return a text as it is, so that it reads the same whatever else its column holds; all else as JSON."""
    if value is None or (isinstance(value, str) and is_storable(value)):
        return value
    return json_text(value)


class JsonLinesSink:
    """A file with one JSON object a row."""

    def __init__(self, target: Path | IO[bytes]) -> None:
        """Open the file, or take an open stream."""
        self._stream, self._owned = _opened(target)

    def write(self, batch: pa.RecordBatch) -> None:
        """Write the rows of a batch."""
        names = batch.schema.names
        columns = [python_values(batch.column(at), field) for at, field in enumerate(batch.schema)]
        rows = zip(*columns, strict=True)
        lines = (f"{json_text(dict(zip(names, row, strict=True)))}\n" for row in rows)
        self._stream.write("".join(lines).encode())

    def close(self) -> None:
        """Close the file; a stream that was open before stays so."""
        if self._owned:
            self._stream.close()


_SINKS: dict[str, type[ParquetSink] | type[CsvSink] | type[JsonLinesSink]] = {
    ".parquet": ParquetSink,
    ".csv": CsvSink,
    ".jsonl": JsonLinesSink,
    ".ndjson": JsonLinesSink,
}
ENDINGS = tuple(_SINKS)
"""The endings of the files that can be written."""


@contextmanager
def open_sink(path: str | os.PathLike[str]) -> Iterator[Sink]:
    """Open a file to be written. It takes its name only at the end: whatever stops the work leaves the old file.

    Raises `UsageError` for another ending, `DirectoryError` where the file cannot be written.
    """
    need_pyarrow()
    target = Path(path)
    kind = _SINKS.get(target.suffix)
    if kind is None:
        message = f"{str(target)!r} must end in {', '.join(ENDINGS)}"
        raise UsageError(message)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        sink = kind(unfinished)
        try:
            yield sink
        finally:
            sink.close()
        unfinished.replace(target)
    except OSError as error:
        message = f"cannot write {str(target)!r}: {error.strerror or error}"
        raise DirectoryError(message) from None
    finally:
        with suppress(OSError):
            unfinished.unlink()
