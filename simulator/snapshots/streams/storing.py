"""The users of a snapshot on disk, as CSV or as Parquet: written and read one after the other, never held whole."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from simulator.errors import SnapshotError
from simulator.files import open_whole, write_whole
from simulator.snapshots.reading import csv_rows
from simulator.snapshots.streams.sorting import Row
from simulator.snapshots.taking import HEADERS, USERS, USERS_PARQUET, user_cell

if TYPE_CHECKING:
    import pyarrow as pa

    from oktaexpr.columns import Sink

BATCH_ROWS = 20_000

Item = TypeVar("Item")


class UsersKind(StrEnum):
    """How a snapshot keeps its users."""

    CSV = "csv"
    """A text that people read and Git compares by line; 150 megabytes a million users."""
    PARQUET = "parquet"
    """The same cells in a few megabytes a million users."""

    @property
    def file(self) -> str:
        """Return the name of the file in the folder."""
        return USERS if self is UsersKind.CSV else USERS_PARQUET


def stored_kind(folder: Path) -> UsersKind | None:
    """Return how the snapshot in a folder keeps its users, None where it has none."""
    return next((kind for kind in UsersKind if (folder / kind.file).exists()), None)


def write_streamed(folder: Path, kind: UsersKind, rows: Iterable[Row], tables: Mapping[str, str]) -> None:
    """Write users and tables, each file whole or not at all, in place of those of an earlier snapshot.

    Raises `SnapshotError` where the folder does not take them, and what the rows raise.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if kind is UsersKind.CSV:
            with open_whole(folder / USERS) as stream:
                _write_csv(stream, rows)
        else:
            _write_parquet(folder / USERS_PARQUET, rows)
        for name, text in tables.items():
            write_whole(folder / name, text)
        for other in set(UsersKind) - {kind}:
            (folder / other.file).unlink(missing_ok=True)
    except OSError as error:
        message = f"cannot write the snapshot to {str(folder)!r}: {error.strerror or error}"
        raise SnapshotError(message) from None


def _write_csv(stream: TextIO, rows: Iterable[Row]) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADERS)
    writer.writerows((user_cell(user), *cells) for user, _, cells in rows)


def _write_parquet(path: Path, rows: Iterable[Row]) -> None:
    from oktaexpr.columns import open_sink

    with open_sink(path) as sink:
        for _ in written(rows, sink, row_batch):
            pass


def written(
    items: Iterable[Item], sink: Sink, batch: Callable[[list[Item]], pa.RecordBatch]
) -> Iterator[Item]:
    """Pass items on, and write them to a sink as the rows that `batch` makes of many."""
    remaining = iter(items)
    part = list(islice(remaining, BATCH_ROWS))
    sink.write(batch(part))  # of nothing the columns alone
    while part:
        yield from part
        if part := list(islice(remaining, BATCH_ROWS)):
            sink.write(batch(part))


def row_batch(rows: list[Row]) -> pa.RecordBatch:
    """Return rows with the columns of `HEADERS`."""
    return text_batch(HEADERS, [(user_cell(user), *cells) for user, _, cells in rows])


def text_batch(names: Sequence[str], rows: Sequence[Sequence[str | None]]) -> pa.RecordBatch:
    """Return rows of texts as columns, also where there is no row."""
    import pyarrow as pa

    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return pa.RecordBatch.from_arrays([pa.array(column, pa.string()) for column in columns], list(names))


def read_users(folder: Path) -> Iterator[Row]:
    """Yield the users of a snapshot in the order of the file, each with the line or row; nobody without a file.

    The user is the cell of the file. Raises `SnapshotError` for a file that cannot be read.
    """
    kind = stored_kind(folder)
    if kind is None:
        return
    path = folder / kind.file
    try:
        yield from _read_csv(path) if kind is UsersKind.CSV else read_parquet(path)
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read the snapshot in {str(folder)!r}: {error}"
        raise SnapshotError(message) from None


def _read_csv(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="\n") as stream:
        # Git may have checked the file out with other line ends.
        lines = (f"{line[:-2]}\n" if line.endswith("\r\n") else line for line in stream)
        rows = csv_rows(lines, str(path))
        _, header = next(rows, (1, []))
        places = [header.index(name) if name in header else len(header) for name in HEADERS]
        is_usual = header == list(HEADERS)
        for line, row in rows:
            if not is_usual or len(row) != len(HEADERS):
                padded = [*row[: len(header)], *[""] * (len(header) + 1 - len(row[: len(header)]))]
                row = [padded[place] for place in places]
            yield Row(row[0], line, tuple(row[1:]))


def read_parquet(path: Path) -> Iterator[Row]:
    """Yield the users of a file of Parquet. Raises `SnapshotError` for one that is broken or has other columns."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    try:
        with parquet.ParquetFile(path) as file:
            places = count(1)
            for batch in file.iter_batches(BATCH_ROWS, columns=list(HEADERS)):
                columns = [batch.column(name).cast(pa.string()).fill_null("").to_pylist() for name in HEADERS]
                for user, *cells in zip(*columns, strict=True):
                    yield Row(user, next(places), tuple(cells))
    except (pa.ArrowException, KeyError) as error:
        message = f"{path}: no users of a snapshot: {error}"
        raise SnapshotError(message) from None
