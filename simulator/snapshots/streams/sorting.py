"""Rows in the order of their users, whatever number: runs that memory holds are sorted, kept on disk and merged.

The order is that of `sorted`, by code point. A library's own order would have to be proved the same, half surrogate
pairs included, and DuckDB took twice the memory for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from heapq import merge
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.errors import SpoolError
from simulator.snapshots.taking import Cells

if TYPE_CHECKING:
    import pyarrow as pa

_RUN_ROWS = 100_000
_BATCH_ROWS = 1_000
"""How many rows of each run are in memory while the runs are merged."""
_MOST_KEPT = 20_000
"""How many different cells stay in memory, where a number on disk stands for them."""


class Row(NamedTuple):
    """One user of a snapshot."""

    user: str
    place: int
    """Where the user stands in what was read: a position or a line, from 1."""
    cells: Cells


class SortedRows:
    """Takes rows in any order, then gives them by user; users of one name keep their order."""

    def __init__(self, path: Path) -> None:
        """Open the file that keeps the rows."""
        import pyarrow as pa

        self._schema = pa.schema(
            [
                ("user", pa.binary()),
                ("place", pa.int64()),
                ("number", pa.int32()),
                ("cells", pa.list_(pa.string())),
            ]
        )
        self._path = path
        self._numbers: dict[Cells, int] = {}
        self._held: list[tuple[str, int, int | None, Cells | None]] = []
        self._runs: list[range] = []
        """The batches of each run, by number."""
        with _faults_told():
            self._writer: Any = pa.ipc.new_file(path, self._schema)

    def add(self, users: Sequence[str], places: Sequence[int], cells: Sequence[Cells]) -> None:
        """Take some rows. Raises `SpoolError` where the disk is full."""
        for user, place, one in zip(users, places, cells, strict=True):
            number = self._numbers.get(one)
            if number is None and len(self._numbers) < _MOST_KEPT:
                number = self._numbers[one] = len(self._numbers)
            self._held.append((user, place, number, one if number is None else None))
        if len(self._held) >= _RUN_ROWS:
            self._write_run()

    def rows(self) -> Iterator[Row]:
        """Yield the rows in order; nothing can be added from now on. Raises `SpoolError`."""
        import pyarrow as pa

        with _faults_told():
            self._write_run()
            self._writer.close()
            kept = list(self._numbers)
            with pa.OSFile(str(self._path)) as file:
                reader = pa.ipc.open_file(file)
                runs = [_read(reader, run) for run in self._runs]
                for user, place, number, cells in merge(*runs, key=itemgetter(0)):
                    yield Row(
                        user.decode("utf-8", "surrogatepass"),
                        place,
                        tuple(cells) if number is None else kept[number],
                    )

    def _write_run(self) -> None:
        import pyarrow as pa

        self._held.sort(key=itemgetter(0))
        first = self._runs[-1].stop if self._runs else 0
        starts = range(0, len(self._held), _BATCH_ROWS)
        for start in starts:
            users, *others = zip(*self._held[start : start + _BATCH_ROWS], strict=True)
            # The bytes have the order of the code points, and room for half a surrogate pair.
            columns = [[user.encode("utf-8", "surrogatepass") for user in users], *others]
            arrays = [
                pa.array(column, field.type) for column, field in zip(columns, self._schema, strict=True)
            ]
            with _faults_told():
                self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        self._runs.append(range(first, first + len(starts)))
        self._held = []


def _read(reader: pa.ipc.RecordBatchFileReader, run: range) -> Iterator[tuple[Any, ...]]:
    for number in run:
        columns = [column.to_pylist() for column in reader.get_batch(number).columns]
        yield from zip(*columns, strict=True)


@contextmanager
def new_sorted_rows() -> Iterator[SortedRows]:
    """Open rows in a folder of their own that goes with them. Raises `SpoolError` where there is no room for it."""
    with _faults_told():
        folder = TemporaryDirectory(prefix="oktaexpr-")
    with folder as name:
        yield SortedRows(Path(name) / "rows.arrow")


@contextmanager
def _faults_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"cannot keep the users in a temporary file: {error.strerror or error}"
        raise SpoolError(message) from None
