"""Memberships in a table of their own: one row a user and group, joined to the users by key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from oktaexpr.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

USER_NAMES = ("user", "user_id", "userId", "login", "key")
"""The columns that are taken for the user's key, the first that is there."""
_GROUP_IDS = ("group_id", "groupId")
GROUP_NAMES = ("group", "group_name", "groupName", "name", *_GROUP_IDS)
"""The columns that are taken for the group's name, the first that is there; an id serves where nothing says the name."""
_PARTS = {"id": _GROUP_IDS, "type": ("group_type", "groupType")}
"""What else a row may say of its group, by the key that it gets there."""
GROUP_PARTS = ("name", *_PARTS)
"""What a row may say of its group."""


class Memberships:
    """The groups of every user, ready to be joined to batches of users; takes memory for all of them."""

    def __init__(
        self, table: pa.Table | pa.RecordBatch, user: str | None = None, group: str | None = None
    ) -> None:
        """Take the table and, where they are called otherwise, its two columns. Raises `UsageError` without them."""
        import pyarrow as pa

        whole = pa.table(table)
        member, chosen = membership_columns(whole.column_names, user, group)
        users = as_texts(whole.column(member).combine_chunks())
        parts = {part: whole.column(column) for part, column in chosen.items()}
        names = parts["name"]
        rows = pa.table({"user": users, "row": pa.array(range(len(whole)), pa.int64())})
        # One thread, so that the groups of a user stay in the order of the table.
        grouped = rows.group_by("user", use_threads=False).aggregate([("row", "list")])
        held = grouped.column("row_list").combine_chunks()
        members = names.combine_chunks() if len(parts) == 1 else _structs(parts)
        # Python's own: Arrow would build its table of all users anew for every batch that is joined.
        self._rows = {
            key: row for row, key in enumerate(grouped.column("user").to_pylist()) if key is not None
        }
        self._met: set[int] = set()
        self._count = len(whole)
        self._lists = pa.ListArray.from_arrays(held.offsets, members.take(held.values))

    def joined(self, batch: pa.RecordBatch, key: str, name: str) -> pa.RecordBatch:
        """Return the users with their groups as a list column `name`, which is null where there is none.

        Keys are compared as texts, and null is nobody's. Raises `UsageError` for keys that have no text.
        """
        import pyarrow as pa

        keys = as_texts(batch.column(key)).to_pylist()
        rows = list(map(self._rows.get, keys))
        self._met.update(row for row in rows if row is not None)
        return with_lists(batch, name, self._lists.take(pa.array(rows, pa.int64())))

    @property
    def unknown_count(self) -> int:
        """How many memberships are of users who were not joined so far."""
        import pyarrow as pa
        import pyarrow.compute as pc

        met = self._lists.take(pa.array(sorted(self._met), pa.int64()))
        return self._count - int(pc.sum(pc.list_value_length(met)).as_py() or 0)


def with_lists(batch: pa.RecordBatch, name: str, lists: pa.Array) -> pa.RecordBatch:
    """Return a batch with a column of lists, in place of one that it has by this name."""
    at = batch.schema.get_field_index(name)
    return batch.append_column(name, lists) if at < 0 else batch.set_column(at, name, lists)


def as_texts(column: pa.Array, what: str = "the key") -> pa.Array:
    """Return texts and numbers as texts, as they are compared. Raises `UsageError` for values that have none."""
    import pyarrow as pa

    plain = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    try:
        return plain.cast(pa.string())
    except pa.ArrowException:
        message = f"{what} of memberships must be a text or a number, not {plain.type}"
        raise UsageError(message) from None


def _structs(parts: dict[str, pa.ChunkedArray]) -> pa.Array:
    import pyarrow as pa

    return pa.StructArray.from_arrays([column.combine_chunks() for column in parts.values()], list(parts))


def membership_columns(
    columns: Sequence[str], user: str | None = None, group: str | None = None
) -> tuple[str, dict[str, str]]:
    """Return the column of the user's key, and for each part of a group (`name` first) the column that has it.

    Raises `UsageError` where there is no column for the key or for the name.
    """
    member = _chosen(columns, user, USER_NAMES, "user's key")
    parts = {"name": _chosen(columns, group, GROUP_NAMES, "group's name")}
    for part, names in _PARTS.items():
        found = next((name for name in names if name in columns), None)
        if found is not None:
            parts[part] = found
    return member, parts


def _chosen(columns: Sequence[str], given: str | None, names: tuple[str, ...], what: str) -> str:
    candidates = names if given is None else (given,)
    found = next((name for name in candidates if name in columns), None)
    if found is None:
        message = f"the memberships have no column for the {what}: {', '.join(candidates)}"
        raise UsageError(message)
    return found
