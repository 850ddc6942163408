"""The rows of a batch as scopes, for whatever a program asks for that no single column has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from oktaexpr.columns.coded import Coded, read_coded
from oktaexpr.columns.group_lists import plain_column, plain_lists
from oktaexpr.columns.groups import GroupColumn
from oktaexpr.columns.layout import Layout, Path
from oktaexpr.columns.reading import python_values
from oktaexpr.directory.people import Group
from oktaexpr.directory.scope import Relations, Scope
from oktaexpr.functions.declaration import IDENTITY_ENGINE

if TYPE_CHECKING:
    import pyarrow as pa

_INTERNAL = ("id", "status")
"""What `user.getInternalProperty` reads, as a directory has it."""


class Rows:
    """One batch with its layout. Columns become Python values when they are first asked for."""

    def __init__(self, batch: pa.RecordBatch, layout: Layout, now: datetime | str | None = None) -> None:
        """Take the batch; `now` is the time of every row's evaluation, None the clock's at each."""
        self.layout = layout
        self.now = now
        self._batch = batch
        self._read: dict[Path, list[Any]] = {}
        self._coded: dict[Path, Coded | None] = {}
        held = None if layout.groups is None else batch.column(layout.groups)
        self.groups = GroupColumn(_usable(held), len(self))

    def __len__(self) -> int:
        """Count the rows."""
        return int(self._batch.num_rows)

    @property
    def keys(self) -> pa.Array:
        """Return the column that tells users apart."""
        return plain_column(self._batch.column(self.layout.key))

    @property
    def key_field(self) -> pa.Field:
        """Return the field of `keys`, which says whether they are JSON texts."""
        return self._batch.schema.field(self.layout.key)

    def column(self, path: Path) -> tuple[pa.Array, pa.Field]:
        """Return a column, or a child of struct columns that `Layout.solid` names."""
        field = self._batch.schema.field(path[0])
        array = self._batch.column(path[0])
        for name in path[1:]:
            field = field.type.field(name)
            array = array.field(name)
        return array, field

    def values(self, path: Path) -> list[Any]:
        """Return the Python values of a column. Raises `DirectoryError` for a type without values."""
        known = self._read.get(path)
        if known is None:
            coded = self.coded(path)
            values = python_values(*self.column(path)) if coded is None else coded.spread(coded.values)
            known = self._read[path] = values
        return known

    def coded(self, path: Path) -> Coded | None:
        """Return a column by its distinct values, None where it has not few."""
        if path not in self._coded:
            self._coded[path] = read_coded(*self.column(path))
        return self._coded[path]

    def user(self, row: int) -> dict[str, Any] | None:
        """Return root `user` of a row."""
        layout = self.layout
        if layout.has_roots():
            whole: dict[str, Any] | None = self.values(("user",))[row]
            return whole
        if layout.has_profile() and layout.engine != IDENTITY_ENGINE:
            profile: dict[str, Any] | None = self.values(("profile",))[row]
            return profile
        if layout.has_profile() or layout.engine != IDENTITY_ENGINE:
            return {name: self.values((name,))[row] for name in layout.profile()}
        own = layout.own()
        user = {name: self.values((name,))[row] for name in own}
        rest = [name for name in layout.profile() if name not in own]
        return {**user, "profile": {name: self.values((name,))[row] for name in rest}}

    def roots(self, row: int) -> dict[str, Any]:
        """Return every root of a row; one that is null counts as absent, which reads the same."""
        found = {name: self.values(path)[row] for name, path in self.layout.roots().items()}
        if not self.layout.has_roots():
            found["user"] = self.user(row)
            login = self.layout.login()
            if login is not None:
                found["login"] = {"identifier": self.values(login)[row]}
        return found

    @cached_property
    def internal(self) -> dict[str, list[Any]]:
        """Return what Okta has of a user beside the profile, as far as the table has it: id and status."""
        if not self.layout.has_roots():
            return {name: self.values((name,)) for name in _INTERNAL if name in self.layout.profile()}
        users = self.values(("user",))
        return {name: [(user or {}).get(name) for user in users] for name in _INTERNAL}

    def relations(self, row: int) -> Relations:
        """Return what a table knows of the user elsewhere: id and status."""
        return Relations(internal={name: values[row] for name, values in self.internal.items()})

    def scopes(self) -> Iterator[Scope]:
        """Yield the scope of each row, in order."""
        return map(self.scope, range(len(self)))

    def scope(self, row: int) -> Scope:
        """Return the scope of one row."""
        return RowScope(self, row, self.groups.rows[row])


def _usable(column: pa.Array | None) -> pa.Array | None:
    """Return the list column, or None for one that holds nothing but null."""
    import pyarrow.types as kinds

    return None if column is None or kinds.is_null(column.type) else plain_lists(column)


class RowScope(Scope):
    """A scope that reads a row's attributes when it is asked for them; most functions ask for groups only."""

    __slots__ = ("_row", "_rows")

    def __init__(self, rows: Rows, row: int, groups: tuple[Group, ...]) -> None:
        """Keep where the row is; the groups are there already."""
        self._rows = rows
        self._row = row
        self._given = groups
        self._groups = groups
        self._group_ids = None
        self.group_names = frozenset([group.name for group in groups])
        self.now = rows.now

    @property
    def roots(self) -> Mapping[str, Any]:  # type: ignore[override]
        """Every root of the row."""
        return self._rows.roots(self._row)

    @property
    def user(self) -> Any:  # noqa: ANN401 - as the row has it
        """Root `user` of the row."""
        return self._rows.user(self._row)

    @property
    def relations(self) -> Relations:  # type: ignore[override]
        """What the table knows of the user elsewhere."""
        return self._rows.relations(self._row)
