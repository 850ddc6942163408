"""Every change of a comparison as rows of a table: what `--out` writes with `--check`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from simulator.snapshots.streams.comparing import Change, kind_of
from simulator.snapshots.streams.storing import BATCH_ROWS
from simulator.snapshots.taking import HEADERS

if TYPE_CHECKING:
    import pyarrow as pa

    from oktaexpr.columns import Sink

_SIDES = ("old", "new")
COLUMNS = ("user", "change", *(f"{side}_{name}" for name in HEADERS[1:] for side in _SIDES))
"""Who, what happens to the licenses, and each cell before and after: null where the user was not there or is gone."""


def written_changes(changes: Iterable[Change], sink: Sink) -> Iterator[Change]:
    """Pass changes on, and write them to a sink."""
    remaining = iter(changes)
    part = list(islice(remaining, BATCH_ROWS))
    sink.write(_batch(part))  # of no changes the columns alone
    while part:
        yield from part
        if part := list(islice(remaining, BATCH_ROWS)):
            sink.write(_batch(part))


def _batch(changes: list[Change]) -> pa.RecordBatch:
    import pyarrow as pa

    rows = [_cells(change) for change in changes]
    columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
    return pa.RecordBatch.from_arrays([pa.array(column, pa.string()) for column in columns], list(COLUMNS))


def _cells(change: Change) -> tuple[str | None, ...]:
    sides = {"old": change.user.old, "new": change.user.new}
    cells = [row.get(name) if row is not None else None for name in HEADERS[1:] for row in sides.values()]
    return change.user.login, kind_of(change.user), *cells
