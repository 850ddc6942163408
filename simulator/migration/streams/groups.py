"""The groups of a batch that arrive at a sign-in, and the license maps that they match."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from simulator.account import IdentityProvider

if TYPE_CHECKING:
    import pyarrow as pa

    from oktaexpr.columns import GroupColumn, Rows


def arriving_groups(rows: Rows, provider: IdentityProvider) -> GroupColumn:
    """Return the groups that dbt sees of each user: a provider cuts a long list, or sends none of it (F5.23, F5.24)."""
    limit = provider.group_limit
    if limit is None or rows.layout.groups is None:
        return rows.groups
    import pyarrow.compute as pc
    import pyarrow.types as kinds

    column, _ = rows.column((rows.layout.groups,))
    if kinds.is_null(column.type):
        return rows.groups
    lengths = pc.list_value_length(column).fill_null(0)
    if not len(lengths) or pc.max(lengths).as_py() <= limit:
        return rows.groups
    from oktaexpr.columns import GroupColumn

    left = 0 if provider is IdentityProvider.ENTRA else limit
    return GroupColumn(_shortened(column, lengths.to_pylist(), limit, left), len(rows))


def _shortened(column: pa.Array, lengths: Sequence[int], limit: int, left: int) -> pa.Array:
    """Return the lists with `left` members of each that has more than `limit`."""
    import pyarrow as pa

    kept: list[int] = []
    offsets = [0]
    start = 0
    for length in lengths:
        kept += range(start, start + (left if length > limit else length))
        offsets.append(len(kept))
        start += length
    members = column.flatten().take(pa.array(kept, pa.int64()))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), members)


def matched_maps(groups: GroupColumn, maps: Sequence[Collection[str]]) -> list[tuple[bool, ...]]:
    """Return for each user which of the maps have a group of the user's."""
    if not maps:
        return [()] * groups.count
    distinct = groups.distinct
    flags = [groups.flags([at for at, group in enumerate(distinct) if group.name in names]) for names in maps]
    return list(zip(*flags, strict=True))
