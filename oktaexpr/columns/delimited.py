"""Users from CSV of any size. CSV knows texts only: a column holds numbers or Booleans where `types` says so.

An empty cell is null, `""` the empty text, and `groups` is a JSON list or names with semicolons between them. The
header says whether commas, semicolons or tabs part the cells.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from oktaexpr.columns.layout import GROUPS
from oktaexpr.errors import DirectoryError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

PACKED = ".gz"
"""The end of the name of a file of lines that gzip has packed."""
TYPES = ("integer", "number", "boolean")
"""What a column of CSV may be said to hold."""
_MARKS = (",", ";", "\t")
"""What may part the cells of a row; the first where a header has none of them."""
_PIECE = 2**20
"""Bytes that are read at a time where only marks are counted."""


def opened(file: Path) -> IO[bytes]:
    """Open a file of lines, unpacked where its name says that it is packed."""
    return cast("IO[bytes]", gzip.open(file)) if file.suffix == PACKED else file.open("rb")


def read_delimited(file: Path, types: Mapping[str, str]) -> Iterator[pa.RecordBatch]:
    """Yield the users of a file. Raises `UsageError` for types of columns that it has not, `DirectoryError` and Arrow's faults."""
    import pyarrow as pa
    import pyarrow.csv as arrow_csv

    header, mark = _header(file)
    _check_types(file, types, header)
    kinds = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    options = arrow_csv.ConvertOptions(
        column_types={name: kinds[types[name]] if name in types else pa.string() for name in header},
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    batches = arrow_csv.open_csv(
        file,
        read_options=arrow_csv.ReadOptions(use_threads=False),  # so that a fault comes with its row
        parse_options=arrow_csv.ParseOptions(delimiter=mark, newlines_in_values=True),
        convert_options=options,
    )
    held = None
    for batch in batches:
        if held is not None:
            yield _with_lists(held)
        held = batch
    if held is not None:
        _check_end(file, held)
        yield _with_lists(held)


def _header(file: Path) -> tuple[list[str], str]:
    """Return the names of the columns, and what parts the cells: the mark that makes the most of them."""
    with opened(file) as stream:
        line = stream.readline().decode("utf-8-sig")
    headers = {mark: next(csv.reader([line], delimiter=mark), []) for mark in _MARKS}
    mark = max(_MARKS, key=lambda mark: len(headers[mark]))
    return headers[mark], mark


def _check_types(file: Path, types: Mapping[str, str], header: Sequence[str]) -> None:
    for name in types:
        if name not in header:
            from oktaexpr.diagnostics.suggest import did_you_mean

            hint = did_you_mean(name, header) or f"there are {', '.join(header)}"
            message = f"{file.name} has no column {name!r} to be {types[name]}; {hint}"
            raise UsageError(message)


def _check_end(file: Path, last: pa.RecordBatch) -> None:
    """Refuse a file whose last cell is an open quotation: Arrow takes the rest of the file for it without a word.

    Such a cell ends in a line break, which few do, so that few files are read once more to count their marks.
    """
    rows = last.slice(max(last.num_rows - 1, 0)).to_pylist()
    cells = [cell for row in rows for cell in row.values() if isinstance(cell, str)]
    if not any(cell.endswith("\n") for cell in cells):
        return
    marks = breaks = 0
    with opened(file) as stream:
        while piece := stream.read(_PIECE):
            marks += piece.count(b'"')
            breaks += piece.count(b"\n")
    if marks % 2:
        start = breaks - sum(cell.count("\n") for cell in cells) + 1
        message = (
            f"{file.name}:{start}: a quotation mark is not closed, so that the rest of the file is one cell"
        )
        raise DirectoryError(message)


def _with_lists(batch: pa.RecordBatch) -> pa.RecordBatch:
    import pyarrow as pa

    at = batch.schema.get_field_index(GROUPS)
    if at < 0:
        return batch
    lists = [None if cell is None else _names(cell) for cell in batch.column(at).to_pylist()]
    return batch.set_column(at, GROUPS, pa.array(lists, pa.list_(pa.string())))


def _names(cell: str) -> list[str]:
    if cell.startswith("["):
        try:
            names = json.loads(cell)
        except ValueError:
            names = None
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            return names
    return [name for name in (part.strip() for part in cell.split(";")) if name]
