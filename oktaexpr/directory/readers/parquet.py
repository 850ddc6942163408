"""Parquet through pyarrow, in batches: the form in which warehouses hand out tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from oktaexpr.directory.problems import Path, quoted
from oktaexpr.directory.readers.columns import Layout, layout_of
from oktaexpr.directory.readers.lines import Tick, no_tick
from oktaexpr.directory.readers.rows import row_items
from oktaexpr.directory.readers.shapes import Broken, Item
from oktaexpr.errors import DirectoryError

_BATCH_ROWS = 20_000


def parquet_items(
    path: FilePath, columns: Mapping[str, str], tick: Tick = no_tick
) -> Iterator[Item | Broken]:
    """Yield the objects of a Parquet file, with the row's number from 1 as position.

    Raises `DirectoryError` where pyarrow is not installed, for a file that is none, and for columns that say nothing.
    """
    file, failure = _opened(path)
    names: list[str] = file.schema_arrow.names
    layout = layout_of(names, columns)
    if layout is None:
        message = f"the columns {', '.join(quoted(name) for name in names[:8])} make no table that is known"
        raise DirectoryError(message)
    try:
        yield from row_items(layout, _rows(file, path.stat().st_size, tick))
    except failure as error:
        message = f"no Parquet: {error}"
        raise DirectoryError(message) from None


def layout_of_parquet(path: FilePath, columns: Mapping[str, str]) -> Layout | None:
    """Return what the columns of a Parquet file mean."""
    file, _ = _opened(path)
    return layout_of(file.schema_arrow.names, columns)


def _opened(path: FilePath) -> tuple[Any, type[Exception]]:
    """Return the file, and the exception that means that it is broken."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError:
        message = "Parquet needs pyarrow: pip install 'oktaexpr[parquet]'"
        raise DirectoryError(message) from None
    try:
        return parquet.ParquetFile(path), pyarrow.ArrowException
    except (pyarrow.ArrowException, OSError) as error:
        message = f"no Parquet: {error}"
        raise DirectoryError(message) from None


def _rows(file: Any, size: int, tick: Tick) -> Iterator[tuple[int, Sequence[Any]]]:  # noqa: ANN401 - pyarrow has no types
    number = 0
    for batch in file.iter_batches(batch_size=_BATCH_ROWS):
        tick(size * number // max(file.metadata.num_rows, 1))
        listed = [_column(column) for column in batch.columns]
        for row in zip(*listed, strict=True):
            number += 1
            yield number, row


def _column(column: Any) -> list[Any]:  # noqa: ANN401
    """Return a column's values; dates become the text that Okta's API has for them."""
    values: list[Any] = column.to_pylist()
    if str(column.type).startswith(("timestamp", "date")):
        return [value if value is None else value.isoformat() for value in values]
    return values


def locate_in_parquet(
    path: FilePath, wanted: Mapping[int, Sequence[Path]], columns: Mapping[str, str]
) -> dict[int, list[tuple[int, int]]]:
    """Return the row's number and the number of the column of each path, since Parquet has no lines."""
    layout = layout_of_parquet(path, columns)
    return {
        row: [(row, ((layout.column_of(one) if layout else None) or 0) + 1) for one in paths]
        for row, paths in wanted.items()
    }
