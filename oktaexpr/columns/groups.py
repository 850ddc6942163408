"""The memberships of one batch: each distinct group once, and which rows have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from oktaexpr.columns.reading import dictionary_codes, is_json, python_values
from oktaexpr.directory.people import Group

if TYPE_CHECKING:
    import pyarrow as pa


class GroupColumn:
    """A list column of group names, or of structs in the shape of `Scope`'s groups; a null list is no group."""

    def __init__(self, column: pa.Array | None, count: int) -> None:
        """Take the column, or None where the table has none, and the number of rows."""
        self.count = count
        self._column = _without_hidden(column) if column is not None else None

    @cached_property
    def _coded(self) -> tuple[list[Group], Any]:
        """Return the distinct groups, and an Arrow array with the number of each membership's group."""
        import pyarrow as pa
        import pyarrow.types as kinds

        if self._column is None:
            return [], pa.array([], pa.int32())
        field = self._column.type.value_field
        members = self._column.flatten()
        if kinds.is_struct(members.type) or is_json(field):
            return _coded_one_by_one(python_values(members, field))
        if not kinds.is_dictionary(members.type):
            members = members.dictionary_encode()
        names = [*python_values(members.dictionary, field.with_type(members.type.value_type)), None]
        return [_named(name) for name in names], dictionary_codes(members, missing=len(names) - 1)

    @property
    def distinct(self) -> Sequence[Group]:
        """Return the different groups of the batch; a membership without a group is one of them."""
        return self._coded[0]

    def flags(self, wanted: Iterable[int]) -> list[bool]:
        """Return for each row whether it has one of the groups with these numbers in `distinct`."""
        flags = [False] * self.count
        for row in self._holders(wanted).to_pylist():
            flags[row] = True
        return flags

    def flag_column(self, wanted: Iterable[int]) -> pa.Array:
        """Return the same as a column of Booleans."""
        import pyarrow as pa
        import pyarrow.compute as pc

        return pc.is_in(pa.arange(0, self.count), value_set=self._holders(wanted))

    def _holders(self, wanted: Iterable[int]) -> pa.Array:
        """Return the rows that have one of these groups, in order; a row comes as often as it has one."""
        import pyarrow as pa
        import pyarrow.compute as pc

        chosen = list(wanted)
        if self._column is None or not chosen:
            return pa.array([], pa.int64())
        codes = self._coded[1]
        hits = pc.is_in(codes, value_set=pa.array(chosen, codes.type))
        return pc.list_parent_indices(self._column).filter(hits)

    def holders(self, wanted: Iterable[int]) -> dict[int, list[int]]:
        """Return for each of the groups with these numbers in `distinct` the rows that have it, in order."""
        import pyarrow as pa
        import pyarrow.compute as pc

        found: dict[int, list[int]] = {number: [] for number in wanted}
        if self._column is None or not found:
            return found
        codes = self._coded[1]
        hits = pc.is_in(codes, value_set=pa.array(found, codes.type))
        rows = pc.list_parent_indices(self._column).filter(hits).to_pylist()
        for row, number in zip(rows, codes.filter(hits).to_pylist(), strict=True):
            found[number].append(row)
        return found

    def held(self, wanted: Iterable[int]) -> list[tuple[int, ...]]:
        """Return for each row those of its groups that have one of these numbers, in the order of its list."""
        import pyarrow as pa
        import pyarrow.compute as pc

        chosen = list(wanted)
        found: list[tuple[int, ...]] = [()] * self.count
        if self._column is None or not chosen:
            return found
        codes = self._coded[1]
        hits = pc.is_in(codes, value_set=pa.array(chosen, codes.type))
        rows = pc.list_parent_indices(self._column).filter(hits).to_pylist()
        for row, code in zip(rows, codes.filter(hits).to_pylist(), strict=True):
            found[row] += (code,)
        return found

    @cached_property
    def rows(self) -> list[tuple[Group, ...]]:
        """Return the groups of each row, in the order of its list."""
        import pyarrow.compute as pc

        if self._column is None:
            return [()] * self.count
        distinct, codes = self._coded
        members = [distinct[code] for code in codes.to_pylist()]
        found: list[tuple[Group, ...]] = []
        start = 0
        for length in pc.list_value_length(self._column).fill_null(0).to_pylist():
            found.append(tuple(members[start : start + length]))
            start += length
        return found


@lru_cache(maxsize=100_000)
def _named(name: str | None) -> Group:
    """Return a group that has only a name: the next batch has mostly the same ones."""
    return Group({"name": name})


def _without_hidden(column: pa.Array) -> pa.Array | None:
    """Return the column without the members that Arrow lets a null list have, None where every list is null.

    Flattening leaves such members out, but the positions that Arrow gives for members count them.
    """
    import pyarrow as pa

    if not column.null_count:
        return column
    return column.take(pa.array(range(len(column)))) if column.null_count < len(column) else None


def _coded_one_by_one(members: list[Any]) -> tuple[list[Group], Any]:
    """Return the distinct groups of memberships that are names or objects, and the number of each membership's group."""
    import pyarrow as pa

    numbers: dict[str, int] = {}
    distinct: list[Group] = []
    codes = []
    for member in members:
        known = member if isinstance(member, dict) else {"name": member}
        data = {key: value for key, value in known.items() if value is not None}
        identity = repr(data)
        number = numbers.get(identity)
        if number is None:
            number = numbers[identity] = len(distinct)
            distinct.append(Group(data))
        codes.append(number)
    return distinct, pa.array(codes, pa.int32())
