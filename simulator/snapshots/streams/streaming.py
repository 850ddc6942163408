"""A snapshot of users from files of any size: read and explained, sorted, then written or compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import oktaexpr
from oktaexpr.render import visible
from simulator.account import DbtAccount
from simulator.snapshots.comparing import FileChange, compare_files
from simulator.snapshots.storing import read_tables
from simulator.snapshots.streams.changes import change_batch
from simulator.snapshots.streams.comparing import (
    ChangeKinds,
    StreamedComparison,
    differences,
    last_of_each,
)
from simulator.snapshots.streams.kinds import NEEDED, Kinds
from simulator.snapshots.streams.sorting import Row, SortedRows, new_sorted_rows
from simulator.snapshots.streams.storing import (
    BATCH_ROWS,
    UsersKind,
    read_users,
    row_batch,
    stored_kind,
    write_streamed,
    written,
)
from simulator.snapshots.streams.tally import Tally
from simulator.snapshots.taking import TABLE, TABLE_DATA, draw_tables, user_cell

if TYPE_CHECKING:
    from oktaexpr.columns import Sink, Source

Progress = Callable[[int, int | None], None]
"""Told how many users of how many are read; None where the files do not say it."""
_MOST_REPEATED = 40
_RAW = "\0"
"""Stands between the cell of a user and the login where the two differ; no cell has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a snapshot is taken of."""

    source: Source
    """The users."""
    account: DbtAccount
    expression: str
    engine: str = "classic"
    key: str | None = None
    """The column that tells users apart, else that of `Evaluator`; their `login` is who they are in the snapshot."""
    now: datetime | None = None
    """The time of the evaluations, else the clock's."""


def snapshot_stream(
    job: Job,
    folder: Path,
    *,
    kind: UsersKind | None = None,
    sink: Sink | None = None,
    progress: Progress | None = None,
) -> Tally:
    """Write the snapshot, and its users to `sink` too, and return what it holds; seats are left out of account.

    Without a kind, users are kept as they were kept before. The files are those that `take_snapshot` gives for a
    directory of the same users. Raises `ExpressionSyntaxError` and `TableError` for the expression, `DirectoryError`
    and `UsageError` for the users, `SpoolError` and `SnapshotError` where a disk is full.
    """
    tables = draw_tables(job.account, job.expression, job.engine)
    tally = Tally()
    with new_sorted_rows() as users:
        _read(job, users, str, progress)
        rows = tally.watched(_once_each(users.rows()))
        if sink is not None:
            rows = written(rows, sink, row_batch)
        write_streamed(folder, kind or stored_kind(folder) or UsersKind.CSV, rows, tables)
    return tally


def check_stream(
    job: Job, folder: Path, *, sink: Sink | None = None, progress: Progress | None = None
) -> StreamedComparison:
    """Compare the snapshot in a folder with the users as they are now, and write each change to `sink`.

    The order of the rows is no difference. Raises what `snapshot_stream` does, and `SnapshotError` for a snapshot
    that is not there or cannot be read.
    """
    stored = read_tables(folder)
    tables = draw_tables(job.account, job.expression, job.engine)
    tally, kinds, repeated = Tally(), ChangeKinds(), _Repeated()
    with new_sorted_rows() as old, new_sorted_rows() as new:
        for part in _parts(read_users(folder)):
            old.add(*part)
        _read(job, new, _cell_key, progress)
        rows = tally.watched(last_of_each(map(_by_cell, _once_each(new.rows()))))
        changes = kinds.watched(differences(last_of_each(old.rows(), repeated), rows))
        if sink is not None:
            changes = written(changes, sink, change_batch)
        for _ in changes:
            pass
    files = (*repeated.change(folder), *compare_files(stored, tables, (TABLE, TABLE_DATA)))
    return StreamedComparison(
        kinds=kinds.ordered(), files=files, tally=tally, came=kinds.totals["came"], gone=kinds.totals["gone"]
    )


def _read(job: Job, users: SortedRows, name: Callable[[str], str], progress: Progress | None) -> None:
    """Explain all users and put them in order; `name` gives what a login is sorted by."""
    from oktaexpr.columns import Evaluator, Settings

    program = oktaexpr.compile(job.expression, engine=job.engine)
    settings = Settings(key=job.key, memberships=job.source.memberships(), now=job.now)
    evaluator = Evaluator(program, settings)
    columns = evaluator.columns_of(job.source.schemas())
    batches = job.source.batches(None if columns is None else columns | NEEDED)
    kinds, done, total = Kinds(job.account, job.expression, job.engine), 0, job.source.count()
    for rows, likenesses in evaluator.alike(batches):
        logins, cells = kinds.explained(rows, likenesses)
        users.add(list(map(name, logins)), range(done + 1, done + len(logins) + 1), cells)
        done += len(logins)
        if progress is not None:
            progress(done, total)


def _once_each(rows: Iterable[Row]) -> Iterator[Row]:
    """Pass rows on. Raises `DirectoryError` where two users have one login, as a directory does."""
    last: Row | None = None
    for row in rows:
        if last is not None and last.user == row.user:
            name = visible(row.user.partition(_RAW)[0])
            message = f"users {last.place:,} and {row.place:,} of the files have the same login: {name}"
            raise oktaexpr.DirectoryError(message)
        yield row
        last = row


def _parts(rows: Iterator[Row]) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """Yield rows many at a time, turned into a column each."""
    while part := list(islice(rows, BATCH_ROWS)):
        yield tuple(zip(*part, strict=True))


class _Repeated:
    """The rows of a stored snapshot that a later one of the same user makes void, up to a limit."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, row: Row) -> None:
        if len(self.lines) < _MOST_REPEATED:
            self.lines.append(f"-{row.user}: row {row.place:,} gives way to a later one of the same user")

    def change(self, folder: Path) -> Iterator[FileChange]:
        """Yield the difference that they are."""
        kind = stored_kind(folder)
        if kind is not None and self.lines:
            yield FileChange(kind.file, tuple(self.lines))


def _cell_key(login: str) -> str:
    """Return what sorts users by their cells, as a file has them, and by login where cells are the same."""
    cell = user_cell(login)
    return login if cell == login else f"{cell}{_RAW}{login}"


def _by_cell(row: Row) -> Row:
    return row._replace(user=row.user.partition(_RAW)[0])
