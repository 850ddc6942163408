"""The groups of users as JSON has them: a list of names, or of objects in the shape of `Scope`'s groups."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from oktaexpr.columns.layout import GROUPS
from oktaexpr.columns.results import value_column

if TYPE_CHECKING:
    import pyarrow as pa


def are_groups(value: object) -> bool:
    """Tell whether a value is a user's groups: null, or a list of names and groups."""
    return value is None or (
        isinstance(value, list) and all(one is None or isinstance(one, str | dict) for one in value)
    )


def group_column(values: Sequence[list[Any] | None]) -> tuple[pa.Field, pa.Array]:
    """Return a list column of the groups of each user; where one of them is an object, names become objects too."""
    import pyarrow as pa

    members = [one for value in values if value is not None for one in value]
    if any(isinstance(one, dict) for one in members):
        members = [{"name": one} if isinstance(one, str) else one for one in members]
    member, column = value_column("item", members, structs=True)
    lengths = [None if value is None else len(value) for value in values]
    lists = list_column(lengths, column, pa.list_(member))
    return pa.field(GROUPS, lists.type), lists


def list_column(
    lengths: Sequence[int | None], members: pa.Array, kind: pa.DataType | None = None
) -> pa.ListArray:
    """Return the members as lists of these lengths, of which None is a null list."""
    import pyarrow as pa

    ends = accumulate(length or 0 for length in lengths)
    offsets = [None if length is None else end - length for length, end in zip(lengths, ends, strict=True)]
    return pa.ListArray.from_arrays(pa.array([*offsets, len(members)], pa.int32()), members, kind)


def plain_lists(column: pa.Array) -> pa.Array:
    """Return lists that Arrow can take and filter: views become lists, and their members what they stand for.

    Arrow's own cast of a view of lists of string views gives other lists than went in.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.types as kinds

    kind = column.type
    if not (kinds.is_list_view(kind) or kinds.is_large_list_view(kind) or _stands_for(kind.value_type)):
        return column
    members = plain_column(column.flatten())
    lengths = pc.list_value_length(column).to_pylist()
    return list_column(lengths, members, pa.list_(kind.value_field.with_type(members.type)))


def plain_column(column: pa.Array) -> pa.Array:
    """Return a column in a type that every function of Arrow takes: string views, run-end encoded and extension types go."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.types as kinds

    while _stands_for(column.type):
        if kinds.is_string_view(column.type):
            column = column.cast(pa.string())
        elif kinds.is_run_end_encoded(column.type):
            column = pc.run_end_decode(column)
        else:
            column = column.storage
    return column


def _stands_for(kind: pa.DataType) -> bool:
    """Tell whether a type is another way to store one that functions of Arrow know better."""
    import pyarrow as pa
    import pyarrow.types as kinds

    return bool(
        kinds.is_string_view(kind) or kinds.is_run_end_encoded(kind) or isinstance(kind, pa.BaseExtensionType)
    )
