"""Users from files of any size, as a stream of Arrow batches: Parquet, JSON lines and CSV, one file or a folder of parts.

A folder may hold the memberships as a table of their own, in files whose names start with one of `MEMBERSHIPS`.
JSON keeps what types it has, also where a column mixes them. CSV knows texts only: a column becomes numbers or
Booleans where `types` says so, an empty cell is null, `""` the empty text, and `groups` is a JSON list or names with
semicolons between them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oktaexpr.columns.layout import GROUPS
from oktaexpr.columns.memberships import Memberships
from oktaexpr.columns.over import BATCH_ROWS
from oktaexpr.columns.requirement import need_pyarrow
from oktaexpr.columns.results import value_column
from oktaexpr.errors import DirectoryError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

PARQUET, CSV, JSON_LINES = ".parquet", ".csv", ".jsonl"
_KINDS = {".parquet": PARQUET, ".csv": CSV, ".jsonl": JSON_LINES, ".ndjson": JSON_LINES}
MEMBERSHIPS = ("memberships", "group_members", "group_users")
"""How the names of files with one row a user and group start."""
TYPES = ("integer", "number", "boolean")
"""What a column of CSV may be said to hold."""


@dataclass(frozen=True, slots=True)
class Source:
    """The files of one population."""

    files: tuple[Path, ...]
    kind: str
    membership_files: tuple[Path, ...] = ()
    types: Mapping[str, str] | None = None
    """Columns of CSV that hold no text, each with one of `TYPES`."""

    def count(self) -> int | None:
        """Return the number of users where the files say it, else None. Raises `DirectoryError`."""
        import pyarrow.parquet as parquet

        if self.kind != PARQUET:
            return None
        total = 0
        for file in self.files:
            with _faults_named(file):
                total += int(parquet.read_metadata(file).num_rows)
        return total

    def schemas(self) -> list[pa.Schema]:
        """Return the columns of each file that says them before it is read. Raises `DirectoryError`."""
        import pyarrow.parquet as parquet

        found = []
        for file in self.files if self.kind == PARQUET else ():
            with _faults_named(file):
                found.append(parquet.read_schema(file))
        return found

    def memberships(self) -> Memberships | None:
        """Read the table of memberships, where there is one; takes memory for all of it."""
        if not self.membership_files:
            return None
        import pyarrow as pa

        parts = Source(self.membership_files, _kind(self.membership_files))
        return Memberships(pa.Table.from_batches(list(parts.batches())))

    def batches(self, columns: Collection[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the users, of Parquet only the columns named. Raises `DirectoryError` with file and line."""
        for file in self.files:
            with _faults_named(file):
                yield from self._opened(file, columns)

    def _opened(self, file: Path, columns: Collection[str] | None) -> Iterator[pa.RecordBatch]:
        match self.kind:
            case ".parquet":
                return _parquet(file, columns)
            case ".csv":
                return _csv(file, self.types or {})
            case _:
                return _json_lines(file)


def open_source(path: str, types: Mapping[str, str] | None = None) -> Source:
    """Return the files at a path. Raises `DirectoryError` where there is none that can be read.

    Raises `UsageError` for types of columns in files that say the types themselves.
    """
    need_pyarrow()
    given = Path(path)
    found = sorted(file for file in given.iterdir() if file.suffix in _KINDS) if given.is_dir() else [given]
    hidden = (".", "_")
    memberships = tuple(file for file in found if file.name.startswith(MEMBERSHIPS))
    users = tuple(file for file in found if file not in memberships and not file.name.startswith(hidden))
    if not users:
        message = f"{path}: no file of users that ends in {', '.join(_KINDS)}"
        raise DirectoryError(message)
    kind = _kind(users)
    if types and kind != CSV:
        message = f"types of columns are for CSV: {path} says them itself"
        raise UsageError(message)
    return Source(users, kind, memberships, types)


@contextmanager
def _faults_named(file: Path) -> Iterator[None]:
    """Name the file where it is not there, or not what its ending says."""
    import pyarrow as pa

    try:
        yield
    except (OSError, pa.ArrowException, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        message = f"{file.name}: {reason}"
        raise DirectoryError(message) from None


def _kind(files: Sequence[Path]) -> str:
    kinds = {_KINDS.get(file.suffix, file.suffix) for file in files}
    if len(kinds) == 1:
        (kind,) = kinds
        return kind
    message = f"the files are of several kinds: {', '.join(sorted(kinds))}"
    raise DirectoryError(message)


def _parquet(file: Path, columns: Collection[str] | None) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet as parquet

    leaves = parquet.read_metadata(file).schema
    paths = [
        leaves.column(at).path for at in range(len(leaves)) if leaves.column(at).physical_type == "BYTE_ARRAY"
    ]
    # Group names repeat: as codes they are read faster, and each distinct name becomes a text once.
    repeated = [path for path in paths if path.startswith(f"{GROUPS}.")]
    with parquet.ParquetFile(file, read_dictionary=repeated, pre_buffer=False) as stream:
        wanted = None if columns is None else [name for name in stream.schema_arrow.names if name in columns]
        yield from stream.iter_batches(BATCH_ROWS, columns=wanted)


def _json_lines(file: Path) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    with file.open("rb") as stream:
        lines = enumerate(stream, 1)
        while chunk := list(islice(lines, BATCH_ROWS)):
            rows = [_json_object(file, number, line) for number, line in chunk if not line.isspace()]
            names = dict.fromkeys(name for row in rows for name in row)
            parts = [value_column(name, [row.get(name) for row in rows], structs=True) for name in names]
            if parts:
                fields = pa.schema([field for field, _ in parts])
                yield pa.RecordBatch.from_arrays([array for _, array in parts], schema=fields)


def _json_object(file: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        message = f"{file.name}:{number}: no JSON: {error}"
        raise DirectoryError(message) from None
    if isinstance(row, dict):
        return row
    message = f"{file.name}:{number}: a user must be a JSON object"
    raise DirectoryError(message)


def _csv(file: Path, types: Mapping[str, str]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa
    import pyarrow.csv as arrow_csv

    with file.open(encoding="utf-8-sig", newline="") as stream:
        header = next(csv.reader(stream), [])
    _check_types(file, types, header)
    kinds = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    options = arrow_csv.ConvertOptions(
        column_types={name: kinds[types[name]] if name in types else pa.string() for name in header},
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    parsing = arrow_csv.ParseOptions(newlines_in_values=True)
    for batch in arrow_csv.open_csv(file, convert_options=options, parse_options=parsing):
        yield _with_lists(batch)


def _check_types(file: Path, types: Mapping[str, str], header: Sequence[str]) -> None:
    for name in types:
        if name not in header:
            from oktaexpr.diagnostics.suggest import did_you_mean

            hint = did_you_mean(name, header) or f"there are {', '.join(header)}"
            message = f"{file.name} has no column {name!r} to be {types[name]}; {hint}"
            raise UsageError(message)


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
