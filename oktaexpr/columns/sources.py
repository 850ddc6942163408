"""Users from files of any size, as a stream of Arrow batches: Parquet, JSON lines and CSV, one file or a folder of parts.

A folder may hold the memberships as a table of their own, in files whose names start with one of `MEMBERSHIPS`.
JSON keeps what types it has, also where a column mixes them. JSON lines and CSV may be packed by gzip.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oktaexpr.columns.delimited import PACKED, TYPES, opened, read_delimited
from oktaexpr.columns.group_lists import are_groups, group_column
from oktaexpr.columns.layout import GROUPS
from oktaexpr.columns.memberships import Memberships
from oktaexpr.columns.over import BATCH_ROWS
from oktaexpr.columns.requirement import has_duckdb, need_pyarrow
from oktaexpr.columns.results import value_column
from oktaexpr.columns.stored import StoredMemberships
from oktaexpr.errors import DirectoryError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["CSV", "JSON_LINES", "MEMBERSHIPS", "PARQUET", "TYPES", "Source", "open_source"]

PARQUET, CSV, JSON_LINES = ".parquet", ".csv", ".jsonl"
_KINDS = {".csv": CSV, ".jsonl": JSON_LINES, ".ndjson": JSON_LINES}
_ENDINGS = {".parquet": PARQUET, **_KINDS, **{f"{ending}{PACKED}": kind for ending, kind in _KINDS.items()}}
MEMBERSHIPS = ("memberships", "group_members", "group_users")
"""How the names of files with one row a user and group start."""

_MOST_NAMED = 5
_LARGEST_IN_MEMORY = 2_000_000
"""Bytes of files of memberships that are held in memory: what they take there is a small part of what a batch takes."""


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

    def memberships(self) -> Memberships | StoredMemberships | None:
        """Return the memberships, where they are a table of their own: a small one in memory, else by way of the disk.

        Without DuckDB memory has to do. Raises `DirectoryError` and `UsageError` for a table that cannot be read.
        """
        if not self.membership_files:
            return None
        import pyarrow as pa

        parts = Source(self.membership_files, _kind(self.membership_files))
        if has_duckdb() and sum(file.stat().st_size for file in parts.files) > _LARGEST_IN_MEMORY:
            return StoredMemberships(lambda key: self.batches([key]), parts.batches)
        nobody = pa.table({name: pa.array([], pa.string()) for name in ("user", "group")})
        batches = list(parts.batches())
        return Memberships(pa.Table.from_batches(batches) if batches else nobody)

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
                return read_delimited(file, self.types or {})
            case _:
                return _json_lines(file)


def open_source(path: str, types: Mapping[str, str] | None = None) -> Source:
    """Return the files at a path; of a folder, tables of groups and rules are left out.

    Raises `DirectoryError` where there is none that can be read, and for a fixture, whose users are in YAML. Raises
    `UsageError` for types of columns in files that say the types themselves.
    """
    need_pyarrow()
    given = Path(path)
    found = _files_in(given) if given.is_dir() else [given]
    memberships = tuple(file for file in found if file.name.startswith(MEMBERSHIPS))
    users = tuple(file for file in found if file not in memberships and _kind_of(file))
    if not users:
        message = f"{path}: no file of users that ends in {', '.join(_ENDINGS)}"
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
    except UnicodeDecodeError as error:
        message = f"{file.name}: no UTF-8, which is what is read: {error.reason} at byte {error.start:,}"
        raise DirectoryError(message) from None
    except (OSError, EOFError, zlib.error, pa.ArrowException) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        message = f"{file.name}: {reason}"
        raise DirectoryError(message) from None


def _files_in(folder: Path) -> list[Path]:
    """Return the files of users and memberships of a folder."""
    from oktaexpr.directory.readers.heads import has_fixture_of, may_hold_users

    if has_fixture_of(folder, "users"):
        message = f"{folder}: a fixture in YAML is not read as a stream, but as a whole"
        raise DirectoryError(message)
    hidden = (".", "_")
    files = [file for file in sorted(folder.iterdir()) if _kind_of(file) and not file.name.startswith(hidden)]
    users = [file for file in files if may_hold_users(file)]
    if files and not users:
        names = ", ".join(file.name for file in files[:_MOST_NAMED])
        message = f"{folder}: no file of users: {names} by the columns groups or rules; give a file itself to read it so"
        raise DirectoryError(message)
    return users


def _kind_of(file: Path) -> str | None:
    return next((kind for ending, kind in _ENDINGS.items() if file.name.endswith(ending)), None)


def _kind(files: Sequence[Path]) -> str:
    kinds = {_kind_of(file) or file.suffix for file in files}
    if len(kinds) == 1:
        (kind,) = kinds
        return kind
    message = f"the files are of several kinds: {', '.join(sorted(kinds))}"
    raise DirectoryError(message)


def _parquet(file: Path, columns: Collection[str] | None) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet as parquet

    metadata = parquet.read_metadata(file)
    pieces = list(range(metadata.num_row_groups))
    # Group names repeat: as codes they are read faster, and each distinct name becomes a text once. Arrow gives
    # codes inside of lists by row group only, each with codes of its own, which is too slow for many small ones.
    repeated = _texts_of_groups(metadata) if metadata.num_rows >= len(pieces) * BATCH_ROWS else []
    with parquet.ParquetFile(file, read_dictionary=repeated, pre_buffer=False) as stream:
        wanted = None if columns is None else [name for name in stream.schema_arrow.names if name in columns]
        for chosen in ([piece] for piece in pieces) if repeated else [pieces]:
            yield from stream.iter_batches(BATCH_ROWS, row_groups=chosen, columns=wanted)


def _texts_of_groups(metadata: Any) -> list[str]:  # noqa: ANN401 - Parquet's
    """Return the paths in a file of the texts that memberships are made of."""
    columns = [metadata.schema.column(at) for at in range(len(metadata.schema))]
    texts = [column.path for column in columns if column.physical_type == "BYTE_ARRAY"]
    return [path for path in texts if path.startswith(f"{GROUPS}.")]


def _json_lines(file: Path) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    with opened(file) as stream:
        lines = enumerate(stream, 1)
        while chunk := list(islice(lines, BATCH_ROWS)):
            rows = [_json_object(file, number, line) for number, line in chunk if not line.isspace()]
            names = dict.fromkeys(name for row in rows for name in row)
            columns = {name: [row.get(name) for row in rows] for name in names}
            parts = [
                group_column(values) if name == GROUPS else value_column(name, values, structs=True)
                for name, values in columns.items()
            ]
            if parts:
                fields = pa.schema([field for field, _ in parts])
                yield pa.RecordBatch.from_arrays([array for _, array in parts], schema=fields)


def _json_object(file: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.rstrip())
    except json.JSONDecodeError as error:
        message = f"{file.name}:{number}:{error.colno}: no JSON: {error.msg}"
        raise DirectoryError(message) from None
    except UnicodeDecodeError as error:
        message = f"{file.name}:{number}:{error.start + 1}: no UTF-8, which is what is read"
        raise DirectoryError(message) from None
    except RecursionError:
        message = f"{file.name}:{number}: the JSON nests too deeply"
        raise DirectoryError(message) from None
    if not isinstance(row, dict):
        message = f"{file.name}:{number}: a user must be a JSON object"
        raise DirectoryError(message)
    if not are_groups(row.get(GROUPS)):
        message = (
            f"{file.name}:{number}: the groups of a user must be a list, of names or of groups as objects"
        )
        raise DirectoryError(message)
    return row
