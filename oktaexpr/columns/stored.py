"""Memberships in a table of their own, of any size and in any order: joined on disk, in memory that does not grow.

The users are read twice: their keys alone, to join them, and then as they are asked for. The join gives each
membership the number of its user's row, and every batch is held to the keys that were read before.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oktaexpr.columns.memberships import GROUP_PARTS, as_texts, membership_columns, with_lists
from oktaexpr.errors import DirectoryError

if TYPE_CHECKING:
    import pyarrow as pa

Reader = Callable[[], Iterator["pa.RecordBatch"]]
"""Reads a table from its start, whenever it is called."""

_MEMORY_LIMIT = "60MB"
"""What DuckDB may hold; the rest of its join and sort lies on disk."""
_THREADS = 1
"""Every thread has to hold pieces of its own, so that with as many as there are cores the limit would not do."""
_USERS, _MEMBERSHIPS = "row BIGINT, key VARCHAR", "row BIGINT, key VARCHAR, number BIGINT"
_JOIN = """
CREATE TABLE matched AS
SELECT users.row AS user_row, memberships.row, memberships.number FROM memberships JOIN users USING (key);
CREATE TABLE joined AS FROM matched ORDER BY user_row, row;
DROP TABLE matched
"""
"""First joined and then sorted: in one query both would have to be held at once, whatever the limit."""
_UNKNOWN = "SELECT count(*) FROM memberships ANTI JOIN users USING (key)"
_KEYS = "SELECT key FROM users WHERE row >= $1 AND row < $2 ORDER BY row"
_MEMBERS = "SELECT user_row, number FROM joined WHERE user_row >= $1 AND user_row < $2 ORDER BY user_row, row"


class StoredMemberships:
    """The groups of every user, for users who are read in the order of their files, as often as need be."""

    def __init__(self, users: Callable[[str], Iterator[pa.RecordBatch]], memberships: Reader) -> None:
        """Take what reads one column of the users, and what reads the memberships."""
        self._users = users
        self._memberships = memberships
        self._join: _Join | None = None
        self._row = 0

    @property
    def unknown_count(self) -> int:
        """How many memberships are of users who are not there; 0 before the first users were joined."""
        return 0 if self._join is None else self._join.unknown_count

    def joined(self, batch: pa.RecordBatch, key: str, name: str) -> pa.RecordBatch:
        """Return the next users with their groups as a list column `name`, which is null where there is none.

        Keys are compared as texts, and null is nobody's; a user's groups are in the order of their table. Raises
        `UsageError` for keys that have no text, `DirectoryError` for users who are neither the next nor the first.
        """
        keys = as_texts(batch.column(key))
        if self._join is None:
            self._join = _Join(self._users(key), key, self._memberships())
        start = next((row for row in (self._row, 0) if self._join.has(keys, row)), None)
        if start is None:
            message = f"the users changed while they were read: another {key!r} than before"
            raise DirectoryError(message)
        self._row = start + len(keys)
        return with_lists(batch, name, self._join.lists(start, len(keys)))


class _Join:
    """The database of one join. It goes when nobody holds it any more."""

    def __init__(
        self, users: Iterator[pa.RecordBatch], key: str, memberships: Iterator[pa.RecordBatch]
    ) -> None:
        import duckdb

        folder = Path(tempfile.mkdtemp(prefix="oktaexpr-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        with _faults_said():
            settings: dict[str, Any] = {"memory_limit": _MEMORY_LIMIT, "threads": _THREADS}
            settings["temp_directory"] = str(folder)
            self._database = duckdb.connect(str(folder / "joined.duckdb"), config=settings)
            weakref.finalize(self, self._database.close)
            groups = _Groups()
            self._store("users", _USERS, _numbered_users(users, key))
            self._store("memberships", _MEMBERSHIPS, groups.numbered(memberships))
            self._groups = groups.column()
            self._database.execute(_JOIN)
            self.unknown_count: int = self._database.execute(_UNKNOWN).fetchall()[0][0]

    def _store(self, name: str, columns: str, batches: Iterator[pa.RecordBatch]) -> None:
        self._database.execute(f"CREATE TABLE {name} ({columns})")
        for batch in batches:
            self._database.from_arrow(batch).insert_into(name)

    def has(self, keys: pa.Array, start: int) -> bool:
        """Tell whether the users from a row on have these keys."""
        return bool(self._rows(_KEYS, start, len(keys)).column("key").combine_chunks().equals(keys))

    def lists(self, start: int, length: int) -> pa.Array:
        """Return the groups of the users from a row on, as a list for each, null where there is none."""
        import pyarrow as pa
        import pyarrow.compute as pc

        found = self._rows(_MEMBERS, start, length)
        runs = pc.run_end_encode(found.column("user_row").combine_chunks(), pa.int32())
        starts = [0, *runs.run_ends.to_pylist()]
        offsets: list[int | None] = [None] * length
        for row, at in zip(runs.values.to_pylist(), starts, strict=False):
            offsets[row - start] = at
        members = self._groups.take(found.column("number").combine_chunks())
        return pa.ListArray.from_arrays(pa.array([*offsets, len(members)], pa.int32()), members)

    def _rows(self, query: str, start: int, length: int) -> pa.Table:
        with _faults_said():
            return self._database.sql(query, params=[start, start + length]).to_arrow_table()


class _Groups:
    """The different groups that memberships name, each with a number: few beside the memberships."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str | None, ...], int] = {}

    def numbered(self, memberships: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield of each membership its row, the user's key and the number of its group."""
        import pyarrow as pa

        row = 0
        for batch in memberships:
            member, parts = membership_columns(batch.schema.names)
            texts = [
                as_texts(batch.column(parts[part]), "the group").to_pylist()
                if part in parts
                else [None] * len(batch)
                for part in GROUP_PARTS
            ]
            numbers = [self._numbers.setdefault(one, len(self._numbers)) for one in zip(*texts, strict=True)]
            columns = {"row": pa.arange(row, row + len(batch)), "key": as_texts(batch.column(member))}
            yield pa.record_batch({**columns, "number": pa.array(numbers, pa.int64())})
            row += len(batch)

    def column(self) -> pa.Array:
        """Return the groups by number: their names, or structs where more is known of one."""
        import pyarrow as pa

        parts = [pa.array(part, pa.string()) for part in zip(*self._numbers, strict=True)]
        parts = parts or [pa.array([], pa.string())] * len(GROUP_PARTS)
        name, *others = parts
        if all(part.null_count == len(part) for part in others):
            return name
        return pa.StructArray.from_arrays(parts, list(GROUP_PARTS))


def _numbered_users(users: Iterator[pa.RecordBatch], key: str) -> Iterator[pa.RecordBatch]:
    """Yield of each user the row and the key."""
    import pyarrow as pa

    row = 0
    for batch in users:
        yield pa.record_batch({"row": pa.arange(row, row + len(batch)), "key": as_texts(batch.column(key))})
        row += len(batch)


@contextmanager
def _faults_said() -> Iterator[None]:
    """Say in one line what DuckDB cannot do, as where the disk is full."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        reason, *_ = str(error).splitlines()  # below it comes advice about a database that nobody sees
        message = f"the memberships cannot be joined: {reason}"
        raise DirectoryError(message) from None
